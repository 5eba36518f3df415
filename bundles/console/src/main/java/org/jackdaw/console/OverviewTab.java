package org.jackdaw.console;

import jakarta.servlet.Servlet;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.jackdaw.plugin.Domains;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** What the server does at the moment, and did in the last minutes. */
@Component(service = {Servlet.class, Tab.class})
@TabPlace(label = "overview", title = "Overview", order = 10)
public final class OverviewTab extends Tab {

    private static final long serialVersionUID = 1L;

    private final transient Samples samples;
    private final transient Domains domains;
    private final String version;

    @Activate
    public OverviewTab(
            BundleContext context, @Reference Tabs tabs, @Reference Samples samples, @Reference Domains domains) {
        super(tabs);
        this.samples = samples;
        this.domains = domains;
        version = context.getProperty("jackdaw.version");
    }

    /** @param samples those that the page does not have yet */
    private record View(String version, long upMillis, List<String> domains, long heapMost, List<Sample> samples) {}

    @Override
    Object data(Form form) {
        return new View(
                String.valueOf(version),
                ManagementFactory.getRuntimeMXBean().getUptime(),
                domains.served(),
                Runtime.getRuntime().maxMemory(),
                samples.after(form.number("after")));
    }

    @Override
    Object act(String action, Form form) {
        throw unknown(action);
    }
}

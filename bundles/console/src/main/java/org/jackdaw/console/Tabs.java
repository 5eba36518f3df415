package org.jackdaw.console;

import static java.util.stream.Collectors.joining;

import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.owasp.encoder.Encode;

/** The tabs that there are, as the menu of each of them shows them. Thread-safe. */
@Component(service = Tabs.class)
public final class Tabs {

    private record Entry(String label, String title, int order) {}

    private final Map<ServiceReference<Tab>, Entry> entries = new ConcurrentHashMap<>();

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC, service = Tab.class)
    void bind(ServiceReference<Tab> tab) {
        entries.put(
                tab,
                new Entry(
                        (String) tab.getProperty("felix.webconsole.label"),
                        (String) tab.getProperty("felix.webconsole.title"),
                        (Integer) tab.getProperty("felix.webconsole.order")));
    }

    void unbind(ServiceReference<Tab> tab) {
        entries.remove(tab);
    }

    /** Returns the page of a tab for whoever is logged in. */
    String page(String label, Login login) {
        return Answers.page(
                "page.html",
                Map.of(
                        "content", Answers.page(label + ".html", Map.of()),
                        "label", label,
                        "title", title(label),
                        "menu", menu(label),
                        "account", Encode.forHtml(login.account().toString()),
                        "csrf", login.csrf()));
    }

    private String title(String label) {
        return entries.values().stream()
                .filter(entry -> entry.label().equals(label))
                .map(Entry::title)
                .findFirst()
                .orElse("");
    }

    private String menu(String current) {
        return entries.values().stream()
                .sorted(Comparator.comparingInt(Entry::order))
                .map(entry -> "<li><a href=\"%s/%s\"%s>%s</a></li>"
                        .formatted(
                                Tab.ROOT,
                                entry.label(),
                                entry.label().equals(current) ? " aria-current=\"page\"" : "",
                                entry.title()))
                .collect(joining("\n"));
    }
}

package org.jackdaw.console;

import jakarta.servlet.Servlet;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jackdaw.core.PluginAdmin;
import org.jackdaw.core.PluginRefusal;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The plugins: what they offer and cost, and how they come, are replaced and go. */
@Component(service = {Servlet.class, Tab.class})
@ConsoleTab(label = "plugins", title = "Plugins", order = 40)
public final class PluginsTab extends Tab {

    private static final long serialVersionUID = 1L;

    private final transient PluginAdmin plugins;
    private final transient Uploads uploads;

    @Activate
    public PluginsTab(@Reference Tabs tabs, @Reference PluginAdmin plugins, @Reference Uploads uploads) {
        super(tabs);
        this.plugins = plugins;
        this.uploads = uploads;
    }

    private record View(List<PluginAdmin.Plugin> plugins, Map<String, String> refused) {}

    /**
     * What installing an upload would do.
     *
     * @param upload how to name it when it is confirmed
     */
    private record Preview(String upload, String file, boolean isGood, List<String> lines) {}

    @Override
    Object data(Form form) {
        return new View(plugins.plugins(), plugins.refused());
    }

    @Override
    Object act(String action, Form form) throws IOException {
        try {
            return switch (action) {
                case "upload" -> preview(form);
                case "install" -> install(form.text("upload"));
                case "cancel" -> {
                    uploads.remove(form.text("upload"));
                    yield "The upload is thrown away.";
                }
                case "rollback" -> plugins.rollBack(form.text("name")) + " serves again.";
                case "remove" -> {
                    plugins.remove(form.text("name"));
                    yield form.text("name") + " is removed.";
                }
                default -> throw unknown(action);
            };
        } catch (PluginRefusal e) {
            throw new IllegalArgumentException("Refused: " + e.getMessage() + ".", e);
        }
    }

    private Preview preview(Form form) throws IOException, PluginRefusal {
        Uploads.Upload upload = uploads.take(form.text("file"), form.body());
        try {
            PluginAdmin.Check check = plugins.check(upload.path());
            return new Preview(upload.id(), upload.name(), check.isGood(), check.lines());
        } catch (PluginRefusal e) {
            uploads.remove(upload.id());
            throw e;
        }
    }

    private String install(String id) throws PluginRefusal {
        Uploads.Upload upload = uploads.find(id)
                .orElseThrow(() -> new IllegalArgumentException("The upload has gone: choose the file again."));
        String installed = plugins.install(upload.path());
        uploads.remove(id);
        return installed + " serves.";
    }
}

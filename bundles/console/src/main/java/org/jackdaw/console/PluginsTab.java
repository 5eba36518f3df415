package org.jackdaw.console;

import static java.util.stream.Collectors.joining;
import static org.osgi.service.component.annotations.ReferencePolicyOption.GREEDY;

import jakarta.servlet.Servlet;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jackdaw.core.PluginAdmin;
import org.jackdaw.core.PluginRefusal;
import org.jackdaw.core.PluginStorage;
import org.jackdaw.plugin.Permission;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The plugins: what they offer, cost and may do, and how they come, are replaced and go. */
@Component(service = {Servlet.class, Tab.class})
@TabPlace(label = "plugins", title = "Plugins", order = 40)
public final class PluginsTab extends Tab {

    private static final long serialVersionUID = 1L;

    private final transient PluginAdmin plugins;
    private final transient Optional<PluginStorage> storage;
    private final transient PluginConsent consent;
    private final transient Uploads uploads;

    @Activate
    public PluginsTab(
            @Reference Tabs tabs,
            @Reference PluginAdmin plugins,
            @Reference Uploads uploads,
            @Reference(policyOption = GREEDY) Optional<PluginStorage> storage) {
        super(tabs);
        this.plugins = plugins;
        this.storage = storage;
        this.uploads = uploads;
        consent = new PluginConsent(plugins);
    }

    /** @param storage by plugins' names; empty unless the page asked for it, for it takes the database's time */
    private record View(
            List<PluginAdmin.Plugin> plugins,
            List<PluginAdmin.Refused> refused,
            Map<String, PluginStorage.Amount> storage) {}

    /**
     * What installing an upload would do.
     *
     * @param upload how to name it when it is confirmed
     */
    private record Preview(String upload, String file, PluginAdmin.Check check) {}

    @Override
    Object data(Form form) {
        List<PluginAdmin.Plugin> serving = plugins.plugins();
        return new View(serving, plugins.refused(), form.claim("storage") ? stored(serving) : Map.of());
    }

    private Map<String, PluginStorage.Amount> stored(List<PluginAdmin.Plugin> serving) {
        return storage.map(all ->
                        serving.stream().map(PluginAdmin.Plugin::name).collect(Collectors.toMap(name -> name, all::of)))
                .orElse(Map.of());
    }

    @Override
    Object act(String action, Form form) throws IOException {
        try {
            return switch (action) {
                case "upload" -> preview(form);
                case "install" -> install(form);
                case "cancel" -> {
                    uploads.remove(form.text("upload"));
                    yield "The upload is thrown away.";
                }
                case "rollback" -> plugins.rollBack(form.text("name")) + " serves again.";
                case "remove" -> {
                    plugins.remove(form.text("name"));
                    yield form.text("name") + " is removed.";
                }
                case "grant" -> grant(form);
                case "takeback" -> takeBack(form);
                default -> throw unknown(action);
            };
        } catch (PluginRefusal e) {
            throw new IllegalArgumentException("Refused: " + e.getMessage() + ".", e);
        }
    }

    private Preview preview(Form form) throws IOException, PluginRefusal {
        Uploads.Upload upload = uploads.take(form.text("file"), form.body());
        try {
            return new Preview(upload.id(), upload.name(), plugins.check(upload.path()));
        } catch (PluginRefusal e) {
            uploads.remove(upload.id());
            throw e;
        }
    }

    private String install(Form form) throws PluginRefusal {
        String id = form.text("upload");
        Uploads.Upload upload = uploads.find(id)
                .orElseThrow(() -> new IllegalArgumentException("The upload has gone: choose the file again."));
        String installed =
                consent.install(form.login().account(), upload.path(), PluginConsent.read(form.text("permissions")));
        uploads.remove(id);
        return installed + " serves.";
    }

    private String grant(Form form) throws PluginRefusal {
        Set<Permission> permissions = PluginConsent.read(form.text("permissions"));
        consent.grant(form.login().account(), form.text("name"), permissions);
        return "Granted to " + form.text("name") + ": " + inWords(permissions) + ".";
    }

    private String takeBack(Form form) throws PluginRefusal {
        Set<Permission> permissions = PluginConsent.read(form.text("permissions"));
        consent.takeBack(form.login().account(), form.text("name"), permissions);
        return "Taken back from " + form.text("name") + ": " + inWords(permissions) + ".";
    }

    private static String inWords(Set<Permission> permissions) {
        return permissions.stream().map(Permission::sentence).collect(joining(", "));
    }
}

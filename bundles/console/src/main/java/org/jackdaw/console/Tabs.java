package org.jackdaw.console;

import static java.util.stream.Collectors.joining;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jackdaw.core.PluginTabs;
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
    private volatile Optional<PluginTabs> plugins = Optional.empty();

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

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void bindPlugins(PluginTabs service) {
        plugins = Optional.of(service);
    }

    void unbindPlugins(PluginTabs service) {
        if (plugins.filter(known -> known == service).isPresent()) {
            plugins = Optional.empty();
        }
    }

    /** Returns the page of a tab for whoever is logged in. */
    String page(String label, Login login) {
        return page(label, label, title(label), login);
    }

    /** Returns the page of a plugin's tab, which may be gone. */
    String pageOfPlugin(String label, Login login) {
        String title = ofPlugins().stream()
                .filter(place -> place.label().equals(label))
                .map(this::titleOfPlugin)
                .findFirst()
                .orElse("No such tab");
        return page(PluginTab.LABEL, PluginTab.LABEL + "/" + label, title, login);
    }

    private List<PluginTabs.Place> ofPlugins() {
        return plugins.map(PluginTabs::places).orElse(List.of());
    }

    /** @param file what the files of the page are called */
    private String page(String file, String path, String title, Login login) {
        return Answers.page(
                "page.html",
                Map.of(
                        "content", Answers.page(file + ".html", Map.of()),
                        "label", file,
                        "title", title,
                        "menu", menu(path),
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

    /** What plugins bring stands after what is ours. */
    private String menu(String current) {
        Stream<String> ours = entries.values().stream()
                .filter(entry -> !entry.label().equals(PluginTab.LABEL))
                .sorted(Comparator.comparingInt(Entry::order))
                .map(entry -> item(entry.label(), entry.title(), current));
        Stream<String> others = ofPlugins().stream()
                .map(place -> item(PluginTab.LABEL + "/" + place.label(), titleOfPlugin(place), current));
        return Stream.concat(ours, others).collect(joining("\n"));
    }

    /** It is no other tab's: who looks for ours is not to come to one of a plugin's. */
    private String titleOfPlugin(PluginTabs.Place place) {
        String title = Seen.line(place.title());
        boolean isOurs =
                entries.values().stream().anyMatch(entry -> entry.title().equalsIgnoreCase(title));
        return Encode.forHtml(isOurs ? title + " (plugin)" : title);
    }

    private static String item(String path, String title, String current) {
        String mark = path.equals(current) ? " aria-current=\"page\"" : "";
        return "<li><a href=\"%s/%s\"%s>%s</a></li>".formatted(Tab.ROOT, path, mark, title);
    }
}

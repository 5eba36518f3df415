package org.jackdaw.console;

import jakarta.servlet.Servlet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jackdaw.core.RefusedChange;
import org.jackdaw.core.Settings;
import org.jackdaw.core.Settings.Change;
import org.jackdaw.core.Settings.Section;
import org.jackdaw.core.Settings.Setting;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The options of the server and its plugins as forms, what was changed in them, and the way back. */
@Component(service = {Servlet.class, Tab.class})
@TabPlace(label = "configuration", title = "Configuration", order = 60)
public final class ConfigurationTab extends Tab {

    private static final long serialVersionUID = 1L;
    private static final int MOST_CHANGES = 50;

    private final transient Settings settings;

    @Activate
    public ConfigurationTab(@Reference Tabs tabs, @Reference Settings settings) {
        super(tabs);
        this.settings = settings;
    }

    private record View(List<Line> sections, List<ChangeRow> history) {}

    /** What the list says of a section. */
    private record Line(String pid, String name, String description, long set, int options, Optional<String> refused) {}

    private record Sheet(
            String pid,
            String path,
            String name,
            String description,
            String version,
            List<Field> settings,
            Optional<String> refused,
            List<ChangeRow> history) {}

    /** @param text what holds; empty for a password, be it set or not */
    private record Field(
            String key,
            String name,
            String description,
            String type,
            boolean isList,
            Optional<String> min,
            Optional<String> max,
            List<String> choices,
            String defaultText,
            String text,
            boolean isSet) {}

    private record ChangeRow(long id, long time, String who, String pid, long undoes, List<String> diff) {}

    @Override
    Object data(Form form) {
        String pid = form.text("pid");
        if (pid.isEmpty()) {
            return new View(
                    settings.sections().stream().map(ConfigurationTab::line).toList(),
                    history(settings.history().stream()));
        }
        Section section = settings.section(pid)
                .orElseThrow(() -> new IllegalArgumentException("No bundle has options of the name " + pid + "."));
        return new Sheet(
                section.pid(),
                section.path(),
                section.name(),
                section.description(),
                section.version(),
                section.settings().stream().map(ConfigurationTab::field).toList(),
                section.refused(),
                history(settings.history().stream()
                        .filter(change -> change.pid().equals(pid))));
    }

    private static Line line(Section section) {
        return new Line(
                section.pid(),
                section.name(),
                section.description(),
                section.settings().stream().filter(Setting::isSet).count(),
                section.settings().size(),
                section.refused());
    }

    private static Field field(Setting setting) {
        return new Field(
                setting.key(),
                setting.name(),
                setting.description(),
                setting.type(),
                setting.isList(),
                setting.min(),
                setting.max(),
                setting.choices(),
                setting.isPassword() ? "" : setting.defaultText(),
                setting.isPassword() ? "" : setting.text(),
                setting.isSet());
    }

    private static List<ChangeRow> history(Stream<Change> changes) {
        return changes.limit(MOST_CHANGES)
                .map(change -> new ChangeRow(
                        change.id(),
                        change.time().toEpochMilli(),
                        change.who(),
                        change.pid(),
                        change.undoes(),
                        change.diff()))
                .toList();
    }

    @Override
    Object act(String action, Form form) {
        try {
            return switch (action) {
                case "save" -> save(form);
                case "undo" -> undo(form);
                default -> throw unknown(action);
            };
        } catch (RefusedChange e) {
            throw new IllegalArgumentException("Refused: " + e.getMessage() + ".", e);
        }
    }

    private String save(Form form) throws RefusedChange {
        String pid = form.text("pid");
        Map<String, Optional<String>> texts = new LinkedHashMap<>();
        keys(form, "set").forEach(key -> texts.put(key, Optional.of(form.text("value." + key))));
        keys(form, "reset").forEach(key -> texts.put(key, Optional.empty()));
        return settings.change(who(form), pid, form.text("version"), texts)
                .map(change -> pid + " is changed, and in force: change " + change.id() + ".")
                .orElse("It is so already.");
    }

    private static Stream<String> keys(Form form, String name) {
        return Stream.of(form.text(name).split(",")).filter(key -> !key.isEmpty());
    }

    private String undo(Form form) throws RefusedChange {
        Change change = settings.undo(who(form), form.number("id"));
        return "Change " + change.undoes() + " of " + change.pid() + " is undone: change " + change.id() + ".";
    }

    private static String who(Form form) {
        return form.login().account().toString();
    }
}

package org.jackdaw.config;

import java.io.PrintWriter;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jackdaw.core.RefusedChange;
import org.jackdaw.core.Settings;
import org.jackdaw.core.Settings.Change;
import org.jackdaw.core.Settings.Section;
import org.jackdaw.core.Settings.Setting;
import org.jackdaw.plugin.Command;
import org.jackdaw.plugin.CommandName;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Shows and changes the configuration. */
@Component
@CommandName(
        name = "config",
        usage = {
            "config list [PID]                       list the configuration files, or the options of one",
            "config set PID KEY VALUE                set an option; a password with --value-stdin instead of VALUE",
            "config reset PID KEY                    bring an option's default back",
            "config history [ID]                     list the changes, or show one",
            "config undo ID                          write back what was before a change"
        })
public final class ConfigCommand implements Command {

    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int CALLED_WRONGLY = 2;

    private static final String WHO = "bin/jackdaw";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());

    private final Settings settings;

    @Activate
    public ConfigCommand(@Reference Settings settings) {
        this.settings = settings;
    }

    @Override
    public int run(List<String> arguments, String input, PrintWriter out) {
        try {
            return switch (String.join(" ", arguments.subList(0, Math.min(1, arguments.size())))
                    + " "
                    + arguments.size()) {
                case "list 1" -> list(out);
                case "list 2" -> show(section(arguments.get(1)), out);
                case "set 4" -> set(arguments, input, out);
                case "reset 3" -> change(section(arguments.get(1)), arguments.get(2), Optional.empty(), out);
                case "history 1" -> history(out);
                case "history 2" -> show(change(arguments.get(1)), out);
                case "undo 2" -> show(settings.undo(WHO, number(arguments.get(1))), out);
                default -> {
                    out.println("Say list [PID], set PID KEY VALUE, reset PID KEY, history [ID] or undo ID.");
                    yield CALLED_WRONGLY;
                }
            };
        } catch (RefusedChange e) {
            out.println("Refused: " + e.getMessage());
            return FAILED;
        }
    }

    private Section section(String pid) throws RefusedChange {
        return settings.section(pid).orElseThrow(() -> new RefusedChange("no bundle has options of the name " + pid));
    }

    private static long number(String text) throws RefusedChange {
        if (!text.matches("[0-9]{1,18}")) {
            throw new RefusedChange(text + " is not the number of a change");
        }
        return Long.parseLong(text);
    }

    private Change change(String id) throws RefusedChange {
        long number = number(id);
        return settings.history().stream()
                .filter(change -> change.id() == number)
                .findFirst()
                .orElseThrow(() -> new RefusedChange("there is no change " + number));
    }

    private int list(PrintWriter out) {
        for (Section section : settings.sections()) {
            long set = section.settings().stream().filter(Setting::isSet).count();
            out.printf(
                    "%-28s %2d of %2d set  %s%n",
                    section.pid(), set, section.settings().size(), section.name());
            section.refused().ifPresent(reason -> out.println("    refused, what was before is in force: " + reason));
        }
        return DONE;
    }

    private static int show(Section section, PrintWriter out) {
        out.println(section.path());
        section.refused().ifPresent(reason -> out.println("Refused, what was before is in force: " + reason));
        for (Setting setting : section.settings()) {
            out.println();
            out.println("# " + setting.name() + (setting.description().isEmpty() ? "" : ". " + setting.description()));
            out.println("# " + rules(setting));
            out.println((setting.isSet() ? "" : "#") + (setting.key() + " = " + setting.text()).strip());
        }
        return DONE;
    }

    private static String rules(Setting setting) {
        return setting.type()
                + (setting.isList() ? ", several between commas" : "")
                + setting.min().map(min -> ", at least " + min).orElse("")
                + setting.max().map(max -> ", at most " + max).orElse("")
                + (setting.choices().isEmpty() ? "" : ", one of " + String.join(" ", setting.choices()))
                + (setting.isSet() && !setting.isPassword() ? ", default: " + setting.defaultText() : "");
    }

    private int set(List<String> arguments, String input, PrintWriter out) throws RefusedChange {
        String value = arguments.get(3);
        if (value.equals("--value-stdin")) {
            value = input.lines().findFirst().orElse("");
        }
        return change(section(arguments.get(1)), arguments.get(2), Optional.of(value), out);
    }

    private int change(Section section, String key, Optional<String> value, PrintWriter out) throws RefusedChange {
        Optional<Change> change = settings.change(WHO, section.pid(), section.version(), Map.of(key, value));
        if (change.isEmpty()) {
            out.println("It is so already.");
            return DONE;
        }
        return show(change.get(), out);
    }

    private static int show(Change change, PrintWriter out) {
        out.println(line(change));
        change.diff().forEach(line -> out.println("    " + line));
        return DONE;
    }

    private int history(PrintWriter out) {
        settings.history().reversed().forEach(change -> out.println(line(change)));
        return DONE;
    }

    private static String line(Change change) {
        return "%5d  %s  %s by %s%s"
                .formatted(
                        change.id(),
                        TIME.format(change.time()),
                        change.pid(),
                        change.who(),
                        change.undoes() == 0 ? "" : ", undoing " + change.undoes());
    }
}

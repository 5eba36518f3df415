package org.jackdaw.control;

import static org.osgi.service.component.annotations.ReferenceCardinality.MULTIPLE;
import static org.osgi.service.component.annotations.ReferencePolicy.DYNAMIC;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jackdaw.plugin.Command;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The commands that the bundles offer at the moment. Thread-safe. */
@Component(service = Commands.class)
public final class Commands {

    private static final Logger LOG = LoggerFactory.getLogger(Commands.class);
    private static final int FAILED = 1;
    private static final int CALLED_WRONGLY = 2;

    private final Map<Command, Declaration> commands = new ConcurrentHashMap<>();

    /** What a command printed, and its exit code. */
    record Answer(String output, int exitCode) {}

    private record Declaration(String name, List<String> usage) {}

    @Reference(cardinality = MULTIPLE, policy = DYNAMIC)
    void bind(Command command, Map<String, Object> properties) {
        Object usage = properties.get("jackdaw.command.usage");
        commands.put(
                command,
                new Declaration(
                        (String) properties.get("jackdaw.command.name"),
                        usage instanceof String[] lines ? List.of(lines) : List.of(String.valueOf(usage))));
    }

    void unbind(Command command) {
        commands.remove(command);
    }

    /** Runs the command that the first word names; the answer to an unknown one is the list of the known. */
    Answer run(List<String> words, String input) {
        String name = words.isEmpty() ? "help" : words.getFirst();
        StringWriter output = new StringWriter();
        PrintWriter out = new PrintWriter(output);
        int exitCode =
                find(name).map(command -> run(command, words, input, out)).orElseGet(() -> help(name, out));
        out.flush();
        return new Answer(output.toString(), exitCode);
    }

    private Optional<Command> find(String name) {
        return commands.entrySet().stream()
                .filter(entry -> name.equals(entry.getValue().name()))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private static int run(Command command, List<String> words, String input, PrintWriter out) {
        try {
            return command.run(words.subList(1, words.size()), input, out);
        } catch (RuntimeException e) {
            LOG.error("The command {} failed", words.getFirst(), e);
            out.println(words.getFirst() + ": failed, the server's log says why: " + e);
            return FAILED;
        }
    }

    private int help(String name, PrintWriter out) {
        boolean asked = name.equals("help");
        if (!asked) {
            out.println("There is no command " + name + "; these are:");
        }
        commands.values().stream()
                .flatMap(declaration -> declaration.usage().stream())
                .sorted()
                .forEach(line -> out.println("bin/jackdaw " + line));
        return asked ? 0 : CALLED_WRONGLY;
    }
}

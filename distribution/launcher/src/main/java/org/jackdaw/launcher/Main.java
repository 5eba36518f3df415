package org.jackdaw.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What {@code bin/jackdaw} starts: the server itself, or a command for the one that runs. */
public final class Main {

    static final int DONE = 0;
    static final int FAILED = 1;
    static final int CALLED_WRONGLY = 2;
    static final int NOT_READY = 3;

    private static final int INPUT_LIMIT = 60_000;

    private final Folders folders;
    private final PrintStream out;
    private final PrintStream err;

    Main(Folders folders, PrintStream out, PrintStream err) {
        this.folders = folders;
        this.out = out;
        this.err = err;
    }

    public static void main(String[] arguments) throws InterruptedException {
        Path home = Path.of(System.getProperty("jackdaw.home", "."));
        Main main = new Main(Folders.of(home, System.getenv()), System.out, System.err);
        System.exit(main.run(List.of(arguments), System.in));
    }

    /** Returns the exit code. */
    int run(List<String> command, InputStream in) throws InterruptedException {
        try {
            return switch (command.isEmpty() ? "" : command.getFirst()) {
                case "" -> {
                    err.println("Say what to do: bin/jackdaw help");
                    yield CALLED_WRONGLY;
                }
                case "run" -> {
                    serve();
                    yield DONE;
                }
                default -> ask(command, in);
            };
        } catch (StartFailure e) {
            err.println("Jackdaw did not start.");
            e.getMessage().lines().forEach(err::println);
            return FAILED;
        } catch (IOException e) {
            err.println(Sentence.of(e));
            return FAILED;
        }
    }

    /** Nothing is logged before the data directory is known to be ours: the log is a file in it. */
    private void serve() throws StartFailure, IOException, InterruptedException {
        folders.prepare();
        try (DataLock _ = DataLock.take(folders.data())) {
            new Server(folders, out).run();
        }
    }

    private int ask(List<String> command, InputStream in) throws IOException {
        String input = command.stream().anyMatch(word -> word.endsWith("-stdin")) ? read(in) : "";
        try {
            ControlClient.Answer answer = ControlClient.of(folders.control()).ask(withWholePaths(command), input);
            out.print(answer.output());
            return answer.exitCode();
        } catch (IOException e) {
            return notAnswering(command.getFirst());
        }
    }

    /** The server has another working directory: it is told of files by their whole paths. */
    private static List<String> withWholePaths(List<String> command) {
        return command.getFirst().equals("plugin")
                ? command.stream()
                        .map(word -> word.endsWith(".jar") && Files.exists(Path.of(word))
                                ? Path.of(word).toAbsolutePath().toString()
                                : word)
                        .toList()
                : command;
    }

    private static String read(InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(INPUT_LIMIT + 1);
        if (bytes.length > INPUT_LIMIT) {
            throw new IOException("The input is longer than " + INPUT_LIMIT + " bytes.");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private int notAnswering(String command) throws IOException {
        if (command.equals("version")) {
            out.println("Jackdaw " + Container.settings(folders).get("jackdaw.version"));
            return DONE;
        }
        if (DataLock.isTaken(folders.data())) {
            err.println("Jackdaw is starting or stopping: data directory " + folders.data());
            return NOT_READY;
        }
        err.println("Jackdaw is not running: data directory " + folders.data());
        return FAILED;
    }
}

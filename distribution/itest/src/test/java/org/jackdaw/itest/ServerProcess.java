package org.jackdaw.itest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server as its operator runs it: {@code bin/jackdaw run} in a process of its own. Closing it stops it. */
final class ServerProcess implements AutoCloseable {

    private static final int START_SECONDS = 60;
    private static final int STOP_SECONDS = 20;

    private final ServerFolders folders;
    private final Process process;
    private final List<String> output = new CopyOnWriteArrayList<>();
    private final Thread reader;

    ServerProcess(ServerFolders folders) throws IOException {
        this.folders = folders;
        process = folders.command("run").start();
        reader = Thread.ofVirtual().start(this::readOutput);
    }

    /** What a command printed, and its exit code. */
    record Result(int exitCode, String output) {}

    private void readOutput() {
        try (BufferedReader lines = process.inputReader(UTF_8)) {
            lines.lines().forEach(output::add);
        } catch (IOException | RuntimeException e) {
            output.add("(output ended: " + e + ")");
        }
    }

    /** @throws AssertionError with the output if the server ends instead, or takes too long */
    void awaitReady() throws InterruptedException {
        awaitLine("Jackdaw is running");
    }

    /** Waits for a line of output that contains the text, and returns it. */
    String awaitLine(String text) throws InterruptedException {
        long end = System.nanoTime() + SECONDS.toNanos(START_SECONDS);
        while (System.nanoTime() < end) {
            boolean ended = !reader.isAlive();
            for (String line : output) {
                if (line.contains(text)) {
                    return line;
                }
            }
            if (ended) {
                break;
            }
            Thread.sleep(20);
        }
        throw new AssertionError("No line \"" + text + "\" in the server's output:\n" + output());
    }

    /** Returns what the server printed so far, errors included. */
    String output() {
        return String.join("\n", output);
    }

    /** Runs a command of {@code bin/jackdaw} for this server. */
    Result command(String... words) throws IOException, InterruptedException {
        return commandWithInput("", words);
    }

    Result commandWithInput(String input, String... words) throws IOException, InterruptedException {
        Process command = folders.command(words).start();
        try (OutputStream in = command.getOutputStream()) {
            in.write(input.getBytes(UTF_8));
        }
        String printed = new String(command.getInputStream().readAllBytes(), UTF_8);
        return new Result(command.waitFor(), printed);
    }

    long pid() {
        return process.pid();
    }

    /** Waits for the server to end by itself, and for its last output. */
    int awaitExit() throws InterruptedException {
        if (!process.waitFor(START_SECONDS, SECONDS)) {
            throw new AssertionError("The server still runs:\n" + output());
        }
        reader.join();
        return process.exitValue();
    }

    // Process.destroy would close the output that is still to come; its handle does not.

    /** Ends the server as {@code kill -9} does. */
    void kill() throws InterruptedException {
        process.toHandle().destroyForcibly();
        awaitExit();
    }

    /** Ends the server as {@code kill} does. */
    @Override
    public void close() {
        process.toHandle().destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, SECONDS)) {
                kill();
                throw new AssertionError("The server did not stop:\n" + output());
            }
            reader.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.toHandle().destroyForcibly();
        }
    }
}

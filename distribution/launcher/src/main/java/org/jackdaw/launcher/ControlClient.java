package org.jackdaw.launcher;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Asks the running server to run a command: the other end of the control line (ADR 2). */
final class ControlClient {

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(2);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(60);

    private final int port;
    private final String token;

    private ControlClient(int port, String token) {
        this.port = port;
        this.token = token;
    }

    /** @throws IOException if there is no such file, or what it holds is no address */
    static ControlClient of(Path controlFile) throws IOException {
        List<String> lines = Files.readAllLines(controlFile);
        try {
            return new ControlClient(Integer.parseInt(lines.getFirst()), lines.get(1));
        } catch (RuntimeException e) {
            throw new IOException("no port and token in " + controlFile, e);
        }
    }

    /** What the command printed, and its exit code. */
    record Answer(String output, int exitCode) {}

    /** @throws IOException if the server is not there or hangs up */
    Answer ask(List<String> command, String input) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), port), (int) CONNECT_LIMIT.toMillis());
            socket.setSoTimeout((int) ANSWER_LIMIT.toMillis());
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            write(out, token);
            out.writeInt(command.size());
            for (String word : command) {
                write(out, word);
            }
            write(out, input);
            out.flush();
            DataInputStream in = new DataInputStream(socket.getInputStream());
            String output = new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
            return new Answer(output, in.readInt());
        }
    }

    private static void write(DataOutputStream out, String field) throws IOException {
        byte[] bytes = field.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }
}

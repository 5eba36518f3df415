package org.jackdaw.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlLineTest {

    private static final Duration LIMIT = Duration.ofMillis(300);

    @TempDir
    private Path data;

    private final Commands commands = new Commands();
    private ControlLine line;
    private int port;
    private String token;

    @BeforeEach
    void open() throws Exception {
        commands.bind(
                (arguments, input, out) -> {
                    out.print(String.join("+", arguments) + input);
                    return 7;
                },
                Map.of("jackdaw.command.name", "echo", "jackdaw.command.usage", "echo WORDS"));
        line = new ControlLine(data, commands, LIMIT);
        List<String> lines = Files.readAllLines(data.resolve("control"));
        port = Integer.parseInt(lines.getFirst());
        token = lines.get(1);
    }

    @AfterEach
    void close() throws Exception {
        line.close();
    }

    @Test
    void runsACommandForWhoHasTheToken() throws Exception {
        assertThat(ask(request(token, "echo", "a", "ö"))).isEqualTo("7 a+öinput");
    }

    @Test
    void keepsTheTokenPrivateAndRemovesItAtTheEnd() throws Exception {
        Path file = data.resolve("control");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(token).matches("[0-9a-f]{32}");

        line.close();

        assertThat(data).isEmptyDirectory();
    }

    @Test
    void hangsUpOnAWrongToken() throws Exception {
        assertThat(ask(request("0".repeat(32), "echo"))).isEqualTo("hung up");
        assertThat(ask(request("", "echo"))).isEqualTo("hung up");
    }

    @Test
    void hangsUpOnARequestThatIsTooLong() throws Exception {
        assertThat(ask(request(token, "echo", "x".repeat(64 * 1024)))).isEqualTo("hung up");
        assertThat(ask(new byte[] {0x7f, 0, 0, 0})).isEqualTo("hung up");
        assertThat(ask(new byte[] {-1, -1, -1, -1})).isEqualTo("hung up");
    }

    @Test
    void hangsUpOnWhatIsNoRequest() throws Exception {
        assertThat(ask("GET / HTTP/1.1\r\n\r\n".getBytes(UTF_8))).isEqualTo("hung up");
    }

    @Test
    void hangsUpOnASlowClientHoweverManyThereAre() throws Exception {
        List<Socket> slow = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            slow.add(new Socket(InetAddress.getLoopbackAddress(), port));
        }

        assertThat(ask(request(token, "echo", "a"))).isEqualTo("7 ainput");

        for (Socket socket : slow) {
            socket.close();
        }
    }

    @Test
    void aDripOfBytesDoesNotProlongARequest() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            byte[] request = request(token, "echo");
            long begin = System.nanoTime();
            boolean open = true;
            for (int i = 0; i < request.length - 1 && open; i++) {
                socket.getOutputStream().write(request[i]);
                socket.setSoTimeout(50);
                open = isOpen(socket);
            }
            assertThat(open).isFalse();
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(LIMIT.multipliedBy(4));
        }
    }

    private static boolean isOpen(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() >= 0;
        } catch (java.net.SocketTimeoutException e) {
            return true;
        } catch (SocketException e) {
            return false;
        }
    }

    private static byte[] request(String token, String... words) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        field(out, token);
        out.writeInt(words.length);
        for (String word : words) {
            field(out, word);
        }
        field(out, "input");
        return bytes.toByteArray();
    }

    private static void field(DataOutputStream out, String field) throws IOException {
        out.writeInt(field.getBytes(UTF_8).length);
        out.write(field.getBytes(UTF_8));
    }

    private String ask(byte[] request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request);
            DataInputStream in = new DataInputStream(socket.getInputStream());
            String output = new String(in.readNBytes(in.readInt()), UTF_8);
            return in.readInt() + " " + output;
        } catch (java.io.EOFException | SocketException e) {
            return "hung up";
        }
    }
}

package org.jackdaw.itest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URLEncoder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jackdaw.testkit.FreePort;

/** A server with a console, an administrator and a user; it is asked byte by byte, as no browser would. */
final class ConsoleServer implements AutoCloseable {

    static final String ADMIN = "boss@localhost";
    static final String USER = "romeo@localhost";
    static final String PASSWORD = "correct horse";

    private static final Pattern COOKIE = Pattern.compile("Set-Cookie: (jackdaw-\\d+=[^;]+)");
    private static final Pattern TOKEN = Pattern.compile("name=\"jackdaw-token\" content=\"([^\"]+)\"");

    private final Stage stage;
    private final int port;
    private final InetAddress client;

    private ConsoleServer(Stage stage, int port, InetAddress client) {
        this.stage = stage;
        this.port = port;
        this.client = client;
    }

    static ConsoleServer start(Stage.Setting setting) throws Exception {
        int port = FreePort.next();
        Stage stage = Stage.with(folders -> {
            folders.set("org.jackdaw.console", "enabled", true)
                    .set("org.jackdaw.console", "port", port)
                    .set("org.jackdaw.stream", "plainOnLoopback", true);
            setting.apply(folders);
        });
        stage.server().awaitLine("The console is at http://127.0.0.1:" + port + "/");
        ConsoleServer server = new ConsoleServer(stage, port, InetAddress.getLoopbackAddress());
        server.command(PASSWORD, "user", "add", ADMIN, "--password-stdin");
        server.command("", "user", "role", ADMIN, "admin");
        server.command(PASSWORD, "user", "add", USER, "--password-stdin");
        return server;
    }

    /** Returns the same server, asked from another of this machine's own addresses; not to be closed. */
    ConsoleServer from(String address) {
        return new ConsoleServer(stage, port, InetAddress.ofLiteral(address));
    }

    String command(String input, String... words) throws Exception {
        ServerProcess.Result result = stage.server().commandWithInput(input, words);
        if (result.exitCode() != 0) {
            throw new AssertionError(result.output());
        }
        return result.output();
    }

    Stage stage() {
        return stage;
    }

    int port() {
        return port;
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    /** What the server answered, headers and all. */
    record Answer(int status, String text) {}

    /** Sends a request as it stands but for its line ends, and returns the whole answer. */
    Answer send(String request, byte[] body) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port, client, 0)) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(request.replace("\n", "\r\n").getBytes(UTF_8));
            try {
                socket.getOutputStream().write(body);
            } catch (IOException e) {
                // Who is sent too much answers before it has all of it.
                assertThat(body).hasSizeGreaterThan(100_000);
            }
            String text = new String(socket.getInputStream().readAllBytes(), UTF_8);
            return new Answer(Integer.parseInt(text.split(" ", 3)[1]), text);
        }
    }

    /** Gets a page, with more header lines. */
    Answer get(String path, String... headers) throws IOException {
        return send(head("GET", path, headers) + "\n", new byte[0]);
    }

    /** Posts a form as a page of the console does, but for what the header lines say otherwise. */
    Answer post(String path, String form, String... headers) throws IOException {
        return post(path, "application/x-www-form-urlencoded", form.getBytes(UTF_8), headers);
    }

    Answer post(String path, String type, byte[] body, String... headers) throws IOException {
        String origin = String.join("\n", headers).contains("Origin:") ? "" : "Origin: " + url() + "\n";
        return send(
                head("POST", path, headers) + origin + "Content-Type: " + type + "\nContent-Length: " + body.length
                        + "\n\n",
                body);
    }

    private String head(String method, String path, String... headers) {
        String host = String.join("\n", headers).contains("Host:") ? "" : "Host: 127.0.0.1:" + port + "\n";
        return method + " " + path + " HTTP/1.1\n" + host + "Connection: close\n"
                + (headers.length == 0 ? "" : String.join("\n", headers) + "\n");
    }

    Answer login(String name, String password) throws IOException {
        return post("/login", "name=" + encode(name) + "&password=" + encode(password));
    }

    static String encode(String text) {
        return URLEncoder.encode(text, UTF_8);
    }

    /** Logs in, and returns the header lines by which the console knows a page of its own. */
    String[] session(String name) throws IOException {
        String cookie = "Cookie: " + find(COOKIE, login(name, PASSWORD).text());
        String token = find(TOKEN, get("/console/overview", cookie).text());
        return new String[] {cookie, "Jackdaw-Token: " + token};
    }

    private static String find(Pattern pattern, String text) {
        Matcher found = pattern.matcher(text);
        if (!found.find()) {
            throw new AssertionError("no " + pattern + " in " + text);
        }
        return found.group(1);
    }

    @Override
    public void close() {
        stage.close();
    }
}

package org.jackdaw.itest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.jackdaw.itest.Waiting.within;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.jackdaw.itest.ConsoleServer.Answer;
import org.jackdaw.testkit.FreePort;
import org.jackdaw.testkit.PlainClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a browser that was led astray asks of the console, and what no browser would. */
class ConsoleRequestsTest {

    private static final String BUNDLES = "/console/bundles";
    private static final List<String> PATHS = List.of(
            "/console",
            "/console/overview",
            "/console/overview/data.json",
            BUNDLES,
            "/console/bundles.json",
            "/console/configMgr",
            "/console/res/ui/support.js");

    private static ServerFolders folders;
    private static ConsoleServer server;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() throws Exception {
        server = ConsoleServer.start(changed -> folders = changed);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** Nothing that is asked here may hurt those who chat. */
    @AfterEach
    void chatGoesOn() throws IOException {
        try (PlainClient romeo = PlainClient.login(server.stage().port(), "romeo", ConsoleServer.PASSWORD)) {
            romeo.ping();
        }
    }

    @Test
    void nobodyGetsInWithoutALogin() throws Exception {
        for (String path : PATHS) {
            assertThat(server.get(path).status()).as(path).isEqualTo(401);
            assertThat(server.get(path, "Cookie: jackdaw-" + server.port() + "=" + "A".repeat(43))
                            .status())
                    .as(path)
                    .isEqualTo(401);
            assertThat(server.get(path, "Accept: text/html").text())
                    .as(path)
                    .contains("303", "Location: /login?to=%2Fconsole");
        }
        assertThat(server.post("/console/plugins/remove", "name=org.jackdaw.ping")
                        .status())
                .isEqualTo(401);
    }

    @Test
    void thePasswordOfTheWebConsoleItselfOpensNothing() throws Exception {
        for (String pair :
                List.of("admin:admin", "admin:", "admin:none", ConsoleServer.ADMIN + ":" + ConsoleServer.PASSWORD)) {
            String basic = Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
            assertThat(server.get(BUNDLES, "Authorization: Basic " + basic).status())
                    .isEqualTo(401);
        }
        assertThat(server.login("admin", "admin").status()).isEqualTo(403);
    }

    @Test
    void whoeverIsNoAdministratorIsRefusedInTheSameWords() throws Exception {
        String wrong = body(server.login(ConsoleServer.ADMIN, "wrong"));

        for (String name : List.of(ConsoleServer.USER, "nobody@localhost", "", "@", "\u0000", "a".repeat(5000))) {
            Answer answer = server.login(name, ConsoleServer.PASSWORD);
            assertThat(answer.status()).isEqualTo(403);
            assertThat(body(answer)).isEqualTo(wrong);
            assertThat(answer.text()).doesNotContain("Set-Cookie");
        }
    }

    private static String body(Answer answer) {
        return answer.text().substring(answer.text().indexOf("\r\n\r\n"));
    }

    @Test
    void theCookieIsForThisServerAloneAndNotForScripts() throws Exception {
        assertThat(server.login(ConsoleServer.ADMIN, ConsoleServer.PASSWORD).text())
                .contains("Location: /console/overview")
                .containsPattern("Set-Cookie: jackdaw-" + server.port()
                        + "=[A-Za-z0-9_-]{43}; Path=/; HttpOnly; SameSite=Strict\r");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/",
                "//evil.example/",
                "/console//evil.example",
                "/console/../login",
                "/console/\\evil.example",
                "/login",
                "/console/a%0d%0aX: y",
                "javascript:alert(1)"
            })
    void theLoginLeadsNowhereElse(String to) throws Exception {
        String form = "name=boss&password=" + ConsoleServer.encode(ConsoleServer.PASSWORD) + "&to="
                + ConsoleServer.encode(to);

        assertThat(server.post("/login", form).text()).contains("Location: /console/overview\r");
    }

    @Test
    void whatTheLoginShowsIsEscaped() throws Exception {
        assertThat(server.get("/login?to=%22%3E%3Cscript%3Ealert(1)%3C/script%3E")
                        .text())
                .contains("value=\"&#34;>&lt;script>")
                .doesNotContain("<script>alert");
    }

    @Test
    void aForgedChangeIsRefused() throws Exception {
        String[] session = server.session(ConsoleServer.ADMIN);
        String cookie = session[0];
        String token = session[1];
        String path = "/console/accounts/delete";
        String form = "jid=" + ConsoleServer.encode(ConsoleServer.USER);

        assertThat(server.post(path, form, cookie, token, "Origin: http://evil.example")
                        .status())
                .isEqualTo(403);
        assertThat(server.post(path, form, cookie, token, "Origin: null").status())
                .isEqualTo(403);
        assertThat(server.post(path, form, cookie, token, "Sec-Fetch-Site: cross-site")
                        .status())
                .isEqualTo(403);
        assertThat(server.post(path, form, cookie, token, "Sec-Fetch-Site: same-site")
                        .status())
                .isEqualTo(403);
        assertThat(server.post(path, form, cookie).text()).contains(" 403 ", "This page is out of date");
        assertThat(server.post(path, form, cookie, token + "x").status()).isEqualTo(403);
        assertThat(server.post(path, form, cookie, server.session(ConsoleServer.ADMIN)[1])
                        .status())
                .isEqualTo(403);
        assertThat(server.get(path + "?" + form, cookie, token).status()).isEqualTo(404);
        assertThat(server.post(BUNDLES, "action=stop&id=1", cookie, "Origin: http://evil.example")
                        .status())
                .isEqualTo(403);

        assertThat(server.command("", "user", "list")).contains(ConsoleServer.USER);
        assertThat(server.command("", "bundles")).doesNotContain("RESOLVED");
    }

    @Test
    void felixsPagesTakeChangesFromThemselves() throws Exception {
        String cookie = server.session(ConsoleServer.ADMIN)[0];

        Answer answer = server.post(BUNDLES, "action=refreshPackages", cookie);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).contains("org.jackdaw.router");
    }

    @Test
    void aNameThatLeadsHereIsNotTheConsoles() throws Exception {
        String[] session = server.session(ConsoleServer.ADMIN);

        for (String host : List.of("evil.example", "evil.example:" + server.port(), "127.0.0.1.evil.example")) {
            for (String path : List.of("/", "/login", "/console/overview", "/assets/common.js")) {
                assertThat(server.get(path, "Host: " + host, session[0]).status())
                        .as(host + path)
                        .isEqualTo(421);
            }
        }
        assertThat(server.get("/login", "Host: localhost:" + server.port()).status())
                .isEqualTo(200);
    }

    @Test
    void everyAnswerForbidsFramesSniffingAndForeignScripts() throws Exception {
        String[] session = server.session(ConsoleServer.ADMIN);
        for (String path : List.of("/login", "/console/overview", "/console/sessions/data.json", BUNDLES, "/nowhere")) {
            assertThat(server.get(path, session[0]).text())
                    .as(path)
                    .contains(
                            "X-Frame-Options: DENY",
                            "X-Content-Type-Options: nosniff",
                            "frame-ancestors 'none'",
                            "no-store");
        }
        assertThat(server.get("/console/overview", session[0]).text())
                .contains("default-src 'self'")
                .doesNotContain("unsafe-inline", "Server:");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../plugins/evil.jar",
                "..%5Cevil.jar",
                "/tmp/evil.jar",
                ".evil.jar",
                "evil.zip",
                "",
                "evil%00.jar",
                "evil.jar%0a",
                "%2e%2e.jar"
            })
    void anUploadWithAHostileNameIsRefused(String name) throws Exception {
        Answer answer = upload(name.replace("/", "%2F"), jar());

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("A plugin's file is called");
        assertNothingIsLeft();
    }

    @Test
    void anUploadThatIsNoPluginIsRefused() throws Exception {
        byte[] jar = jar();

        assertThat(upload("a.jar", new byte[0]).text()).contains(" 400 ", "Refused: it is damaged");
        assertThat(upload("a.jar", "text".getBytes(UTF_8)).text()).contains(" 400 ", "Refused: it is damaged");
        assertThat(upload("a.jar", Arrays.copyOf(jar, jar.length / 2)).text())
                .contains(" 400 ", "Refused: it is damaged");
        assertThat(post("install", "upload=nothing").text()).contains(" 400 ", "The upload has gone");
        assertThat(post("install", "").text()).contains(" 400 ", "The upload has gone");
        assertThat(post("rollback", "name=org.jackdaw.nothing").text()).contains(" 400 ", "there is no plugin");
        assertThat(post("remove", "name=..%2F..%2Fconfig").text()).contains(" 400 ", "there is no plugin");
        assertThat(post("dance", "").text()).contains(" 400 ", "There is no action dance.");
        assertNothingIsLeft();
    }

    @Test
    void nothingIsGrantedThatNobodyAsksFor() throws Exception {
        String before = Files.readString(folders.config().resolve("org.jackdaw.permissions.cfg"));
        String ping = "name=org.jackdaw.ping&permissions=";

        assertThat(post("grant", ping + "FLY").text()).contains(" 400 ", "There is no permission 'FLY'.");
        assertThat(post("grant", ping + "USE_DATABASE%0aadmin").text()).contains(" 400 ", "There is no permission");
        for (String form :
                List.of(ping, ping + "USE_DATABASE", "permissions=SEE_BODIES", "name=a%2Cb&permissions=SEE_BODIES")) {
            assertThat(post("grant", form).text()).contains(" 400 ", "does not ask for that");
            assertThat(post("takeback", form).text()).contains(" 400 ", "does not ask for that");
        }
        assertThat(post("install", "upload=nothing&permissions=SEE_BODIES").text())
                .contains(" 400 ", "The upload has gone");

        assertThat(Files.readString(folders.config().resolve("org.jackdaw.permissions.cfg")))
                .isEqualTo(before);
    }

    @Test
    void whatIsTooLargeOrEndlessIsNotRead() throws Exception {
        String[] session = server.session(ConsoleServer.ADMIN);
        String head = "POST /console/plugins/upload?file=a.jar HTTP/1.1\nHost: 127.0.0.1:" + server.port()
                + "\nConnection: close\nOrigin: " + server.url() + "\n" + String.join("\n", session) + "\n";

        assertThat(server.send(head + "Content-Length: 60000000\n\n", new byte[0])
                        .status())
                .isEqualTo(413);
        assertThat(server.send(head + "Transfer-Encoding: chunked\n\n1\nx\n0\n\n", new byte[0])
                        .status())
                .isEqualTo(411);
        assertThat(server.send("NONSENSE\n\n", new byte[0]).status()).isEqualTo(400);
        assertThat(server.send("GET /" + "a".repeat(100_000) + " HTTP/1.1\n\n", new byte[0])
                        .status())
                .isEqualTo(414);
        assertNothingIsLeft();
    }

    @Test
    void whatIsNoFormIsRefused() throws Exception {
        for (String form : List.of("name=%zz&password=x", "name=%ff%fe", "name=" + "a".repeat(300_000))) {
            assertThat(server.post("/login", form).text()).contains(" 400 ", "What was sent is no form");
        }
        assertThat(server.get("/login?to=%zz").status()).isEqualTo(400);
        for (String form : List.of("", "name", "=&&==", "name=x&name=y")) {
            assertThat(server.post("/login", form).status()).isEqualTo(403);
        }
        assertThat(server.post("/login", "multipart/form-data; boundary=x", "--x\r\ngarbage".getBytes(UTF_8))
                        .status())
                .isEqualTo(403);
        assertThat(server.stage().server().output()).doesNotContain("Exception");
    }

    @Test
    void anUploadThatBreaksOffLeavesNothing() throws Exception {
        String[] session = server.session(ConsoleServer.ADMIN);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream()
                    .write(("POST /console/plugins/upload?file=a.jar HTTP/1.1\r\nHost: 127.0.0.1:" + server.port()
                                    + "\r\nOrigin: " + server.url() + "\r\n" + String.join("\r\n", session)
                                    + "\r\nContent-Type: application/octet-stream\r\nContent-Length: 1000\r\n\r\nhalf")
                            .getBytes(UTF_8));
        }
        long end = System.nanoTime() + 10_000_000_000L;
        while (uploads() > 0 && System.nanoTime() < end) {
            Thread.sleep(50);
        }
        assertNothingIsLeft();
    }

    private Answer upload(String name, byte[] bytes) throws IOException {
        return server.post(
                "/console/plugins/upload?file=" + name,
                "application/octet-stream",
                bytes,
                server.session(ConsoleServer.ADMIN));
    }

    private static Answer post(String action, String form) throws IOException {
        return server.post("/console/plugins/" + action, form, server.session(ConsoleServer.ADMIN));
    }

    private byte[] jar() throws IOException {
        return Files.readAllBytes(new TestBundle("evil").writeTo(folder));
    }

    private static void assertNothingIsLeft() throws Exception {
        assertThat(uploads()).isZero();
        assertThat(server.command("", "plugin", "list"))
                .doesNotContain("evil", "refused")
                .contains("org.jackdaw.ping");
        try (Stream<Path> files = Files.list(folders.plugins())) {
            assertThat(files).noneMatch(file -> file.toString().contains("evil"));
        }
    }

    private static long uploads() throws IOException {
        Path uploads = folders.data().resolve("uploads");
        if (!Files.exists(uploads)) {
            return 0;
        }
        try (Stream<Path> files = Files.walk(uploads)) {
            return files.filter(Files::isRegularFile).count();
        }
    }

    @Test
    void onesOwnAccountIsSafeFromOneself() throws Exception {
        String[] session = server.session(ConsoleServer.ADMIN);
        String own = "jid=" + ConsoleServer.encode(ConsoleServer.ADMIN);

        for (String action : List.of("delete", "disable", "roles")) {
            assertThat(server.post("/console/accounts/" + action, own, session).text())
                    .contains(" 400 ", "That is your own account");
        }
        assertThat(server.post("/console/accounts/create", "jid=%00&password=x", session)
                        .text())
                .contains(" 400 ", "is not an address");
        assertThat(server.post("/console/accounts/password", "jid=nobody%40localhost&password=x", session)
                        .text())
                .contains(" 400 ", "There is no account nobody@localhost.");
        assertThat(server.get("/console/accounts/data.json?offset=-1", session).status())
                .isEqualTo(400);
        assertThat(server.get("/console/accounts/data.json?search=%25'%3B--", session)
                        .text())
                .contains("\"total\":0");
        assertThat(server.post("/console/sessions/disconnect", "jid=romeo%40localhost%2Fx", session)
                        .text())
                .contains(" 400 ", "is not connected");
    }

    @Test
    void loggingOutEndsTheLogin() throws Exception {
        String[] session = server.session(ConsoleServer.ADMIN);

        assertThat(server.get("/logout", session).status()).isEqualTo(405);
        assertThat(server.get("/console/overview", session).status()).isEqualTo(200);
        assertThat(server.post("/logout", "", session).status()).isEqualTo(303);

        assertThat(server.get("/console/overview", session).status()).isEqualTo(401);
    }

    @Test
    void onlyLoopbackIsListenedOn() throws Exception {
        List<String> sockets = listening(server.stage().server().pid());

        assertThat(sockets)
                .anyMatch(socket -> socket.endsWith(":%04X".formatted(server.port())))
                .allMatch(socket -> socket.matches("(0{16}F{4}0000)?[0-9A-F]{6}7F:.*|0{24}01000000:.*"));
    }

    /** Returns where a process listens, as Linux writes it: the bytes of an address from the last to the first. */
    private static List<String> listening(long pid) throws IOException {
        List<String> inodes = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            for (Path file : files.toList()) {
                if (Files.isSymbolicLink(file)) {
                    inodes.add(Files.readSymbolicLink(file).toString());
                }
            }
        }
        List<String> sockets = new ArrayList<>();
        for (String table : List.of("tcp", "tcp6")) {
            for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/net/" + table))) {
                String[] fields = line.strip().split("\\s+");
                if (fields[3].equals("0A") && inodes.contains("socket:[" + fields[9] + "]")) {
                    sockets.add(fields[1]);
                }
            }
        }
        return sockets;
    }

    private static boolean isOpen(InetAddress address, int port) {
        try (Socket _ = new Socket(address, port)) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void theConsoleMovesWhileTheServerRuns() throws Exception {
        InetAddress here = InetAddress.ofLiteral("127.0.0.1");
        int next = FreePort.next();
        try (ServerSocket taken = new ServerSocket(0, 1, here)) {
            folders.set("org.jackdaw.console", "port", taken.getLocalPort());
            server.stage().server().awaitLine("Port " + taken.getLocalPort() + " of the console cannot be opened");
            awaitOpen(true, server.port());
        }
        folders.set("org.jackdaw.console", "port", 99999);
        server.stage().server().awaitLine("port = 99999: must be at most 65535");
        assertThat(isOpen(here, server.port())).isTrue();

        folders.set("org.jackdaw.console", "port", next);
        awaitOpen(true, next);
        awaitOpen(false, server.port());

        folders.set("org.jackdaw.console", "enabled", false);
        awaitOpen(false, next);

        folders.set("org.jackdaw.console", "port", server.port()).set("org.jackdaw.console", "enabled", true);
        awaitOpen(true, server.port());
        within(ConsoleRequestsTest::showsLogin);
        assertThat(server.session(ConsoleServer.ADMIN)).hasSize(2);
    }

    private static boolean showsLogin() {
        try {
            return server.get("/login").status() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private static void awaitOpen(boolean expected, int port) throws InterruptedException {
        InetAddress here = InetAddress.ofLiteral("127.0.0.1");
        long end = System.nanoTime() + 15_000_000_000L;
        while (isOpen(here, port) != expected && System.nanoTime() < end) {
            Thread.sleep(20);
        }
        assertThat(isOpen(here, port)).as("port %s is open", port).isEqualTo(expected);
    }
}

package org.jackdaw.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jackdaw.testkit.PlainClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rooms as an administrator sees them in a browser, and tabs that plugins bring. */
class ConsoleRoomsTest {

    private static final String SERVICE = "conference.localhost";
    private static final String MUC = "http://jabber.org/protocol/muc";
    private static final String SCRIPT = "<img src=x onerror=document.title=1>";
    private static final String WRITTEN = SCRIPT.replace("<", "&lt;");
    private static final String ACTIONS = "/console/tab/rooms/";

    private static Administrator boss;
    private static Browser browser;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() throws Exception {
        boss = new Administrator(folders -> {});
        browser = boss.browser();
    }

    @AfterAll
    static void stop() throws Exception {
        boss.close();
    }

    @BeforeEach
    void logIn() {
        boss.logIn();
    }

    private static void enters(PlainClient client, String room, String nick) throws IOException {
        client.write("<presence to='" + room + "/" + nick + "'><x xmlns='" + MUC + "'/></presence>");
    }

    private static void configures(PlainClient client, String room, String fields) throws IOException {
        client.write("<iq type='set' id='c' to='" + room + "'><query xmlns='" + MUC + "#owner'>"
                + "<x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>" + MUC
                + "#roomconfig</value></field>" + fields + "</x></query></iq>");
        client.ping();
    }

    private static String field(String name, String value) {
        return "<field var='muc#roomconfig_" + name + "'><value>" + value + "</value></field>";
    }

    private static void says(PlainClient client, String room, String content) throws IOException {
        client.write("<message type='groupchat' id='m' to='" + room + "'>" + content + "</message>");
        client.ping();
    }

    private static String room(String name) {
        return name + "@" + SERVICE;
    }

    private static void openRoom(String room, String view) {
        boss.open("tab/rooms?room=" + ConsoleServer.encode(room) + (view.isEmpty() ? "" : "&view=" + view));
    }

    /** Follows a link by its words. */
    private static void follow(String text) {
        browser.seeText("#screen a", text);
        browser.run("[...document.querySelectorAll('#screen a')].find(a => a.textContent.trim() === '" + text
                + "').click()");
    }

    /** XEP-0045 §10.9: a room is found, looked at from all sides, and destroyed; the log knows by whom. */
    @Test
    void aRoomIsFoundLookedAtAndDestroyed() throws Exception {
        String room = room("coven");
        try (PlainClient romeo = boss.romeo()) {
            romeo.write("<presence/>");
            enters(romeo, room, "Montague");
            configures(
                    romeo,
                    room,
                    field("roomname", "The coven")
                            + field("persistentroom", "1")
                            + field("publicroom", "0")
                            + field("passwordprotectedroom", "1")
                            + field("roomsecret", "s3cret"));
            enters(romeo, room("heath"), "Montague");
            configures(romeo, room("heath"), "");
            says(romeo, room, "<subject>Fire burn</subject>");
            says(romeo, room, "<body>Double, double toil and trouble</body>");
            says(romeo, room, "<body>By the pricking of my thumbs</body>");

            browser.click("Rooms");
            browser.seeText("h1", "Rooms");
            browser.seeText("tr", room);
            browser.seeText("#screen", "heath@");
            browser.seeText("#screen", "persistent, hidden, with a password");
            browser.screenshot("rooms");
            boss.fitsOnANarrowScreen("rooms");
            boss.everythingHasAName();
            browser.type("input[name=search]", "covE");
            browser.click("Search");
            browser.seeNo("#screen", "heath@");
            follow(room);

            browser.seeText("#screen", "Montague");
            browser.seeText("#screen", "romeo@localhost/");
            browser.seeText("#screen", "Subject: Fire burn");
            browser.screenshot("room");
            boss.fitsOnANarrowScreen("room");
            follow("Members");
            browser.seeText("td", "owner");
            browser.screenshot("room-members");
            boss.fitsOnANarrowScreen("room-members");
            follow("Configuration");
            browser.seeText("#screen", "set, and not shown");
            browser.seeNo("body", "s3cret");
            browser.screenshot("room-configuration");
            boss.fitsOnANarrowScreen("room-configuration");
            follow("Archive");
            browser.seeText("#screen", "noted in the room's audit log");
            browser.seeNo("#screen", "toil");
            browser.type("input[name=text]", "toil");
            browser.type("input[name=nick]", "Montague");
            browser.click("Search");
            browser.seeText("#screen", "Double, double toil and trouble");
            browser.seeNo("#screen", "pricking");
            browser.screenshot("room-archive");
            boss.fitsOnANarrowScreen("room-archive");
            boss.everythingHasAName();

            follow("Occupants");
            browser.click("Destroy the room");
            browser.seeText("#act", "This cannot be undone.");
            browser.screenshot("room-destroy");
            boss.fitsOnANarrowScreen("room-destroy");
            browser.click("Cancel");
            browser.seeText("#screen", "Montague");
            browser.click("Destroy the room");
            browser.type("#act input[name=reason]", "By the moon");
            browser.run("document.querySelector('#act-yes').click()");
            browser.seeText("#said", "The room " + room + " is destroyed.");
            browser.seeText("#screen", "There is no such room.");
            String told = receivesUntil(romeo, "destroy");
            assertThat(told).contains("By the moon");
            follow("Audit log");
            browser.seeText("tbody tr:first-child", "boss@localhost in the console");
            browser.seeText("tbody tr:first-child", "destroyed the room");
            browser.seeText("tbody tr:first-child", "By the moon");
            browser.seeText("#screen", "read the archive");
            browser.seeText("#screen", "with the words toil by Montague");
            browser.seeText("#screen", "created the room");
            browser.screenshot("room-audit");
            boss.fitsOnANarrowScreen("room-audit");
            follow("All rooms");
            follow("Audit log of all rooms");
            browser.seeText("#screen", "heath@");
            browser.screenshot("audit");
            boss.fitsOnANarrowScreen("audit");
            browser.type("input[name=search]", "boss@");
            browser.click("Search");
            browser.seeNo("#screen", "heath@");
        }
        assertThat(browser.complaints()).isEmpty();
        assertThat(boss.server().stage().server().output())
                .contains("boss@localhost in the console: The room " + room + " is destroyed.")
                .doesNotContain("s3cret");
    }

    private static String receivesUntil(PlainClient client, String element) throws IOException {
        while (true) {
            var stanza = client.receive();
            if (stanza.getElementsByTagName(element).getLength() > 0) {
                return stanza.getTextContent();
            }
        }
    }

    /** XEP-0313 §4.3: the newest come first, and older ones on other pages. */
    @Test
    void aLongArchiveHasPages() throws Exception {
        String room = room("crypt");
        try (PlainClient romeo = boss.romeo()) {
            enters(romeo, room, "Montague");
            configures(romeo, room, field("persistentroom", "1"));
            for (int i = 1; i <= 120; i++) {
                romeo.write(
                        "<message type='groupchat' id='m' to='" + room + "'><body>line " + i + ".</body></message>");
            }
            romeo.ping();
            openRoom(room, "archive");
            browser.click("Search");
            browser.seeText("tbody tr:first-child", "line 120.");
            browser.seeText("tbody tr:last-child", "line 71.");
            follow("Older");
            browser.seeText("tbody tr:first-child", "line 70.");
            follow("Older");
            browser.seeText("tbody tr:first-child", "line 20.");
            browser.seeText("tbody tr:last-child", "line 1.");
            browser.seeNo("#screen a", "Older");
            browser.screenshot("room-archive-oldest");
            follow("Newer");
            browser.seeText("tbody tr:first-child", "line 70.");
            follow("Newest");
            browser.seeText("tbody tr:first-child", "line 120.");
        }
    }

    /** XEP-0045 §8.2, §9.1: an occupant is kicked and banned, an account is made a member. */
    @Test
    void peopleAreKickedBannedAndMadeMembers() throws Exception {
        String room = room("hall");
        try (PlainClient romeo = boss.romeo()) {
            enters(romeo, room, "Montague");
            configures(romeo, room, field("persistentroom", "1"));
            openRoom(room, "");
            browser.click("Kick Montague");
            browser.type("#act input[name=reason]", "late");
            browser.run("document.querySelector('#act-yes').click()");
            browser.seeText("#said", "Montague (romeo@localhost) is kicked out of " + room);
            browser.seeText("#screen", "Nobody is there.");
            assertThat(receivesUntil(romeo, "reason")).contains("late");

            openRoom(room, "members");
            browser.click("Give an affiliation");
            browser.type("#act input[name=account]", "juliet@localhost");
            browser.screenshot("room-affiliation");
            browser.run("document.querySelector('#act select').value = 'outcast'");
            browser.run("document.querySelector('#act-yes').click()");
            browser.seeText("#said", "juliet@localhost is now outcast to " + room);
            browser.seeText("tr", "juliet@localhost");
            browser.click("Change romeo@localhost");
            browser.run("document.querySelector('#act select').value = 'none'");
            browser.run("document.querySelector('#act-yes').click()");
            browser.seeText("#problem", "That is not done: a room has an owner.");
            browser.screenshot("room-refused");
        }
    }

    @Test
    void whatClientsWriteIsTextAndNothingElse() throws Exception {
        String room = room("play");
        try (PlainClient romeo = boss.romeo()) {
            enters(romeo, room, WRITTEN + "&#x5d0;");
            configures(romeo, room, field("roomname", WRITTEN + "\u202egpj") + field("persistentroom", "1"));
            says(romeo, room, "<subject>" + WRITTEN + "&#10;\u202edesrever</subject>");
            says(romeo, room, "<body>" + WRITTEN + "&#10;second</body>");

            for (String view : new String[] {"", "members", "configuration", "audit", "archive&asked=yes"}) {
                openRoom(room, view);
                browser.seeText("#screen h2", room);
                browser.see("#screen table td");
                boss.nothingForeignRuns();
                browser.screenshot("rooms-hostile-" + view.replaceAll("\\W.*", ""));
                boss.fitsOnANarrowScreen("rooms-hostile-" + view.replaceAll("\\W.*", ""));
            }
            browser.seeText("#screen", SCRIPT + "\\u{a}second");
            openRoom(room, "");
            browser.seeText("#screen", "Subject: " + SCRIPT + "\\u{a}\\u{202e}desrever");
            browser.seeText("#screen td", SCRIPT);
            browser.run("document.querySelector('td.actions button').click()");
            browser.seeText("#act", SCRIPT);
            browser.type("#act input[name=reason]", SCRIPT);
            boss.nothingForeignRuns();
            browser.run("document.querySelector('#act-yes').click()");
            browser.seeText("#said", SCRIPT);
            boss.nothingForeignRuns();
            boss.open("tab/rooms");
            browser.seeText("#screen", SCRIPT + "\\u{202e}gpj");
            boss.nothingForeignRuns();
            openRoom("x\"><script>document.title=1</script>", "");
            browser.seeText("#problem", "is not an address");
            boss.open("tab/rooms?search=" + ConsoleServer.encode("\"><script>document.title=1</script>"));
            browser.seeText("#screen", "No room has that");
            assertThat(browser.complaints()).allMatch(line -> line.contains("status of 400"));
        }
    }

    @Test
    void wrongRequestsAreAnswered() throws Exception {
        String room = room("orchard");
        try (PlainClient romeo = boss.romeo()) {
            enters(romeo, room, "Montague");
            configures(romeo, room, field("persistentroom", "1"));
        }
        String form = "room=" + ConsoleServer.encode(room);
        boss.forgeriesAreRefused(ACTIONS + "destroy", form);
        assertThat(boss.refused(ACTIONS + "destroy", "room=none%40" + SERVICE)).contains("no such room");
        assertThat(boss.refused(ACTIONS + "destroy", "")).contains("is not an address");
        assertThat(boss.refused(ACTIONS + "dance", form)).contains("There is no action dance.");
        assertThat(boss.refused(ACTIONS + "%3Cb%3E", form)).contains("There is no action");
        assertThat(boss.refused(ACTIONS + "kick", form + "&nick=nobody")).contains("nobody there is called nobody");
        assertThat(boss.refused(ACTIONS + "affiliation", form + "&account=a%40b&affiliation=king"))
                .contains("There is no affiliation king.");
        assertThat(boss.refused(ACTIONS + "destroy", form + "&reason=" + "x".repeat(1001)))
                .contains("at most 1000 characters");
        assertThat(boss.refused(ACTIONS + "destroy", form + "&reason=" + "x".repeat(5001)))
                .contains("too long");
        assertThat(boss.refused(ACTIONS + "destroy", form + more())).contains("too many values");

        String[] session = boss.server().session(ConsoleServer.ADMIN);
        for (String wrong : new String[] {"before=x", "before=-1", "after=1e3", "before=99999999999999999999"}) {
            assertThat(boss.server()
                            .get("/console/tab/rooms/data.json?view=audit&" + wrong, session)
                            .text())
                    .contains(" 400 ", "is not a whole number");
        }
        assertThat(boss.server()
                        .get("/console/tab/rooms/data.json?" + form + "&view=archive&asked=yes&before=none", session)
                        .text())
                .contains(" 400 ", "That cannot be shown: no such message in the archive.");
        assertThat(boss.server()
                        .get("/console/tab/rooms/data.json?" + form + "&view=cellar", session)
                        .text())
                .contains(" 400 ", "There is nothing called cellar");
        assertThat(boss.server().get("/console/tab/none/data.json", session).text())
                .contains(" 503 ", "There is no tab none just now");
        assertThat(boss.server().get("/console/tab", session).text())
                .contains(" 302 ", "Location: ", "/console/overview");
        assertThat(boss.server().get("/console/tab/data.json", session).status())
                .isEqualTo(503);
        assertThat(boss.server()
                        .get("/console/tab/rooms/more/data.json", session)
                        .status())
                .isEqualTo(404);
        assertThat(boss.server().get("/console/tab/rooms/data.json").status()).isEqualTo(401);
        assertThat(boss.server()
                        .get("/console/tab/rooms/data.json?" + form, session)
                        .text())
                .contains(" 200 ", room, "Made by romeo@localhost");
    }

    private static String more() {
        StringBuilder more = new StringBuilder();
        for (int i = 0; i < 60; i++) {
            more.append("&p").append(i).append("=1");
        }
        return more.toString();
    }

    @Test
    void theTabGoesWithItsPluginAndComesBack() throws Exception {
        Path jar = ServerFolders.home().resolve("plugins/org.jackdaw.muc.jar");
        boss.open("tab/rooms");
        browser.seeText("nav", "Rooms");
        browser.see("input[name=search]");
        Path kept = Files.copy(jar, folder.resolve("org.jackdaw.muc.jar"));
        boss.server().command("", "plugin", "remove", "org.jackdaw.muc");

        // Whoever still looks at it is told.
        browser.click("Search");
        browser.seeText("#problem", "There is no tab rooms just now: the plugin that brings it is not running");
        browser.seeText("h1", "No such tab");
        browser.screenshot("rooms-gone");
        boss.fitsOnANarrowScreen("rooms-gone");
        boss.open("overview");
        browser.seeNo("nav", "Rooms");
        boss.server().command("", "plugin", "install", kept.toString());
        boss.open("overview");
        browser.click("Rooms");
        browser.see("input[name=search]");
    }

    /** Up and down a version, while somebody looks and somebody is there. */
    @Test
    void theTabIsThereWhileItsPluginIsReplaced() throws Exception {
        String room = room("bridge");
        try (PlainClient romeo = boss.romeo()) {
            enters(romeo, room, "Montague");
            configures(romeo, room, field("persistentroom", "1"));
            openRoom(room, "");
            for (String version : new String[] {"9.0.1", "0.0.2"}) {
                int said = boss.server().stage().server().output().length();
                RebuiltPlugin.drop(boss.plugins(), "org.jackdaw.muc", version, folder);
                String line = "The plugin org.jackdaw.muc " + version + " serves instead of";
                Waiting.within(
                        30_000, () -> boss.server().stage().server().output().indexOf(line, said) >= 0);
                browser.click("Kick Montague");
                browser.type("#act input[name=reason]", "for " + version);
                browser.run("document.querySelector('#act-yes').click()");
                browser.seeText("#said", "Montague (romeo@localhost) is kicked out");
                assertThat(receivesUntil(romeo, "reason")).contains("for " + version);
                enters(romeo, room, "Montague");
                romeo.ping();
                openRoom(room, "");
            }
            openRoom(room, "audit");
            browser.seeText("#screen", "for 0.0.2");
            browser.seeText("#screen", "for 9.0.1");
            browser.seeText("#screen", "created the room");
        }
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void aTabThatFailsOrHangsHurtsNobodyAndTakesNoPlaceOfOurs() throws Exception {
        boss.server()
                .command(
                        "",
                        "plugin",
                        "install",
                        tab("troubled", "overview", "Overview").toString());
        boss.open("overview");
        browser.seeText("#version", "");
        browser.see("#chart-sessions");
        browser.seeText("nav", "Overview (plugin)");
        boss.open("tab/overview");
        browser.seeText("#screen", "Fine");
        browser.click("throws");
        browser.seeText("#problem", "The tab overview failed: the server's log says why.");
        browser.click("nulls");
        browser.seeText("#problem", "The tab overview failed: the server's log says why.");
        browser.screenshot("tab-failed");
        boss.fitsOnANarrowScreen("tab-failed");
        assertThat(browser.complaints()).allMatch(line -> line.contains("status of 503"));

        String[] session = boss.server().session(ConsoleServer.ADMIN);
        long begin = System.nanoTime();
        Thread hanging = Thread.startVirtualThread(() -> {
            try {
                assertThat(boss.server()
                                .get("/console/tab/overview/data.json?do=hangs", session)
                                .text())
                        .contains(" 503 ", "The tab overview does not answer.");
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(boss.server().get("/console/tab/rooms/data.json", session).status())
                .isEqualTo(200);
        hanging.join();
        assertThat(System.nanoTime() - begin).isGreaterThan(9_000_000_000L).isLessThan(19_000_000_000L);
        boss.server().command("", "plugin", "remove", "troubled");
        boss.open("tab/overview");
        browser.seeText("#problem", "There is no tab overview just now");
    }

    private Path tab(String name, String label, String title) throws IOException {
        return new TestBundle(name)
                .header("Bundle-Version", "1")
                .header("Import-Package", "org.jackdaw.plugin,org.jackdaw.xmpp")
                .component(TroubledTab.class, """
                        <service><provide interface="org.jackdaw.plugin.ConsoleTab"/></service>
                        <property name="jackdaw.tab.label" value="%s"/>
                        <property name="jackdaw.tab.title" value="%s"/>
                        <property name="jackdaw.tab.order" type="Integer" value="1"/>
                        """.formatted(label, title))
                .writeTo(folder);
    }
}

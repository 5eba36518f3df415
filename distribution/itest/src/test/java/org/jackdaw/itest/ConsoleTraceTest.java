package org.jackdaw.itest;

import static org.assertj.core.api.Assertions.assertThat;

import org.jackdaw.testkit.PlainClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** Why a stanza was not delivered, as an administrator finds it in a browser. */
class ConsoleTraceTest {

    private static final String ROMEO = ConsoleServer.USER;

    private static Administrator boss;
    private static Browser browser;

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

    private static String trace(String... words) throws Exception {
        String[] all = new String[words.length + 1];
        all[0] = "trace";
        System.arraycopy(words, 0, all, 1, words.length);
        return boss.server().command("", all);
    }

    /** Opens the newest stanza whose row has a text. */
    private static void openWay(String text) {
        browser.seeText("#rows", text);
        browser.run("[...document.querySelectorAll('#rows tr')].find(row => row.textContent.includes('" + text
                + "')).querySelector('button').click()");
        browser.see("#way[open] .stops li");
    }

    @Test
    void anUndeliveredStanzaIsFoundAndItsWayShown() throws Exception {
        try (PlainClient romeo = boss.romeo()) {
            romeo.write("<message id='lost' to='nobody@localhost' type='chat'><body>secret</body></message>"
                    + "<message id='far' to='juliet@nowhere.example' type='chat'><body>secret</body></message>"
                    + "<presence id='p' to='romeo@localhost/gone'/>");
            romeo.ping();
        }
        boss.open("trace");
        browser.seeText("#rows", "silently ignored by the rules: RFC 6121 §8.5.1");
        browser.seeText("#rows", "refused by router: remote-server-not-found");
        browser.screenshot("trace");
        browser.type("#search", "juliet@NOWHERE");
        browser.seeText("#found", "1 stanza");
        browser.seeNo("#rows", "nobody@localhost");
        browser.type("#search", "lost");
        browser.seeNo("#rows", "nowhere.example");

        openWay("nobody@localhost");

        browser.seeText("#way", "message chat, not simply delivered");
        browser.seeText(".stops", "received from its client");
        browser.seeText(".stops", "decided by router: there is no such account");
        browser.seeText(".stops .notable", "silently ignored by the rules");
        browser.seeText(".stops", "µs");
        browser.seeText("#way-facts", "{jabber:client}body");
        browser.seeNo("body", "secret");
        browser.screenshot("trace-way");
        boss.everythingHasAName();
        boss.fitsOnANarrowScreen("trace-way");
        browser.press(Keys.ESCAPE);
        browser.seeNo("#way", "received");
        boss.fitsOnANarrowScreen("trace-found");
        browser.type("#search", "nothing like that");
        browser.seeText("#rows", "Nothing of that is remembered");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void aWatchedAddressIsSeenLiveAndBodiesOnlyIfAskedForTwice() throws Exception {
        try (PlainClient romeo = boss.romeo()) {
            romeo.write("<presence/>");
            romeo.ping();
            boss.open("sessions");
            browser.see("#rows a[href^='trace?jid=']").click();
            browser.seeText("h1", "Trace");
            String jid = (String) browser.run("return document.getElementById('watch-jid').value");
            assertThat(jid).startsWith(ROMEO + "/");
            assertThat(trace("list")).doesNotContain("watched until");
            browser.run("window.before = true");
            browser.type("#watch-minutes", "5");
            browser.click("Watch");
            browser.seeText("#said", jid + " is watched until ");
            browser.seeText("#watches", "without bodies");

            say(romeo, "first");
            browser.seeText("#rows", "first");
            openWay("first");
            browser.seeText("#way", "message chat, delivered");
            browser.seeNo("#way", "What is in it");
            browser.click("Close");

            browser.see("#watch-bodies").click();
            browser.click("Watch");
            browser.seeText("#ask", "You will see everything that " + jid + " sends and gets");
            browser.screenshot("trace-bodies");
            browser.click("Cancel");
            assertThat(trace("list")).doesNotContain("with bodies");
            browser.click("Watch");
            browser.click("Watch with bodies");
            browser.seeText("#watches", "with bodies");
            say(romeo, "second");
            openWay("second");
            browser.seeNo("#way", "said second");
            browser.click("What is in it");
            browser.seeText("#way-xml", "<body>said second</body>");
            browser.screenshot("trace-body");
            browser.click("Close");
            boss.fitsOnANarrowScreen("trace-watched");

            browser.click("Stop watching " + jid);
            browser.seeText("#said", jid + " is watched no longer.");
            openWay("second");
            browser.seeNo("#way", "What is in it");
            assertThat(browser.run("return window.before")).isEqualTo(true);
            assertThat(boss.server().stage().server().output())
                    .contains("boss@localhost in the console: " + jid + " is watched with bodies until ")
                    .doesNotContain("said second");
        }
    }

    private static void say(PlainClient romeo, String id) throws Exception {
        romeo.write("<message id='" + id + "' to='" + ROMEO + "' type='chat'><body>said " + id + "</body></message>");
        romeo.ping();
    }

    @Test
    void theKeyboardIsEnough() throws Exception {
        try (PlainClient romeo = boss.romeo()) {
            romeo.write("<message id='keys' to='nobody@localhost'/>");
            romeo.ping();
        }
        browser.dark(true);
        boss.open("trace");
        browser.type("#search", "keys");
        browser.seeText("#found", "1 stanza");
        browser.screenshot("trace-dark");
        browser.press(Keys.TAB);
        String button = browser.focused().getAccessibleName();
        assertThat(button).startsWith("Show the way of message ");
        browser.press(Keys.ENTER);
        browser.seeText("#way[open] .stops", "silently ignored");
        browser.screenshot("trace-way-dark");
        browser.seeFocus("Close");
        browser.press(Keys.ENTER);
        browser.seeNo("#way", "silently ignored");
        assertThat(browser.focused().getAccessibleName()).isEqualTo(button);
    }

    @Test
    void whatClientsWriteIsTextAndNothingElse() throws Exception {
        String script =
                "&lt;script>document.title=&quot;owned&quot;&lt;/script>&lt;img src=x onerror=&quot;document.title=1&quot;>";
        try (PlainClient romeo = boss.romeo()) {
            trace("watch", ROMEO, "--bodies");
            romeo.write("<message id='" + script + "&#10;\u009b31m\u202egpj' to='nobody@localhost/"
                    + script.replace("\"", "") + "' type='" + script + "'><body>" + script
                    + " \u202edesrever</body><x xmlns='" + script + "'/></message>");
            romeo.ping();
        }
        boss.open("trace");

        browser.seeText("#rows", "<script>document.title=\"owned\"</script>");
        browser.seeText("#rows", "\\u{a}\\u{9b}31m\\u{202e}gpj");
        openWay("31m");
        browser.seeText("#way-facts", "nobody@localhost/<script>document.title=");
        browser.click("What is in it");
        browser.seeText("#way-xml", "\\u{202e}desrever");
        browser.screenshot("trace-hostile");
        boss.fitsOnANarrowScreen("trace-hostile");
        boss.nothingForeignRuns();
        browser.click("Close");
        boss.fitsOnANarrowScreen("trace-hostile-list");
        boss.nothingForeignRuns();
        boss.open("trace?jid=" + ConsoleServer.encode("\"><script>document.title=1</script>"));
        browser.seeText("#rows", "Nothing of that is remembered");
        boss.nothingForeignRuns();
        trace("unwatch", ROMEO);
    }

    @Test
    void wrongRequestsAreAnswered() throws Exception {
        String path = "/console/trace/";
        boss.forgeriesAreRefused(path + "watch-bodies", "jid=romeo%40localhost&minutes=5");
        boss.forgeriesAreRefused(path + "unwatch", "jid=romeo%40localhost");
        assertThat(boss.refused(path + "watch", "jid=%40&minutes=5")).contains("'@' is not an address");
        assertThat(boss.refused(path + "watch", "jid=%3Cscript%3E%00&minutes=5"))
                .contains("is not an address");
        assertThat(boss.refused(path + "watch", "jid=a%40b&minutes=0")).contains("one minute at least");
        assertThat(boss.refused(path + "watch", "jid=a%40b&minutes=-1")).contains("not a whole number");
        assertThat(boss.refused(path + "watch", "jid=a%40b&minutes=x")).contains("not a whole number");
        assertThat(boss.refused(path + "unwatch", "jid=a%40b")).contains("a@b is not watched.");
        assertThat(boss.refused(path + "dance", "jid=a%40b")).contains("There is no action dance.");
        assertThat(trace("list")).doesNotContain("watched until");

        String[] session = boss.server().session(ConsoleServer.ADMIN);
        for (String id : new String[] {"x", "-1", "1e3", "99999999999999999999"}) {
            assertThat(boss.server()
                            .get("/console/trace/data.json?id=" + id, session)
                            .text())
                    .contains(" 400 ", "There is no trace of that number.");
        }
        assertThat(boss.server()
                        .get("/console/trace/data.json?id=999999999", session)
                        .text())
                .contains(" 400 ", "not remembered any more");
        for (int i = 0; i < 20; i++) {
            assertThat(boss.server()
                            .post(path + "watch", "minutes=1&jid=a%40b" + i, session)
                            .status())
                    .isEqualTo(200);
        }
        assertThat(boss.refused(path + "watch", "jid=one%40more&minutes=1"))
                .contains("20 addresses are watched already");
        boss.open("trace");
        browser.type("#watch-jid", "@");
        browser.click("Watch");
        browser.seeText("#problem", "'@' is not an address");
        for (int i = 0; i < 20; i++) {
            trace("unwatch", "a@b" + i);
        }
    }
}

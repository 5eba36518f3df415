package org.jackdaw.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jackdaw.testkit.PlainClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** The console as an administrator uses it, in a browser. */
class ConsoleTest {

    private static final List<String> TABS =
            List.of("overview", "sessions", "accounts", "plugins", "trace", "configuration");

    private static ConsoleServer server;
    private static Browser browser;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() throws Exception {
        server = ConsoleServer.start(folders -> {});
        browser = new Browser();
    }

    @AfterAll
    static void stop() throws Exception {
        browser.close();
        server.close();
    }

    @BeforeEach
    void logIn() {
        browser.resize(1280, 900);
        browser.dark(false);
        browser.forgetCookies();
        browser.open(server.url() + "/");
        logIn(ConsoleServer.ADMIN, ConsoleServer.PASSWORD);
        browser.seeText("h1", "Overview");
        browser.complaints();
    }

    private static void logIn(String name, String password) {
        browser.type("input[name=name]", name);
        browser.type("input[name=password]", password);
        browser.click("Log in");
    }

    private static void open(String tab) {
        browser.open(server.url() + "/console/" + tab);
    }

    private static PlainClient romeo() throws IOException {
        PlainClient client = PlainClient.login(server.stage().port(), "romeo", ConsoleServer.PASSWORD);
        client.write("<presence><show>away</show><priority>5</priority>"
                + "<c xmlns='http://jabber.org/protocol/caps' hash='sha-1' node='http://example.org/client'"
                + " ver='QgayPKawpkPSDYmwT/WM94uAlu0='/></presence>");
        client.ping();
        return client;
    }

    @Test
    void thePageAfterTheLoginIsTheOneThatWasWanted() throws Exception {
        browser.click("Log out");
        browser.see("input[name=password]");
        open("sessions");
        browser.screenshot("login");
        logIn(ConsoleServer.ADMIN, "wrong");
        browser.seeText("[role=alert]", "Name and password do not belong to an administrator.");
        browser.screenshot("login-refused");
        logIn(ConsoleServer.USER, ConsoleServer.PASSWORD);
        browser.seeText("[role=alert]", "Name and password do not belong to an administrator.");

        logIn("boss", ConsoleServer.PASSWORD);

        browser.seeText("h1", "Sessions");
    }

    @Test
    void theOverviewKeepsItselfUpToDate() throws Exception {
        browser.seeText("#sessions", "0");
        browser.see("#chart-heap canvas");
        browser.see("#chart-plugins canvas");
        try (PlainClient client = romeo()) {
            for (int i = 0; i < 200; i++) {
                client.get("<query xmlns='jabber:iq:private'><x xmlns='urn:test:x'/></query>");
                client.write("<message to='romeo@localhost' type='chat'><body>" + i + "</body></message>");
            }
            browser.seeText("#sessions", "1");
            browser.seeText("#plugins", "org.jackdaw.private");
            browser.screenshot("overview");
            browser.dark(true);
            browser.open(browser.url());
            browser.see("#chart-heap canvas");
            browser.screenshot("overview-dark");
        }
        browser.seeText("#sessions", "0");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void aSessionIsFoundAndDisconnected() throws Exception {
        open("sessions");
        try (PlainClient client = romeo();
                PlainClient other = PlainClient.login(server.stage().port(), "romeo", ConsoleServer.PASSWORD)) {
            browser.seeText("#found", "2 sessions");
            browser.type("#search", "example.org");
            browser.seeText("#found", "0 of 2 sessions");
            browser.type("#search", "ROMEO@");
            browser.seeText("#rows", "http://example.org/client");
            browser.seeText("#rows", "away");
            browser.screenshot("sessions");

            String jid = browser.see("#rows tr:has(small) td").getText();
            browser.click("Disconnect " + jid);
            browser.seeText("dialog", jid + " is disconnected.");
            browser.click("Cancel");
            client.ping();
            browser.click("Disconnect " + jid);
            browser.screenshot("sessions-disconnect");
            browser.click("Disconnect");

            browser.seeText("#said", jid + " is disconnected.");
            browser.seeText("#found", "1 session");
            client.readsToTheEnd();
            other.ping();
        }
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void anAccountIsMadeChangedDisabledAndDeleted() throws Exception {
        open("accounts");
        browser.click("New account");
        browser.type("#create-jid", "juliet@localhost");
        browser.type("#create-password", "first");
        browser.click("Make the account");
        browser.seeText("#said", "juliet@localhost is made.");
        browser.type("#search", "juliet");
        browser.seeText("#found", "1 to 1 of 1");
        browser.screenshot("accounts");
        canLogIn("first");

        browser.click("Password of juliet@localhost");
        browser.type("#ask-input", "second");
        browser.click("Set the password");
        browser.seeText("#said", "juliet@localhost has a new password.");
        try (PlainClient client = PlainClient.login(server.stage().port(), "juliet", "second")) {
            browser.click("Disable juliet@localhost");
            browser.click("Disable");
            browser.seeText("#rows", "disabled");
            client.readsToTheEnd();
        }
        assertThatThrownBy(() -> canLogIn("second")).isInstanceOf(AssertionError.class);
        browser.click("Enable juliet@localhost");
        browser.seeNo("#rows", "disabled");
        canLogIn("second");

        browser.click("Roles of juliet@localhost");
        browser.type("#ask-input", "helper, admin");
        browser.click("Set the roles");
        browser.seeText("#rows", "helper");

        browser.click("Delete juliet@localhost");
        assertThat(browser.see("#ask-yes").isEnabled()).isFalse();
        browser.screenshot("accounts-delete");
        browser.type("#ask-input", "juliet@localhost");
        browser.click("Delete");
        browser.seeText("#said", "juliet@localhost is deleted.");
        browser.seeText("#rows", "No account");
        assertThat(server.command("", "user", "list")).doesNotContain("juliet");
        assertThat(browser.complaints()).isEmpty();
    }

    private static void canLogIn(String password) throws IOException {
        PlainClient.login(server.stage().port(), "juliet", password).close();
    }

    @Test
    void whatIsWrongInAFormIsSaid() throws Exception {
        open("accounts");
        browser.click("New account");
        browser.type("#create-jid", "boss@localhost");
        browser.type("#create-password", "x");
        browser.click("Make the account");
        browser.seeText("#problem", "The account boss@localhost exists already.");
        browser.type("#create-jid", "boss@elsewhere.example");
        browser.click("Make the account");
        browser.seeText("#problem", "'elsewhere.example' is not a domain of this server.");
        browser.screenshot("accounts-problem");
    }

    @Test
    void aPluginIsLookedOverInstalledReplacedRolledBackAndRemoved() throws Exception {
        open("plugins");
        browser.seeText("#rows", "org.jackdaw.ping");
        choose(plugin("1", ""));
        browser.seeText("#preview-lines", "shown 1.0.0 would be installed");
        browser.seeText("#preview-lines", "features that appear: urn:test:shown");
        browser.screenshot("plugins-check");
        assertThat(server.command("", "plugin", "list")).doesNotContain("shown");
        browser.click("Cancel");
        browser.seeText("#said", "The upload is thrown away.");

        choose(plugin("1", ""));
        browser.click("Install it");
        browser.seeText("#said", "shown 1.0.0 serves.");
        choose(plugin("2", ""));
        browser.seeText("#preview-lines", "shown 2.0.0 would replace 1.0.0");
        browser.click("Install it");
        browser.seeText("#said", "shown 2.0.0 serves.");
        assertThat(server.command("", "plugin", "list")).containsPattern("shown +2\\.0\\.0");
        browser.screenshot("plugins");

        browser.click("Roll back shown to 1.0.0");
        browser.click("Roll back");
        browser.seeText("#said", "shown 1.0.0 serves again.");
        assertThat(server.command("", "plugin", "list")).containsPattern("shown +1\\.0\\.0");

        choose(plugin("3", "throws"));
        browser.click("Install it");
        browser.seeText("#problem", "no such table");
        browser.screenshot("plugins-refused");
        assertThat(server.command("", "plugin", "list")).containsPattern("shown +1\\.0\\.0");

        browser.click("Remove shown");
        browser.click("Remove");
        browser.seeText("#said", "shown is removed.");
        browser.seeNo("#rows", "shown");
        assertThat(server.command("", "plugin", "list")).doesNotContain("shown");
    }

    @Test
    void aBrokenJarIsRefusedAndNothingStops() throws Exception {
        String before = server.command("", "plugin", "list");
        open("plugins");
        Path broken = Files.writeString(folder.resolve("broken.jar"), "not a jar");

        choose(broken);

        browser.seeText("#problem", "Refused: it is damaged");
        choose(Files.copy(plugin("1", ""), folder.resolve("a name.jar")));
        browser.seeText("#problem", "A plugin's file is called something with letters");
        assertThat(server.command("", "plugin", "list")).isEqualTo(before);
    }

    private static void choose(Path jar) {
        browser.see("#file").sendKeys(jar.toString());
        browser.click("Look it over");
    }

    private Path plugin(String version, String fault) throws IOException {
        return new TestBundle("shown")
                .header("Bundle-Version", version)
                .header("Import-Package", "org.jackdaw.plugin,org.jackdaw.xmpp,org.dom4j")
                .classFile(Faulty.class)
                .component(Versioned.class, """
                        <service>
                          <provide interface="org.jackdaw.plugin.IqHandler"/>
                          <provide interface="org.jackdaw.plugin.HealthCheck"/>
                        </service>
                        <property name="jackdaw.iq.element" value="version"/>
                        <property name="jackdaw.iq.namespace" value="urn:test:shown"/>
                        <property name="jackdaw.iq.type" value="GET"/>
                        <property name="jackdaw.iq.to" value="SERVER"/>
                        <property name="test.version" value="%s"/>
                        <property name="test.fault" value="%s"/>
                        """.formatted(version, fault))
                .writeTo(folder);
    }

    @Test
    void everyTabFitsOnANarrowScreen() throws Exception {
        browser.resize(400, 800);
        try (PlainClient _ = romeo()) {
            for (String tab : TABS) {
                open(tab);
                browser.see("tbody tr");
                fits(tab);
            }
        }
        browser.click("Log out");
        browser.see("input[name=password]");
        fits("login");
    }

    private static void fits(String page) {
        browser.screenshot("narrow-" + page);
        assertThat((Long) browser.run("return document.documentElement.scrollWidth - window.innerWidth"))
                .as(page)
                .isLessThanOrEqualTo(0);
    }

    @Test
    void everythingHasANameForAScreenReader() {
        for (String tab : TABS) {
            open(tab);
            browser.see("tbody tr");
            assertThat((List<?>) browser.run("""
                            return [...document.querySelectorAll('input, button, select, a, img, table, [role=img]')]
                                .filter(e => e.checkVisibility() && !(e.labels && e.labels.length) && !e.getAttribute('aria-label')
                                    && !e.getAttribute('aria-labelledby') && !e.textContent.trim()
                                    && e.getAttribute('alt') === null)
                                .map(e => e.outerHTML)""")).as(tab).isEmpty();
            assertThat(browser.run("return document.querySelectorAll('h1').length"))
                    .isEqualTo(1L);
            assertThat(browser.run("return document.documentElement.lang")).isEqualTo("en");
        }
    }

    @Test
    void theKeyboardIsEnough() {
        open("accounts");
        browser.see("tbody tr");
        browser.press(Keys.TAB);
        assertThat(browser.focused().getText()).isEqualTo("To the content");
        for (int i = 0; i < 4; i++) {
            browser.press(Keys.TAB);
        }
        assertThat(browser.focused().getText()).isEqualTo("Accounts");
        browser.press(Keys.TAB, Keys.ENTER);
        browser.seeText("h1", "Plugins");

        browser.see("tbody tr");
        browser.run("document.querySelector('[aria-label=\"Remove org.jackdaw.time\"]').focus()");
        browser.press(Keys.ENTER);
        browser.see("dialog[open]");
        assertThat(browser.focused().getText()).isEqualTo("Cancel");
        browser.press(Keys.ESCAPE);
        browser.seeNo("dialog", "Remove?");
        browser.seeText("#rows", "org.jackdaw.time");
    }

    @Test
    void felixHasItsPagesBesideOurs() throws Exception {
        open("bundles");
        browser.seeText("#navmenu, body", "Jackdaw");
        browser.seeText("body", "org.jackdaw.router");
        browser.screenshot("felix-bundles");
        open("components");
        browser.seeText("body", "org.jackdaw.router");
        open("configMgr");
        browser.seeText("body", "Client connections");
        browser.screenshot("felix-configuration");
        browser.see("a[href$='/logout']").click();
        browser.see("input[name=password]");
    }

    @Test
    void whoLosesTheRoleIsLoggedOut() throws Exception {
        server.command(ConsoleServer.PASSWORD, "user", "add", "helper@localhost", "--password-stdin");
        server.command("", "user", "role", "helper@localhost", "admin");
        browser.click("Log out");
        logIn("helper@localhost", ConsoleServer.PASSWORD);
        browser.seeText("h1", "Overview");

        server.command("", "user", "role", "helper@localhost", "none");

        browser.see("input[name=password]");
        assertThat(browser.url()).contains("/login");
    }
}

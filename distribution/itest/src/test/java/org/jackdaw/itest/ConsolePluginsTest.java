package org.jackdaw.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jackdaw.testkit.PlainClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the console tells of plugins that are in trouble or ask for something, and what an administrator does about it. */
class ConsolePluginsTest {

    private static final String ASKS = "nosy sees what people write, uses the database";

    private static ServerFolders folders;
    private static ConsoleServer server;
    private static Browser browser;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() throws Exception {
        server = ConsoleServer.start(changed -> folders =
                changed.set("org.jackdaw.fences", "failures", 2).set("org.jackdaw.fences", "softMemoryMegabytes", 1));
        browser = new Browser();
        // What is stored is counted once a minute: before anybody looks.
        try (PlainClient romeo = romeo()) {
            romeo.set("<query xmlns='jabber:iq:private'><note xmlns='urn:example'>x</note></query>");
        }
    }

    @AfterAll
    static void stop() throws Exception {
        browser.close();
        server.close();
    }

    @BeforeEach
    void openPlugins() {
        browser.resize(1280, 900);
        browser.forgetCookies();
        browser.open(server.url() + "/login?to=/console/plugins");
        browser.type("input[name=name]", ConsoleServer.ADMIN);
        browser.type("input[name=password]", ConsoleServer.PASSWORD);
        browser.click("Log in");
        browser.seeText("#rows", "org.jackdaw.ping");
        browser.complaints();
    }

    @AfterEach
    void removeNosy() throws Exception {
        if (server.command("", "plugin", "list").matches("(?s)(.*\n)?nosy .*")) {
            server.command("", "plugin", "remove", "nosy");
        }
        Files.deleteIfExists(folders.plugins().resolve("nosy.jar"));
        browser.seeNo("#rows", "nosy.jar");
        browser.seeNo("#refused", "nosy.jar");
        if (granted().contains("nosy")) {
            server.command("", "config", "set", "org.jackdaw.permissions", "granted", ServerFolders.GRANTED);
        }
    }

    private static PlainClient romeo() throws IOException {
        return PlainClient.login(server.stage().port(), "romeo", ConsoleServer.PASSWORD);
    }

    @Test
    void whatAPluginStoresAndMayDoIsShown() {
        browser.seeText("#rows tr[data-key='org.jackdaw.private']", "stores 1 row, ");
        browser.seeText("#rows tr[data-key='org.jackdaw.offline']", "sends in the name of others Take back");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void aJarThatIsRefusedIsGrantedWhatItAsksForAndLosesItAgain() throws Exception {
        Files.move(nosy(""), folders.plugins().resolve("nosy.jar"));
        browser.seeText("#refused", "which is not granted");
        browser.click("Grant and run nosy.jar");
        browser.seeText("dialog", ASKS);
        browser.screenshot("plugins-grant");
        browser.click("Cancel");
        assertThat(granted()).doesNotContain("nosy");

        browser.click("Grant and run nosy.jar");
        browser.click("Grant and run");
        browser.seeText("#said", "Granted to nosy: sees what people write, uses the database");
        browser.seeText("#rows", "nosy");
        assertThat(granted()).contains("nosy:SEE_BODIES, nosy:USE_DATABASE", "org.jackdaw.offline:SEE_BODIES");
        assertThat(server.command("", "config", "history")).contains(ConsoleServer.ADMIN);

        browser.click("Take back from nosy: sees what people write");
        browser.seeText("dialog", "At once it may do so no longer");
        browser.click("Take back");
        browser.seeText("#said", "Taken back from nosy: sees what people write");
        browser.seeText("#rows tr[data-key=nosy]", "sees what people write not granted");
        browser.screenshot("plugins-permissions");
        browser.resize(400, 800);
        showRow("nosy");
        browser.screenshot("narrow-plugins-permissions");
        browser.resize(1280, 900);
        assertThat(granted()).contains("nosy:USE_DATABASE").doesNotContain("nosy:SEE_BODIES");

        browser.click("Grant to nosy: sees what people write");
        browser.click("Grant");
        browser.seeNo("#rows tr[data-key=nosy]", "not granted");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void anUploadIsGrantedWhatItsDryRunSaysThatItAsksFor() throws Exception {
        choose(nosy(""));
        browser.seeText("#preview-needs", "nosy sees what people write not granted");
        browser.seeText(
                "#preview-needs", "nosy uses the database, in which it can read and change everything not granted");
        browser.click("Grant and install");
        browser.screenshot("plugins-grant-upload");
        browser.click("Cancel");
        assertThat(granted()).doesNotContain("nosy");

        browser.click("Grant and install");
        browser.seeText("dialog", ASKS);
        browser.run("document.querySelector('#ask-yes').click()");

        browser.seeText("#said", "nosy 1.0.0 serves.");
        browser.seeText("#rows", "nosy.jar");
        assertThat(granted()).contains("nosy:SEE_BODIES");
    }

    @Test
    void nothingStaysGrantedToAnUploadThatDoesNotRun() throws Exception {
        choose(nosy(",org.nowhere"));
        browser.click("Grant and install");
        browser.run("document.querySelector('#ask-yes').click()");

        browser.seeText("#problem", "Refused: ");
        assertThat(granted()).doesNotContain("nosy");
        assertThat(server.command("", "plugin", "list")).doesNotContain("nosy");
    }

    @Test
    void theTroubleThatAPluginIsInIsShown() throws Exception {
        TestBundle troubled = new TestBundle("troubled")
                .header("Bundle-Version", "1")
                .header("Import-Package", "org.jackdaw.plugin,org.jackdaw.xmpp,org.dom4j")
                .component(Troubled.class, """
                        <service><provide interface="org.jackdaw.plugin.IqHandler"/></service>
                        <property name="jackdaw.iq.element" value="do"/>
                        <property name="jackdaw.iq.namespace" value="urn:test:troubled"/>
                        <property name="jackdaw.iq.type" value="SET"/>
                        <property name="jackdaw.iq.to" value="SERVER"/>
                        """);
        Files.move(troubled.writeTo(folder), folders.plugins().resolve("troubled.jar"));
        String row = "#rows tr[data-key=troubled]";
        browser.seeText(row, "serving");
        try (PlainClient romeo = romeo()) {
            // One after the other, as they come.
            asks(romeo, "hangs", 4);
            browser.seeText(row, "a call has been under way for ");
            romeo.ping();
            asks(romeo, "allocates", 3);
            browser.seeText(row, "uses too much");
            browser.open(server.url() + "/console/overview");
            browser.seeText("#plugins tr[data-key=troubled]", "uses too much");
            browser.seeText("#plugins tr[data-key=troubled]", "MB of new memory a second");
            showRow("troubled");
            browser.screenshot("overview-trouble");
            browser.open(server.url() + "/console/plugins");
            asks(romeo, "throws", 40);
            browser.seeText(row, "left alone");
        }
        showRow("troubled");
        browser.screenshot("plugins-trouble");
        browser.resize(400, 800);
        showRow("troubled");
        browser.screenshot("narrow-plugins-trouble");
        assertThat((Long) browser.run("return document.documentElement.scrollWidth - window.innerWidth"))
                .isLessThanOrEqualTo(0);
        browser.resize(1280, 900);
        try (PlainClient romeo = romeo()) {
            asks(romeo, "nothing", 1);
            browser.open(server.url() + "/console/overview");
            browser.seeText("#plugins", "left alone");
        }
        Files.delete(folders.plugins().resolve("troubled.jar"));
    }

    private static void showRow(String plugin) {
        browser.run("document.querySelector('tr[data-key=\"" + plugin + "\"]').scrollIntoView({block: 'center'})");
    }

    private static void asks(PlainClient client, String what, int times) throws IOException {
        for (int i = 0; i < times; i++) {
            client.write("<iq type='set' id='" + what + i + "' to='localhost'><do xmlns='urn:test:troubled'>" + what
                    + "</do></iq>");
        }
    }

    @Test
    void aVersionThatWasTakenBackIsNamedWithTheReason() throws Exception {
        choose(versioned("1", ""));
        browser.click("Install it");
        browser.seeText("#said", "shown 1.0.0 serves.");
        choose(versioned("2", "hangs when called"));
        browser.click("Install it");
        browser.seeText("#said", "shown 2.0.0 serves.");
        try (PlainClient romeo = romeo()) {
            romeo.write("<iq type='get' id='v' to='localhost'><version xmlns='urn:test:shown'/></iq>");

            browser.seeText("#refused", "shown 2.0.0 was taken back, for its calls do not come back");
        }
        browser.seeText("#rows tr[data-key=shown]", "1.0.0");
        browser.seeText("#rows tr[data-key=shown]", "not replaced");
        showRow("shown.jar");
        browser.screenshot("plugins-taken-back");
        Files.delete(folders.plugins().resolve("shown.jar"));
    }

    private static void choose(Path jar) {
        browser.see("#file").sendKeys(jar.toString());
        browser.click("Look it over");
    }

    private static String granted() throws Exception {
        return Files.readString(folders.config().resolve("org.jackdaw.permissions.cfg"))
                .lines()
                .filter(line -> line.startsWith("granted"))
                .findFirst()
                .orElseThrow();
    }

    /** @param more what it imports, too, after a comma */
    private Path nosy(String more) throws IOException {
        return new TestBundle("nosy")
                .header("Bundle-Version", "1")
                .header("Jackdaw-Needs", "SEE_BODIES,USE_DATABASE")
                .header(
                        "Import-Package",
                        "org.jackdaw.plugin,org.jackdaw.session,org.jackdaw.store,org.jackdaw.xmpp,org.dom4j" + more)
                .component(Nosy.class, """
                        <service>
                          <provide interface="org.jackdaw.plugin.IqHandler"/>
                          <provide interface="org.jackdaw.plugin.StanzaFilter"/>
                        </service>
                        <property name="jackdaw.iq.element" value="do"/>
                        <property name="jackdaw.iq.namespace" value="urn:test:nosy"/>
                        <property name="jackdaw.iq.type" value="SET"/>
                        <property name="jackdaw.iq.to" value="SERVER"/>
                        <property name="jackdaw.filter.point" value="OUTBOUND"/>
                        <reference name="router" interface="org.jackdaw.plugin.Router" parameter="0"/>
                        <reference name="sessions" interface="org.jackdaw.session.Sessions" parameter="1"/>
                        <reference name="stores" interface="org.jackdaw.store.Stores" parameter="2"/>
                        <reference name="database" interface="org.jackdaw.store.Database" parameter="3"/>
                        """)
                .writeTo(folder);
    }

    private Path versioned(String version, String fault) throws IOException {
        return new TestBundle("shown")
                .header("Bundle-Version", version)
                .header("Import-Package", "org.jackdaw.plugin,org.jackdaw.xmpp,org.dom4j")
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
}

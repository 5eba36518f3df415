package org.jackdaw.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jackdaw.itest.Waiting.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.dom4j.Element;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a plugin may do is what it declares and the operator grants. */
class PermissionsTest {

    private static final String SHIPPED = ServerFolders.GRANTED;
    private static final String ALL = "SEE_BODIES,SEND_AS_OTHERS,OPEN_STORES_OF_OTHERS,USE_DATABASE";
    private static final String GRANTED_ALL = "nosy:" + ALL.replace(",", ", nosy:");

    /** Of {@link Nosy}. */
    static final String COMPONENT = """
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
            """;

    private static Stage stage;
    private static ServerFolders folders;
    private static String inForce = SHIPPED;

    @RegisterExtension
    private final Scene scene = new Scene(() -> stage);

    @TempDir
    private Path elsewhere;

    private Client romeo;

    @BeforeAll
    static void start() throws Exception {
        stage = Stage.with(made -> folders = made);
    }

    @AfterAll
    static void stop() {
        stage.close();
    }

    @BeforeEach
    void enter() throws IOException {
        romeo = scene.isAvailable("romeo@localhost/orchard");
    }

    @AfterEach
    void remove() throws Exception {
        Files.deleteIfExists(folders.plugins().resolve("nosy.jar"));
        within(() -> !stage.pluginList().contains("nosy"));
        grant(SHIPPED);
    }

    @Test
    void aPluginRunsWhenWhatItNeedsIsGranted() throws Exception {
        scene.expectsTrouble("nosy.jar is refused: nosy 1.0.0 sees what people write, sends in the name of others");
        drop(ALL);
        within(() -> stage.pluginList().contains("which is not granted: add nosy:SEE_BODIES, nosy:SEND_AS_OTHERS"));

        grant(SHIPPED + ", " + GRANTED_ALL);

        within(PermissionsTest::serves);
        assertThat(stage.pluginList()).doesNotContain("refused: nosy");
        for (String what : new String[] {"route", "send"}) {
            romeo.sends("<iq type='set' id='" + what + "' to='localhost'>" + doing(what) + "</iq>");
            romeo.receives("<message from='juliet@verona.example/balcony' type='chat'><body>forged</body></message>");
            romeo.receives("<iq type='result' id='" + what + "'/>");
        }
        assertThat(romeo.asks("set", "localhost", doing("store")).getText()).isEqualTo("0");
        assertThat(romeo.asks("set", "localhost", doing("database")).getText()).isEqualTo("1");
        assertThat(seen()).isEqualTo("wherefore");
    }

    /** Whatever is granted: what a plugin does not declare it may not do, and hears so in the log. */
    @ParameterizedTest
    @ValueSource(strings = {"route", "send", "store", "database"})
    void whatIsNotDeclaredIsNotAllowed(String what) throws Exception {
        grant(SHIPPED + ", " + GRANTED_ALL);
        drop("");
        within(PermissionsTest::serves);
        scene.expectsTrouble("ERROR Fence nosy 1.0.0 failed: java.lang.SecurityException: nosy may not ");

        romeo.asksInVain("set", "localhost", doing(what), "internal-server-error");

        romeo.receivesNothing();
    }

    @Test
    void aFilterWithoutPermissionDoesNotSeeWhatPeopleWrite() throws Exception {
        drop("");
        within(PermissionsTest::serves);

        assertThat(seen()).isEqualTo("nothing");
    }

    @Test
    void whatIsTakenBackHoldsAtOnce() throws Exception {
        scene.expectsTrouble("nosy.jar is refused: nosy 1.0.0 sees what people write, which is not granted");
        drop("SEE_BODIES");
        within(() -> stage.pluginList().contains("not granted"));
        grant(SHIPPED + ", nosy:SEE_BODIES");
        within(PermissionsTest::serves);
        assertThat(seen()).isEqualTo("wherefore");

        grant(SHIPPED);

        within(() -> seen().equals("nothing"));
    }

    @Test
    void aPermissionThatThereIsNotIsRefused() throws Exception {
        scene.expectsTrouble("needs a permission FLY, which is not known here");
        drop("FLY");
        within(() -> stage.pluginList().contains("needs a permission FLY"));

        scene.expectsTrouble("granted: there is no permission fly, but there are [SEE_BODIES");
        folders.set("org.jackdaw.permissions", "granted", "nosy:fly");
        inForce = "";
        within(() -> stage.server().output().contains("Refused, the old values stay"));
    }

    private String seen() {
        Client juliet;
        try {
            juliet = scene.isAvailable("juliet@localhost/garden");
            romeo.sends("<message type='chat' to='" + juliet.account() + "'><body>wherefore</body></message>");
            Element message = juliet.receives("<message type='chat'><body>wherefore</body></message>");
            juliet.close();
            return message.element("seen").getText();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean serves() {
        return stage.pluginList().lines().anyMatch(line -> line.startsWith("nosy") && line.contains("serving"));
    }

    private static String doing(String what) {
        return "<do xmlns='urn:test:nosy'>" + what + "</do>";
    }

    /** Returns when it is in force. */
    private static void grant(String granted) throws Exception {
        if (!granted.equals(inForce)) {
            long before = changes();
            folders.set("org.jackdaw.permissions", "granted", granted);
            inForce = granted;
            within(() -> changes() > before);
        }
    }

    private static long changes() {
        return stage.server()
                .output()
                .lines()
                .filter(line -> line.contains("org.jackdaw.permissions.cfg has changed and is in force"))
                .count();
    }

    private void drop(String needs) throws IOException {
        TestBundle bundle = new TestBundle("nosy")
                .header("Bundle-Version", "1")
                .header(
                        "Import-Package",
                        "org.jackdaw.plugin,org.jackdaw.session,org.jackdaw.store,org.jackdaw.xmpp,org.dom4j")
                .component(Nosy.class, COMPONENT);
        if (!needs.isEmpty()) {
            bundle.header("Jackdaw-Needs", needs);
        }
        Files.move(bundle.writeTo(elsewhere), folders.plugins().resolve("nosy.jar"));
    }
}

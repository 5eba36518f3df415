package org.jackdaw.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jackdaw.itest.Waiting.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Plugins that come, are replaced and go while Romeo uses them. */
@Tag("alone")
class DeployerTest {

    private static final String ASK = "<version xmlns='urn:test:v'/>";
    private static final long DROP_IN_MILLIS = 2000;

    private static Stage stage;
    private static Path plugins;

    @RegisterExtension
    private final Scene scene = new Scene(() -> stage);

    @TempDir
    private Path elsewhere;

    private Client romeo;

    @BeforeAll
    static void start() throws Exception {
        stage = Stage.with(folders -> plugins = folders.plugins());
    }

    @AfterAll
    static void stop() {
        stage.close();
    }

    @BeforeEach
    void enter() throws IOException {
        romeo = scene.isAvailable("romeo@localhost/orchard");
    }

    @Test
    void aJarRunsWithinTwoSecondsIsSwappedAndGoes() throws Exception {
        drop(plugin("dropped", "1", ""));
        awaitVersion("dropped", "1");

        drop(plugin("dropped", "2", ""));
        awaitVersion("dropped", "2");
        assertThat(stage.pluginList()).contains("dropped", "2.0.0");

        Files.delete(plugins.resolve("dropped.jar"));
        within(DROP_IN_MILLIS, () -> !announces("dropped"));
        romeo.asksInVain("get", "localhost", ask("dropped"), "service-unavailable");
    }

    @Test
    void theOldVersionServesOnWhenTheNewOneIsBroken() throws Exception {
        scene.expectsTrouble("WARN  RefusedJars steady.jar is refused: steady 2.0.0 ");
        command(0, "install", plugin("steady", "1", ""));

        assertThat(command(1, "update", plugin("steady", "2", "throws")))
                .contains(
                        "steady 2.0.0",
                        "java.lang.IllegalStateException: no such table in org.jackdaw.itest.Faulty.<init>");
        assertSteady();
        assertThat(command(1, "update", plugin("steady", "2", "hangs")))
                .contains("did not come back within", "org.jackdaw.itest.Faulty.hang");
        assertSteady();
        assertThat(command(1, "update", plugin("steady", "2", "ill"))).contains("health check", "the disk is full");
        assertSteady();
        assertThat(command(1, "update", bundle("steady", "2", "").header("Import-Package", "org.nowhere")))
                .contains("needs the package org.nowhere, which no bundle exports");
        assertSteady();
        assertThat(command(
                        1,
                        "update",
                        bundle("steady", "2", "").header("Import-Package", "org.jackdaw.plugin;version=\"[9,10)\"")))
                .contains("in a version of [9,10), and org.jackdaw.api exports 1.1.0");
        assertSteady();
        command(0, "remove", "steady");
    }

    @Test
    void aBrokenJarInTheFolderIsListedAndTheOldVersionServesOn() throws Exception {
        scene.expectsTrouble("WARN  RefusedJars folded.jar is refused: folded 2.0.0 ");
        drop(plugin("folded", "1", ""));
        awaitVersion("folded", "1");
        drop(plugin("folded", "2", "throws"));

        within(DROP_IN_MILLIS, () -> stage.pluginList().contains("refused: folded.jar"));

        assertThat(stage.pluginList()).contains("no such table");
        assertThat(version("folded")).isEqualTo("1");
        Files.delete(plugins.resolve("folded.jar"));
    }

    /** Who writes a plugin builds it again and again, and does not count. */
    @Test
    void aPluginThatWasBuiltAgainTakesThePlaceOfTheSameVersion() throws Exception {
        command(0, "install", rebuilt("first"));
        assertThat(version("again")).isEqualTo("first");

        command(0, "update", rebuilt("second"));
        assertThat(version("again")).isEqualTo("second");
        drop(rebuilt("third"));
        within(DROP_IN_MILLIS, () -> version("again").equals("third"));
        scene.expectsTrouble("WARN  RefusedJars again.jar is refused: again 1.0.0 ");
        assertThat(command(1, "update", bundle("again", "1", "throws"))).contains("no such table");
        assertThat(version("again")).isEqualTo("third");

        command(0, "remove", "again");
    }

    private static TestBundle rebuilt(String answer) throws IOException {
        return bundle("again", "1", "", "urn:test:again", answer);
    }

    /** A filter is not called for what it does not look at; the version after it may look at more. */
    @Test
    void aFilterLooksAtWhatItsNewestVersionDeclares() throws Exception {
        command(0, "install", ears("1", "<property name=\"jackdaw.filter.messages\" value=\"HEADLINE\"/>"));
        assertThat(isMarked("chat")).isFalse();
        assertThat(isMarked("headline")).isTrue();

        command(0, "update", ears("2", ""));
        assertThat(isMarked("chat")).isTrue();
        command(0, "remove", "ears");
        assertThat(isMarked("chat")).isFalse();
    }

    private static TestBundle ears(String version, String property) throws IOException {
        return new TestBundle("ears")
                .header("Bundle-Version", version)
                .header("Import-Package", "org.jackdaw.plugin,org.jackdaw.xmpp,org.dom4j")
                .component(MarkingFilter.class, """
                        <service><provide interface="org.jackdaw.plugin.StanzaFilter"/></service>
                        <property name="jackdaw.filter.point" value="INBOUND"/>
                        <property name="test.version" value="%s"/>
                        <property name="test.fault" value=""/>
                        """.formatted(version) + property);
    }

    private boolean isMarked(String type) {
        romeo.sends("<message to='" + romeo.account() + "/orchard' type='" + type + "'><body>hark</body></message>");
        return romeo.receives("<message type='" + type + "'><body>hark</body></message>")
                        .element("mark")
                != null;
    }

    /** What a domain sends to itself waits for what the domain holds meanwhile, and the domain does not wait for that. */
    @Test
    void aDomainDoesNotWaitForWhatItSendsToItself() throws Exception {
        command(
                0,
                "install",
                new TestBundle("echo")
                        .header("Import-Package", "org.jackdaw.plugin,org.jackdaw.xmpp,org.dom4j")
                        .component(EchoingDomain.class, """
                                <service><provide interface="org.jackdaw.plugin.DomainHandler"/></service>
                                <property name="jackdaw.domain" value="echo"/>
                                <property name="test.fault" value=""/>
                                <reference name="router" interface="org.jackdaw.plugin.Router" parameter="1"/>
                                """));

        for (int i = 0; i < 100; i++) {
            romeo.sends("<message to='echo.localhost'><body>ho</body></message>");
            romeo.receives("<message from='echo.localhost'><body>had its turn</body></message>");
        }
        command(0, "remove", "echo");
    }

    @Test
    void whatIsNoPluginIsRefusedWithTheReason() throws Exception {
        for (String file : new String[] {"halved", "text", "java99", "twice-again"}) {
            scene.expectsTrouble("WARN  RefusedJars " + file + ".jar is refused: ");
        }
        Path whole = plugin("halved", "1", "").writeTo(elsewhere);
        byte[] bytes = Files.readAllBytes(whole);
        Files.write(plugins.resolve("halved.jar"), Arrays.copyOf(bytes, bytes.length / 2));
        Files.writeString(plugins.resolve("text.jar"), "not a jar");
        drop(new TestBundle("java99").classFile("Future.class", new byte[] {
            (byte) 0xCA, (byte) 0xFE, (byte) 0xBA, (byte) 0xBE, 0, 0, 0, (byte) (99 + 44)
        }));
        drop(plugin("twice", "1", ""));
        awaitVersion("twice", "1");
        Files.copy(plugin("twice", "2", "").writeTo(elsewhere), plugins.resolve("twice-again.jar"));

        within(DROP_IN_MILLIS, () -> stage.pluginList().contains("twice-again.jar"));
        assertThat(stage.pluginList())
                .contains(
                        "refused: halved.jar: it is damaged or not copied to its end",
                        "refused: text.jar: it is damaged",
                        "refused: java99.jar: it is built for Java 99",
                        "refused: twice-again.jar: the plugin twice comes from twice.jar already");
        assertThat(version("twice")).isEqualTo("1");

        Files.move(whole, plugins.resolve("halved.jar"), StandardCopyOption.REPLACE_EXISTING);
        awaitVersion("halved", "1");
        Files.delete(plugins.resolve("twice.jar"));
        awaitVersion("twice", "2");
        for (String file : new String[] {"halved", "text", "java99", "twice-again"}) {
            Files.delete(plugins.resolve(file + ".jar"));
        }
        within(DROP_IN_MILLIS, () -> !stage.pluginList().contains("refused"));
    }

    @Test
    void commandsInstallUpdateRollBackAndRemove() throws Exception {
        assertThat(command(0, "install", plugin("handy", "1", ""))).contains("handy 1.0.0 serves");
        assertThat(plugins.resolve("handy.jar")).exists();
        assertThat(command(1, "install", plugin("handy", "2", ""))).contains("is there already: update it");
        command(0, "update", plugin("handy", "2", ""));
        assertThat(version("handy")).isEqualTo("2");

        assertThat(command(0, "rollback", "handy")).contains("handy 1.0.0 serves");
        assertThat(version("handy")).isEqualTo("1");

        command(0, "remove", "handy");
        assertThat(plugins.resolve("handy.jar")).doesNotExist();
        assertThat(announces("handy")).isFalse();
        assertThat(command(1, "update", plugin("handy", "2", ""))).contains("no plugin handy");
        assertThat(command(1, "remove", "handy")).contains("there is no plugin handy");
        assertThat(command(2, "polish", "handy")).contains("Say list");
    }

    @Test
    void aCheckSaysWhatWouldHappenAndDoesNothing() throws Exception {
        command(0, "install", plugin("tried", "1", ""));
        String before = stage.pluginList();

        assertThat(command(
                        0,
                        "check",
                        bundle("tried", "2", "", "urn:test:other")
                                .header("Import-Package", "org.jackdaw.plugin,org.jackdaw.xmpp,org.dom4j")
                                .file("db/tried/001.sql", "create table tried_tables (id int)")))
                .contains(
                        "tried 2.0.0 would replace 1.0.0",
                        "it would resolve",
                        "it would stop: tried 1.0.0",
                        "features that appear: urn:test:other",
                        "features that leave: urn:test:tried",
                        "tables that would be made: tried_tables");
        assertThat(command(1, "check", bundle("new", "1", "").header("Import-Package", "org.nowhere")))
                .contains("new 1.0.0 would be installed", "needs the package org.nowhere, which no bundle exports");
        Path api = ServerFolders.home().resolve("bundles/5-core/org.jackdaw.api.jar");
        assertThat(stage.server()
                        .command("plugin", "check", "--against", api.toString())
                        .output())
                .contains("tried 1.0.0 misses nothing");

        assertThat(stage.pluginList()).isEqualTo(before);
        assertThat(version("tried")).isEqualTo("1");
        command(0, "remove", "tried");
    }

    private void assertSteady() {
        assertThat(version("steady")).isEqualTo("1");
        assertThat(stage.pluginList()).contains("steady").doesNotContain("refused: steady");
    }

    private static String ask(String plugin) {
        return ASK.replace("urn:test:v", "urn:test:" + plugin);
    }

    private String version(String plugin) {
        return romeo.asks("get", "localhost", ask(plugin)).getText();
    }

    private boolean announces(String plugin) {
        return romeo.asks("get", "localhost", "<query xmlns='http://jabber.org/protocol/disco#info'/>")
                .asXML()
                .contains("urn:test:" + plugin);
    }

    private void awaitVersion(String plugin, String version) throws InterruptedException {
        within(DROP_IN_MILLIS, () -> announces(plugin) && version(plugin).equals(version));
    }

    private static TestBundle plugin(String name, String version, String fault) throws IOException {
        return bundle(name, version, fault).header("Import-Package", "org.jackdaw.plugin,org.jackdaw.xmpp,org.dom4j");
    }

    private static TestBundle bundle(String name, String version, String fault) throws IOException {
        return bundle(name, version, fault, "urn:test:" + name);
    }

    private static TestBundle bundle(String name, String version, String fault, String feature) throws IOException {
        return bundle(name, version, fault, feature, version);
    }

    private static TestBundle bundle(String name, String version, String fault, String feature, String answer)
            throws IOException {
        return new TestBundle(name)
                .header("Bundle-Version", version)
                .component(Versioned.class, """
                        <service>
                          <provide interface="org.jackdaw.plugin.IqHandler"/>
                          <provide interface="org.jackdaw.plugin.HealthCheck"/>
                        </service>
                        <property name="jackdaw.iq.element" value="version"/>
                        <property name="jackdaw.iq.namespace" value="%s"/>
                        <property name="jackdaw.iq.type" value="GET"/>
                        <property name="jackdaw.iq.to" value="SERVER"/>
                        <property name="test.version" value="%s"/>
                        <property name="test.fault" value="%s"/>
                        """.formatted(feature, answer, fault))
                .header("Import-Package", "org.jackdaw.plugin,org.jackdaw.xmpp,org.dom4j");
    }

    /** As an operator copies: under another name first, then renamed. */
    private void drop(TestBundle bundle) throws IOException {
        Path jar = bundle.writeTo(elsewhere);
        Files.move(jar, plugins.resolve(jar.getFileName()), StandardCopyOption.REPLACE_EXISTING);
    }

    private String command(int exitCode, String word, TestBundle bundle) throws Exception {
        return command(exitCode, word, bundle.writeTo(elsewhere).toString());
    }

    private static String command(int exitCode, String word, String argument) throws Exception {
        ServerProcess.Result result = stage.server().command("plugin", word, argument);
        assertThat(result.exitCode()).as(result.output()).isEqualTo(exitCode);
        return result.output();
    }
}

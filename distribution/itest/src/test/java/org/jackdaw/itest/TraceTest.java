package org.jackdaw.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jackdaw.itest.Waiting.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Why a stanza was not delivered: the operator asks, and each stop of its way is there. */
class TraceTest {

    private static final int FLOOD = 3000;

    /** More than the kernel takes for a client that does not read (net.ipv4.tcp_wmem: 4 MB): some of it never leaves. */
    private static final int QUEUE_BYTES = 4_500_000;

    /** Of 200 kB each, into the kernel's buffers and the queue. */
    private static final int MORE_THAN_FITS = 46;

    private static final String FILTER = """
            <service><provide interface="org.jackdaw.plugin.StanzaFilter"/></service>
            <property name="jackdaw.filter.point" value="INBOUND"/>
            """;
    private static final String HANDLER = """
            <service><provide interface="org.jackdaw.plugin.IqHandler"/></service>
            <property name="jackdaw.iq.element" value="do"/>
            <property name="jackdaw.iq.namespace" value="urn:test:troubled"/>
            <property name="jackdaw.iq.type" value="SET"/>
            <property name="jackdaw.iq.to" value="SERVER"/>
            """;

    private static Stage stage;

    @TempDir
    private static Path elsewhere;

    @RegisterExtension
    private final Scene scene = new Scene(() -> stage);

    private Client romeo;

    @BeforeAll
    static void start() throws Exception {
        stage = Stage.with(folders -> {
            drop(
                    new TestBundle("mute").header("Jackdaw-Needs", "SEE_BODIES").component(Mute.class, FILTER),
                    folders.plugins());
            drop(new TestBundle("troubled").component(Troubled.class, HANDLER), folders.plugins());
            folders.set("org.jackdaw.fences", "failures", 1)
                    .set("org.jackdaw.stream", "sendQueueBytes", QUEUE_BYTES)
                    .set("org.jackdaw.permissions", "granted", ServerFolders.GRANTED + ", mute:SEE_BODIES")
                    .set("org.jackdaw.offline", "messages", 1)
                    .set("org.jackdaw.trace", "entries", 200);
        });
    }

    private static void drop(TestBundle bundle, Path plugins) throws IOException {
        bundle.header("Bundle-Version", "1")
                .header("Import-Package", "org.jackdaw.plugin,org.jackdaw.xmpp,org.dom4j")
                .writeTo(plugins);
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
    void aMessageThatWaitsForItsReaderIsTracedToWhoKeepsIt() throws Exception {
        scene.account("juliet");
        romeo.sends("<message id='kept' to='juliet@localhost' type='chat'><body>secret</body></message>");
        romeo.settles();

        assertThat(story("kept"))
                .containsSubsequence(
                        "from     " + scene.cast("romeo@localhost/orchard"),
                        "to       " + scene.cast("juliet@localhost"),
                        "{jabber:client}body",
                        "received from its client",
                        "passed the filter of org.jackdaw.carbons ",
                        "decided by router: to an account",
                        "passed the filter of mute 1.0.0: INBOUND org.jackdaw.itest.Mute",
                        "decided by router: no resource takes it",
                        "consumed by the filter of org.jackdaw.offline ",
                        ": UNDELIVERED org.jackdaw.offline.OfflineMessages")
                .doesNotContain("secret");
        romeo.sends("<message id='full' to='juliet@localhost' type='chat'><body>secret</body></message>");
        romeo.receives("<message type='error' id='full'>" + Client.error("service-unavailable") + "</message>");
        assertThat(story("full"))
                .containsPattern(
                        "refused by org.jackdaw.offline \\S+: service-unavailable, too many messages are waiting");
    }

    @Test
    void aRefusedMessageIsTracedToTheFilterAndItsCondition() throws Exception {
        scene.isAvailable("juliet@localhost/balcony");
        romeo.sends("<message id='no' to='juliet@localhost' type='chat'><body>refuse me</body></message>");
        romeo.receives("<message type='error' id='no'>" + Client.error("policy-violation") + "</message>");

        assertThat(line("no")).contains("refused by mute 1.0.0: policy-violation, not in this house");
        assertThat(story("no"))
                .contains("decided by router: to an account", "refused by mute 1.0.0: policy-violation")
                .doesNotContain("refuse me");
    }

    @Test
    void aConsumedMessageIsTracedToTheFilter() throws Exception {
        scene.isAvailable("juliet@localhost/balcony");
        romeo.sends("<message id='gone' to='juliet@localhost' type='chat'><body>swallow me</body></message>");
        romeo.settles();

        assertThat(line("gone")).contains("consumed by the filter of mute 1.0.0: INBOUND org.jackdaw.itest.Mute");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<message id='%s' to='nobody@localhost' type='chat'/> | RFC 6121 §8.5.1:",
                "<message id='%s' to='romeo@localhost' type='error'/> | RFC 6121 §8.5.2.1.1:",
                "<message id='%s' to='romeo@localhost/gone' type='normal'/> | RFC 6121 §8.5.3.2.1: a normal",
                "<message id='%s' to='romeo@localhost/gone' type='headline'/> | RFC 6121 §8.5.3.2.1: a headline",
                "<message id='%s' to='romeo@localhost/gone' type='groupchat'/> | RFC 6121 §8.5.3.2.1: a groupchat",
                "<presence id='%s' to='romeo@localhost/gone'/> | RFC 6121 §8.5.3.2.2:",
                "<iq id='%s' to='romeo@localhost/gone' type='result'/> | RFC 6121 §8.5.3.2.3:",
                "<message id='%s' to='localhost'/> | RFC 6120 §10.5.1:",
            })
    void whatIsIgnoredNamesItsRule(String stanza, String rule) throws Exception {
        romeo.sends(stanza.formatted("ignored" + stanza.hashCode()));
        romeo.settles();

        assertThat(line("ignored" + stanza.hashCode())).contains("silently ignored by the rules: " + rule);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nowhere.example | refused by router: remote-server-not-found, no such domain here",
                "nowhere.localhost | refused by router: service-unavailable",
                "@ | jid-malformed, to: ",
            })
    void whatCannotBeRoutedNamesTheCondition(String to, String reason) throws Exception {
        romeo.sends("<message id='to " + to + "' to='" + to + "' type='chat'><body>hi</body></message>");
        romeo.settles();

        assertThat(line("to " + to)).contains(" to " + to + ": ", reason);
    }

    @Test
    void aRequestThatNobodyHandlesSaysSo() throws Exception {
        romeo.asksInVain("get", "localhost", "<query xmlns='urn:example:unknown'/>", "service-unavailable");

        String list = trace("list", scene.cast("romeo@localhost"));
        Matcher id = Pattern.compile("(?m)^ *(\\d+) .* iq get 'q\\d+' from .*refused by router: service-unavailable")
                .matcher(list);
        assertThat(id.find()).as(list).isTrue();
        assertThat(trace("show", id.group(1))).contains("nobody handles query of urn:example:unknown");
    }

    @Test
    void aPluginThatFailedAndIsShutIsNamed() throws Exception {
        scene.expectsTrouble("ERROR Fence troubled 1.0.0 failed");
        scene.expectsTrouble("ERROR Breaker troubled 1.0.0 is not called for 30 s, for its calls fail");
        for (String id : new String[] {"fails", "shut"}) {
            romeo.sends("<iq type='set' id='" + id + "' to='localhost'><do xmlns='urn:test:troubled'>throws</do></iq>");
        }
        romeo.settles();

        assertThat(story("fails"))
                .containsSubsequence("failed in troubled 1.0.0", "refused by router: internal-server-error");
        assertThat(story("shut"))
                .containsSubsequence(
                        "not called, for its fence is shut: troubled 1.0.0", "refused by router: service-unavailable");
    }

    @Test
    void bodiesAreThereOnlyWhileTheyAreAskedFor() throws Exception {
        Client juliet = scene.isAvailable("juliet@localhost/balcony");
        String address = scene.cast("juliet@localhost");
        say(juliet, "unseen");
        assertThat(trace("list", address)).doesNotContain("unseen");

        assertThat(trace("watch", address)).contains(address + " is watched until ");
        say(juliet, "seen");
        assertThat(story("seen"))
                .contains("sent to " + scene.cast("juliet@localhost/balcony"))
                .doesNotContain("<body>");

        assertThat(trace("watch", address, "--bodies", "--minutes", "5")).contains("with bodies");
        say(juliet, "read");
        assertThat(story("read")).contains("<body>read</body>");
        assertThat(trace("list")).contains("watched until ").doesNotContain("<body>");

        assertThat(trace("unwatch", address)).contains("is watched no longer");
        say(juliet, "unread");
        assertThat(story("read")).doesNotContain("<body>");
        assertThat(trace("list", address)).doesNotContain("unread");
    }

    private void say(Client juliet, String text) {
        romeo.sends("<message id='" + text + "' to='juliet@localhost/balcony' type='chat'><body>" + text
                + "</body></message>");
        juliet.receives("<message id='" + text + "' type='chat'><body>" + text + "</body></message>");
    }

    @Test
    void aMessageGivenBackByABrokenConnectionIsTracedToWhereItWent() throws Exception {
        scene.isAvailable("juliet@localhost/balcony");
        String body = "<body>" + "x".repeat(200_000) + "</body>";
        for (int i = 0; i < MORE_THAN_FITS; i++) {
            romeo.sends("<message id='late" + i + "' to='juliet@localhost/balcony' type='chat'>" + body + "</message>");
        }

        String reason = "given back by the broken connection of " + scene.cast("juliet@localhost/balcony")
                + "; refused by org.jackdaw.offline";
        // The server waits five seconds for the client to read, and 18 MB are archived besides.
        within(30_000, () -> list("juliet@localhost").contains(reason));
        String list = list("juliet@localhost");
        assertThat(list)
                .contains("queued for a client that does not read, and cut off: "
                        + scene.cast("juliet@localhost/balcony"));
        String returned =
                list.lines().filter(line -> line.contains(reason)).findFirst().orElseThrow();
        assertThat(trace("show", String.valueOf(number(returned))))
                .containsSubsequence(
                        "given back by the broken connection of " + scene.cast("juliet@localhost/balcony"),
                        "decided by router: no resource takes it",
                        "refused by org.jackdaw.offline");
    }

    @Test
    void aFloodLeavesTheNewestAndNoMore() throws Exception {
        String id = "i".repeat(5000);
        for (int i = 0; i < FLOOD; i++) {
            romeo.sends("<message to='romeo@localhost/gone' id='" + id + "'/>");
        }
        romeo.sends("<message to='romeo@localhost/gone' id='last'/>");
        romeo.settles();

        String list = trace("list");
        assertThat(list.lines().count()).isLessThanOrEqualTo(60);
        String newest = line("last");
        long number = number(newest);
        assertThat(stage.server()
                        .command("trace", "show", String.valueOf(number - 199))
                        .exitCode())
                .isZero();
        assertThat(stage.server()
                        .command("trace", "show", String.valueOf(number - 250))
                        .output())
                .contains("There is no trace " + (number - 250) + " (any more).");
        assertThat(trace("show", String.valueOf(number - 1)).length()).isLessThan(2000);
    }

    @Test
    void nobodyWritesLinesOfHisOwnIntoTheList() throws Exception {
        romeo.sends("<message id='a&#10;999999 forged \u009b31m' to='nobody@localhost'/>");
        romeo.settles();

        assertThat(trace("list", scene.cast("romeo@localhost"))).doesNotContain("\n999999", "\u009b");
        assertThat(trace("show", String.valueOf(number(trace("list", scene.cast("romeo@localhost"))))))
                .contains("id a?999999 forged ?31m");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "trace | Say list [JID]",
                "trace nonsense | Say list [JID]",
                "trace list a b | Say list [JID]",
                "trace list @ | @ is no address",
                "trace show | Say list [JID]",
                "trace show x | x is no number",
                "trace show -1 | -1 is no number",
                "trace show 99999999999999999999 | 99999999999999999999 is no number",
                "trace watch | Say list [JID]",
                "trace watch @ | @ is no address",
                "trace watch a@b --minutes | Say watch JID",
                "trace watch a@b --minutes 0 | Say watch JID",
                "trace watch a@b --minutes x | x is no number",
                "trace watch a@b --all | Say watch JID",
                "trace unwatch | Say list [JID]",
            })
    void wrongArgumentsAreAnswered(String command, String answer) throws Exception {
        ServerProcess.Result result = stage.server().command(command.split(" "));

        assertThat(result.output()).startsWith(answer);
        assertThat(result.exitCode()).isEqualTo(2);
    }

    @Test
    void whatIsNotThereIsAnswered() throws Exception {
        assertThat(stage.server().command("trace", "show", "999999999"))
                .isEqualTo(new ServerProcess.Result(1, "There is no trace 999999999 (any more).\n"));
        assertThat(stage.server().command("trace", "unwatch", "a@b"))
                .isEqualTo(new ServerProcess.Result(1, "a@b was not watched\n"));
    }

    private static String trace(String... words) throws IOException, InterruptedException {
        String[] all = new String[words.length + 1];
        all[0] = "trace";
        System.arraycopy(words, 0, all, 1, words.length);
        ServerProcess.Result result = stage.server().command(all);
        assertThat(result.exitCode()).as(result.output()).isZero();
        return result.output();
    }

    private String list(String address) {
        try {
            return trace("list", scene.cast(address));
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns the line of the newest stanza with that id. */
    private String line(String stanzaId) throws Exception {
        String[] lines = trace("list", scene.cast("romeo@localhost")).split("\n");
        for (int i = lines.length - 1; i >= 0; i--) {
            if (lines[i].contains(" '" + stanzaId + "' from ")) {
                return lines[i];
            }
        }
        throw new AssertionError("no trace of " + stanzaId + " in\n" + String.join("\n", lines));
    }

    private static long number(String line) {
        return Long.parseLong(line.strip().split(" ")[0]);
    }

    private String story(String stanzaId) throws Exception {
        return trace("show", String.valueOf(number(line(stanzaId))));
    }
}

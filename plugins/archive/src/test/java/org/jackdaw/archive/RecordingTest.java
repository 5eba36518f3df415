package org.jackdaw.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.dom4j.Element;
import org.jackdaw.archive.Verona.Answer;
import org.jackdaw.store.Database;
import org.jackdaw.testkit.Options;
import org.jackdaw.testkit.Stanzas;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes into archives, what is kept out, and what leaves them. */
@ParameterizedClass
@EnumSource(Database.Dialect.class)
class RecordingTest {

    private static final String ROMEO = "romeo@verona";
    private static final String JULIET = "juliet@verona";
    private static final String CHAT =
            "<message from='romeo@verona/x' to='juliet@verona' type='chat' id='m1'>%s</message>";
    private static final String HAIL = CHAT.formatted("<body>hail</body>");

    private final Verona verona;

    RecordingTest(Database.Dialect dialect) {
        verona = new Verona(dialect);
    }

    @AfterEach
    void close() {
        verona.close();
    }

    private List<String> archived(String owner) {
        return verona.asks(owner, "").bodies();
    }

    /** XEP-0313 §6.1.1, XEP-0334 §4. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<message><body>x</body></message>",
                "<message type='unknown'><body>x</body></message>",
                "<message type='chat'><store xmlns='urn:xmpp:hints'/></message>",
                "<message type='headline'><body>x</body><store xmlns='urn:xmpp:hints'/></message>",
                "<message><body>x</body><no-copy xmlns='urn:xmpp:hints'/></message>",
                "<message><encrypted xmlns='eu.siacs.conversations.axolotl'/></message>",
                "<message><received xmlns='urn:xmpp:receipts' id='1'/></message>",
                "<message id='r'><retract xmlns='urn:xmpp:message-retract:1' id='1'/></message>"
            })
    void archivesWhatBelongsToAConversation(String xml) {
        verona.sends(xml.replaceFirst("<message", "<message from='romeo@verona/x' to='juliet@verona'"));

        assertThat(verona.asks(ROMEO, "").results()).hasSize(1);
        assertThat(verona.asks(JULIET, "").results()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<message type='groupchat'><body>x</body><store xmlns='urn:xmpp:hints'/></message>",
                "<message type='headline'><body>x</body></message>",
                "<message type='error'><body>x</body><store xmlns='urn:xmpp:hints'/></message>",
                "<message><body>x</body><no-store xmlns='urn:xmpp:hints'/></message>",
                "<message><body>x</body><store xmlns='urn:xmpp:hints'/><no-permanent-store xmlns='urn:xmpp:hints'/></message>",
                "<message type='chat'><composing xmlns='http://jabber.org/protocol/chatstates'/></message>",
                "<message><body xmlns='urn:other'>x</body></message>",
                "<message/>"
            })
    void passesOnWhatDoesNot(String xml) {
        String sent = xml.replaceFirst("<message", "<message from='romeo@verona/x' to='juliet@verona'");

        assertThat(verona.sends(sent)).hasToString(Stanzas.message(sent).toString());

        assertThat(verona.rows()).isZero();
    }

    /** XEP-0313 §3.4, XEP-0359 §3: each sees the id of his own archive, and only that. */
    @Test
    void eachSideSeesItsOwnId() {
        Message marked = verona.marked(HAIL);
        Message left = new OutboundIds().filter(marked).orElseThrow();
        Message received = verona.receives(left.toString());

        assertThat(StanzaIds.of(marked, Jid.of(ROMEO)).orElseThrow())
                .hasToString(verona.asks(ROMEO, "").ids().getFirst());
        assertThat(left.toString()).doesNotContain("stanza-id");
        assertThat(received.copy().elements("stanza-id")).singleElement().satisfies(id -> {
            assertThat(id.attributeValue("by")).isEqualTo(JULIET);
            assertThat(id.attributeValue("id"))
                    .isEqualTo(verona.asks(JULIET, "").ids().getFirst());
        });
    }

    /** XEP-0359 §3, rules 2, 3 and 4: also of what is not archived, and however it is written. */
    @Test
    void forgedIdsAreRemoved() {
        String forged = "<stanza-id xmlns='urn:xmpp:sid:0' by='%s' id='forged'/>";
        String ids = forged.formatted("juliet@verona") + forged.formatted("Juliet@VERONA")
                + forged.formatted("romeo@verona") + forged.formatted("room@elsewhere") + forged.formatted("@")
                + "<origin-id xmlns='urn:xmpp:sid:0' id='mine'/>";

        for (String content : List.of("<body>x</body>", "<active xmlns='http://jabber.org/protocol/chatstates'/>")) {
            Message received = verona.sends(CHAT.formatted(content + ids));

            assertThat(received.toString())
                    .doesNotContain("by='Juliet@VERONA'", "by='juliet@verona' id='forged'", "by='romeo@verona'")
                    .contains("by='room@elsewhere' id='forged'", "by='@'", "<origin-id ");
        }
    }

    /** XEP-0313 §6.1.1: once, also if the message is routed again because its reader came just then. */
    @Test
    void aMessageThatIsRoutedAgainIsArchivedOnce() {
        Message received = verona.sends(HAIL);

        assertThat(verona.receives(received.toString())).hasToString(received.toString());

        assertThat(archived(JULIET)).containsExactly("hail");
    }

    /** An id that another knows must not keep his message out. */
    @Test
    void anIdOfTheArchiveDoesNotKeepAnothersMessageOut() {
        String id =
                StanzaIds.of(verona.sends(HAIL), Jid.of(JULIET)).orElseThrow().toString();

        Message received = verona.receives("<message from='tybalt@elsewhere/x' to='juliet@verona'><body>fake</body>"
                + "<stanza-id xmlns='urn:xmpp:sid:0' by='juliet@verona' id='" + id + "'/></message>");

        assertThat(received.toString()).doesNotContain(id);
        assertThat(archived(JULIET)).containsExactly("hail", "fake");
    }

    /** XEP-0359 §5: nor does who has sent a message put its id on another. */
    @Test
    void anIdOfTheArchiveIsNotTakenForAnotherMessageOfTheSameSender() {
        Message first = verona.sends(HAIL);

        Message second = verona.receives(first.toString().replace("hail", "fake"));

        assertThat(StanzaIds.of(second, Jid.of(JULIET))).isPresent().isNotEqualTo(StanzaIds.of(first, Jid.of(JULIET)));
        assertThat(archived(JULIET)).containsExactly("hail", "fake");
    }

    /** XEP-0313 §6.1.1: once, and with its id. */
    @Test
    void aMessageToOneselfIsArchivedOnce() {
        Message received =
                verona.sends("<message from='romeo@verona/x' to='romeo@verona/y'><body>buy poison</body></message>");

        assertThat(archived(ROMEO)).containsExactly("buy poison");
        assertThat(StanzaIds.of(received, Jid.of(ROMEO)).orElseThrow())
                .hasToString(verona.asks(ROMEO, "").ids().getFirst());
    }

    /** XEP-0313 §7.4. */
    @Test
    void nobodySpeaksInTheNameOfARoom() {
        verona.receives("<message from='room@elsewhere/nick' to='juliet@verona' type='chat'><body>1</body>"
                + "<x xmlns='http://jabber.org/protocol/muc#user'><item jid='pope@rome'/></x></message>");
        verona.receives("<message from='room@elsewhere' to='juliet@verona'><body>2</body>"
                + "<x xmlns='http://jabber.org/protocol/muc#user'><invite from='romeo@verona'/></x></message>");

        List<Element> results = verona.asks(JULIET, "").results();

        assertThat(Answer.message(results.getFirst()).element("x")).isNull();
        assertThat(Answer.message(results.getLast()).element("x")).isNotNull();
    }

    /** XEP-0441 §2.1, §2.3. */
    @Test
    void preferencesSayWhoseMessagesAreArchived() {
        Element prefs = verona.preferences(JULIET, "get", "<prefs xmlns='urn:xmpp:mam:2'/>");
        assertThat(prefs.attributeValue("default")).isEqualTo("always");
        assertThat(prefs.elements()).extracting(Element::getName).containsExactly("always", "never");
        verona.sends(HAIL);

        Element set = verona.preferences(
                JULIET,
                "set",
                "<prefs xmlns='urn:xmpp:mam:2' default='roster'><always><jid>pope@rome</jid></always>"
                        + "<never><jid>romeo@verona/x</jid><jid>tybalt@verona</jid></never></prefs>");

        assertThat(set.element("never").elements()).hasSize(2);
        verona.contacts.friends("juliet@verona", "romeo@verona");
        verona.contacts.friends("juliet@verona", "tybalt@verona");
        for (String from :
                List.of("romeo@verona/x", "romeo@verona/y", "tybalt@verona/z", "pope@rome/a", "paris@verona")) {
            verona.receives(HAIL.replace("romeo@verona/x", from).replace("hail", from));
        }
        assertThat(archived(JULIET)).containsExactly("hail", "romeo@verona/y", "pope@rome/a");
        assertThat(verona.preferences(JULIET, "get", "<prefs xmlns='urn:xmpp:mam:2'/>")
                        .asXML())
                .isEqualTo(set.asXML());
        assertThat(verona.preferences(ROMEO, "get", "<prefs xmlns='urn:xmpp:mam:2'/>")
                        .attributeValue("default"))
                .isEqualTo("always");
    }

    /** XEP-0441 §2.3: by the address that the message goes to. */
    @Test
    void preferencesHoldForWhatIsSent() {
        verona.preferences(ROMEO, "set", "<prefs xmlns='urn:xmpp:mam:2' default='never'/>");
        verona.sends(HAIL);
        verona.preferences(
                ROMEO,
                "set",
                "<prefs xmlns='urn:xmpp:mam:2' default='roster'><always><jid>nurse@verona</jid></always></prefs>");
        verona.sends(HAIL);
        verona.sends(HAIL.replace("juliet@verona", "nurse@verona/kitchen"));
        verona.sends(HAIL.replace("juliet@verona", "romeo@verona").replace("hail", "note"));

        assertThat(archived(ROMEO)).containsExactly("hail", "note");
        assertThat(archived(JULIET)).hasSize(2);
    }

    @Test
    void theOperatorSaysWhatHoldsWithoutPreferences() {
        verona.archive.close();
        verona.starts(Map.of("archiving", Preferences.Default.NEVER));

        verona.sends(HAIL);

        assertThat(verona.rows()).isZero();
        assertThat(verona.preferences(ROMEO, "get", "<prefs xmlns='urn:xmpp:mam:2'/>")
                        .attributeValue("default"))
                .isEqualTo("never");
    }

    /** XEP-0424 §4: in both archives, the retraction stays. */
    @Test
    void aRetractedMessageLeavesATombstone() {
        verona.sends(HAIL.replace("<body>", "<subject>secret</subject><body>"));
        List<String> before = verona.asks(JULIET, "").ids();

        verona.sends("<message from='romeo@verona/other' to='juliet@verona/y' type='chat' id='r1'><body>fallback</body>"
                + "<retract xmlns='urn:xmpp:message-retract:1' id='m1'/></message>");

        for (String owner : List.of(ROMEO, JULIET)) {
            List<Element> results = verona.asks(owner, "").results();
            assertThat(results).hasSize(2);
            Element tombstone = Answer.message(results.getFirst());
            assertThat(tombstone.attributeValue("id")).isEqualTo("m1");
            assertThat(tombstone.attributeValue("from")).isEqualTo("romeo@verona/x");
            assertThat(tombstone.attributeValue("type")).isEqualTo("chat");
            assertThat(tombstone.elements()).singleElement().satisfies(retracted -> {
                assertThat(retracted.getName()).isEqualTo("retracted");
                assertThat(retracted.getNamespaceURI()).isEqualTo("urn:xmpp:message-retract:1");
                assertThat(retracted.attributeValue("id")).isEqualTo("r1");
                assertThat(java.time.Instant.parse(retracted.attributeValue("stamp")))
                        .isNotNull();
            });
            assertThat(Answer.message(results.getLast()).element("retract")).isNotNull();
            assertThat(verona.asks(owner, Verona.form("{urn:xmpp:fulltext:0}fulltext", "hail"))
                            .results())
                    .isEmpty();
        }
        assertThat(verona.asks(JULIET, "").ids()).startsWith(before.getFirst());
    }

    /** XEP-0424 §5: by who has sent it, with an id, and not of a retraction. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<message from='juliet@verona/x' to='romeo@verona' id='r'><retract xmlns='urn:xmpp:message-retract:1' id='m1'/></message>",
                "<message from='tybalt@verona/x' to='juliet@verona' id='r'><retract xmlns='urn:xmpp:message-retract:1' id='m1'/></message>",
                "<message from='romeo@verona/x' to='nurse@verona' id='r'><retract xmlns='urn:xmpp:message-retract:1' id='m1'/></message>",
                "<message from='romeo@verona/x' to='juliet@verona'><retract xmlns='urn:xmpp:message-retract:1' id='m1'/></message>",
                "<message from='romeo@verona/x' to='juliet@verona' id='r'><retract xmlns='urn:xmpp:message-retract:1'/></message>",
                "<message from='romeo@verona/x' to='juliet@verona' id='r'><retract xmlns='urn:xmpp:message-retract:1' id='m2'/></message>",
                "<message from='romeo@verona/x' to='juliet@verona' id='r'><retract xmlns='urn:other' id='m1'/><body/></message>",
                "<message from='romeo@verona/x' to='juliet@verona' id='m1'><retract xmlns='urn:xmpp:message-retract:1' id='r'/></message>"
            })
    void nobodyElseRetracts(String retraction) {
        verona.sends(HAIL);

        verona.sends(retraction);

        assertThat(archived(JULIET)).startsWith("hail");
        assertThat(archived(ROMEO)).startsWith("hail");
    }

    /** XEP-0424 §5: occupants of a room share a bare address. */
    @ParameterizedTest
    @CsvSource({"paris, true", "tybalt, false"})
    void anOccupantRetractsOnlyWhatIsHis(String nick, boolean isRetracted) {
        String message = "<message from='ball@rooms/%s' to='juliet@verona/x' type='chat' id='%s'>%s"
                + "<x xmlns='http://jabber.org/protocol/muc#user'/></message>";
        verona.receives(message.formatted("paris", "m1", "<body>hail</body>"));

        verona.receives(message.formatted(nick, "r", "<retract xmlns='urn:xmpp:message-retract:1' id='m1'/>"));

        assertThat(archived(JULIET).getFirst() == null).isEqualTo(isRetracted);
    }

    /** XEP-0313 §6.1.1: once, though another version of the plugin, or the server before its restart, has archived it. */
    @Test
    void whatIsRoutedAgainAfterASwapIsArchivedOnce() {
        Message message = verona.receives(HAIL);
        verona.archive.close();
        verona.starts(Map.of());

        verona.receives(message.toString());
        assertThat(archived(JULIET)).hasSize(1);

        // Nobody else can say so of his messages.
        verona.receives(message.toString().replace("romeo@verona/x", "tybalt@verona/x"));
        assertThat(archived(JULIET)).hasSize(2);
    }

    /** One of thousands. */
    @Test
    void anOldMessageIsRetracted() {
        verona.sends(HAIL);
        for (int i = 0; i < 300; i++) {
            verona.sends(HAIL.replace("'m1'", "'n" + i + "'"));
        }

        verona.sends(CHAT.replace("m1", "r").formatted("<retract xmlns='urn:xmpp:message-retract:1' id='m1'/>"));

        assertThat(verona.asks(JULIET, Verona.set("<max>1</max>")).bodies()).containsOnlyNulls();
    }

    @Test
    void aMessageThatIsTooOldIsNotRetracted() {
        verona.archive.close();
        verona.starts(Map.of("retractions", 100));
        verona.sends(HAIL);
        for (int i = 0; i < 100; i++) {
            verona.sends(HAIL.replace("'m1'", "'n" + i + "'"));
        }

        verona.sends(CHAT.replace("m1", "r").formatted("<retract xmlns='urn:xmpp:message-retract:1' id='m1'/>"));

        assertThat(archived(JULIET).getFirst()).isEqualTo("hail");
    }

    /** XEP-0313 §3.2: the oldest, by age and number, as the account's domain has it. */
    @Test
    void oldMessagesGo() {
        String other = "<message from='pope@rome/x' to='%s'><body>%s</body></message>";
        for (int i = 0; i < 3; i++) {
            verona.receives(other.formatted("juliet@verona", i));
            verona.receives(other.formatted("paris@mantua", i));
            verona.receives(other.formatted("duke@milan", i));
        }
        verona.passes(Duration.ofDays(3));
        for (int i = 3; i < 8; i++) {
            verona.receives(other.formatted("juliet@verona", i));
            verona.receives(other.formatted("paris@mantua", i));
            verona.receives(other.formatted("duke@milan", i));
        }
        verona.archive.close();
        verona.starts(Map.of("days", 2, "domains", new String[] {"mantua:0:4", "milan:0:0"}));
        verona.archive.retention().sweep();

        assertThat(archived(JULIET)).containsExactly("3", "4", "5", "6", "7");
        assertThat(archived("paris@mantua")).containsExactly("4", "5", "6", "7");
        assertThat(archived("duke@milan")).hasSize(8);
    }

    @Test
    void manyOldMessagesGoToo() {
        for (int i = 0; i < 450; i++) {
            verona.receives("<message from='pope@rome/x' to='juliet@verona'><body>" + i + "</body></message>");
        }
        verona.archive.close();
        verona.starts(Map.of("messages", 10));

        verona.archive.retention().sweep();

        assertThat(archived(JULIET)).hasSize(10).startsWith("440");
    }

    /** And who gets the address next finds nothing of it, at once. */
    @Test
    void theArchiveOfADeletedAccountGoes() {
        verona.sends(HAIL);
        verona.preferences(JULIET, "set", "<prefs xmlns='urn:xmpp:mam:2' default='always'/>");

        verona.accounts.deleted(Jid.of(JULIET));

        assertThat(archived(JULIET)).isEmpty();
        assertThat(archived(ROMEO)).containsExactly("hail");
        verona.archive.retention().sweep();
        assertThat(verona.rows()).isEqualTo(1);
        verona.sends(HAIL);
        assertThat(archived(JULIET)).containsExactly("hail");
        verona.accounts.deleted(Jid.of("nobody@verona"));
    }

    /** What was under way to the account while it was deleted is nothing for the next one of that name. */
    @Test
    void aNewAccountBeginsWithAnEmptyArchive() {
        verona.accounts.deleted(Jid.of(JULIET));
        verona.sends(HAIL);

        verona.accounts.created(Jid.of(JULIET));

        assertThat(archived(JULIET)).isEmpty();
    }

    /** A restart, with the clock set back meanwhile: what comes later is later. */
    @Test
    void orderOutlivesAClockThatIsSetBack() {
        verona.sends(HAIL);
        verona.passes(Duration.ofDays(-1));
        verona.database.transaction(connection -> {
            try (var update = connection.prepareStatement("UPDATE archive_clock SET newest = ?")) {
                update.setLong(
                        1, System.currentTimeMillis() + Duration.ofDays(1).toMillis() + 1000);
                return update.executeUpdate();
            }
        });
        verona.archive.close();
        verona.starts(Map.of());

        verona.sends(HAIL.replace("hail", "later"));

        assertThat(archived(JULIET)).containsExactly("hail", "later");
        assertThat(verona.asks(JULIET, Verona.set("<max>1</max><before/>")).bodies())
                .containsExactly("later");
        assertThat(verona.metadata(JULIET).element("end").attributeValue("id"))
                .isEqualTo(verona.asks(JULIET, "").ids().getLast());
    }

    @Test
    void whatWasArchivedOutlivesTheInstance() {
        verona.sends(HAIL);
        Archive old = verona.archive;
        verona.starts(Map.of());
        old.close();

        assertThat(archived(JULIET)).containsExactly("hail");
    }

    /** Two versions of the plugin write at once while one takes the other's place. */
    @Test
    void twoInstancesMayWriteAtOnce() throws Exception {
        Archive old = verona.archive;
        Archive next = new Archive(Options.of(ArchiveConfig.class), verona.database);
        Message message = Stanzas.message(HAIL);
        List<Future<?>> writing = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Archive archive : List.of(old, next)) {
                writing.add(threads.submit(() -> {
                    for (int i = 0; i < 200; i++) {
                        archive.add(Jid.of(JULIET), Jid.of(ROMEO), Stanzas.message(message.toString()));
                    }
                }));
            }
        }
        for (Future<?> each : writing) {
            each.get();
        }
        next.close();

        Answer answer = verona.asks(JULIET, Verona.set("<max>0</max>"));
        assertThat(answer.rsm("count")).isEqualTo("400");
    }

    /** XEP-0313 §3.1: the new version answers while the old one has taken a message and is still writing it. */
    @Test
    void whoAsksDuringASwapSeesWhatTheOldVersionHasTaken() {
        Archive old = new Archive(Options.of(ArchiveConfig.class), new SlowDatabase(verona.database));
        old.add(Jid.of(JULIET), Jid.of(ROMEO), Stanzas.message(HAIL));
        verona.sends(HAIL.replace("hail", "later"));

        List<String> seen = archived(JULIET);
        old.close();

        assertThat(seen).containsExactly("hail", "later");
    }

    /** XEP-0313 §3.1: who asks sees no gap that is filled later. */
    @Test
    void whatManySendAtOnceIsReadInTheOrderOfTheIds() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int t = 0; t < 4; t++) {
                String from = "sender" + t + "@elsewhere/x";
                threads.submit(() -> {
                    for (int i = 0; i < 50; i++) {
                        verona.receives(
                                "<message from='" + from + "' to='juliet@verona'><body>" + i + "</body></message>");
                    }
                });
            }
            String after = "";
            int seen = 0;
            for (int turn = 0; turn < 10_000 && seen < 200; turn++) {
                Answer answer = verona.asks(JULIET, Verona.set(after));
                seen += answer.results().size();
                if (!answer.ids().isEmpty()) {
                    after = "<after>" + answer.rsm("last") + "</after>";
                }
            }
            assertThat(seen).isEqualTo(200);
        }
    }
}

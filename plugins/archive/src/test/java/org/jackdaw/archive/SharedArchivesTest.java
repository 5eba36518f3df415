package org.jackdaw.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dom4j.Element;
import org.jackdaw.plugin.Archives;
import org.jackdaw.store.Database;
import org.jackdaw.testkit.Options;
import org.jackdaw.testkit.Stanzas;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives of those that are no accounts. */
@ParameterizedClass
@EnumSource(Database.Dialect.class)
class SharedArchivesTest {

    private static final String ROOM = "balcony@conference.verona";
    private static final Jid OWNER = Jid.of(ROOM + "/7");
    private static final Jid LATER = Jid.of(ROOM + "/8");

    private final Verona verona;

    SharedArchivesTest(Database.Dialect dialect) {
        verona = new Verona(dialect);
    }

    @AfterEach
    void close() {
        verona.close();
    }

    private Archives archives() {
        return new SharedArchives(verona.archive);
    }

    private static Message message(String nick, String content) {
        return Stanzas.message(
                "<message type='groupchat' from='" + ROOM + "/" + nick + "' id='m'>" + content + "</message>");
    }

    private static Message said(String text) {
        return message("Juliet", "<body>" + text + "</body>");
    }

    private List<String> last(Jid owner, int most) {
        return archives().last(owner, most).stream()
                .map(archived -> archived.message().body().orElse(""))
                .toList();
    }

    private final List<Element> results = new ArrayList<>();

    private Element asks(String content) {
        results.clear();
        Archives.Reader reader = new Archives.Reader(
                message -> message.with(
                        copy -> Optional.ofNullable(copy.element("x")).ifPresent(Element::detach)),
                message -> results.add(message.copy()));
        return archives()
                .answer(
                        OWNER,
                        Stanzas.iq("<iq type='set' id='q' from='romeo@verona/x' to='" + ROOM + "'><query xmlns='"
                                + Verona.MAM + "' queryid='f'>" + content + "</query></iq>"),
                        reader)
                .orElseThrow();
    }

    private List<String> bodies(String content) {
        asks(content);
        return results.stream()
                .map(result -> result.element("result")
                        .element("forwarded")
                        .element("message")
                        .elementText("body"))
                .toList();
    }

    /** XEP-0313 §4.2, §6.1.2: as it is, and as who asks may see it. */
    @Test
    void whatIsAddedIsFound() {
        Message kept = message(
                "Juliet",
                "<body>hail</body><x xmlns='http://jabber.org/protocol/muc#user'><item jid='juliet@verona/x'/></x>");
        String id = archives().add(OWNER, kept).orElseThrow();

        assertThat(archives().find(OWNER, id).orElseThrow().message()).hasToString(kept.toString());
        assertThat(archives().find(OWNER, id.replace('7', '8'))).isEmpty();
        assertThat(archives().find(LATER, id)).isEmpty();
        Element fin = asks("");
        assertThat(fin.attributeValue("complete")).isEqualTo("true");
        assertThat(results).singleElement().satisfies(message -> {
            assertThat(message.attributeValue("from")).isEqualTo(ROOM);
            assertThat(message.attributeValue("to")).isEqualTo("romeo@verona/x");
            Element result = message.element("result");
            assertThat(result.attributeValue("id")).isEqualTo(id);
            assertThat(result.attributeValue("queryid")).isEqualTo("f");
            Element forwarded = result.element("forwarded").element("message");
            assertThat(forwarded.attributeValue("from")).isEqualTo(ROOM + "/Juliet");
            assertThat(forwarded.element("x")).isNull();
            assertThat(forwarded.element("stanza-id")).isNull();
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<composing xmlns='http://jabber.org/protocol/chatstates'/>",
                "<body>x</body><no-store xmlns='urn:xmpp:hints'/>",
                "<body xmlns='urn:other'>x</body>"
            })
    void whatIsNotWorthItIsNot(String content) {
        assertThat(archives().add(OWNER, message("Juliet", content))).isEmpty();

        assertThat(verona.rows()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<body>x</body>",
                "<subject>x</subject>",
                "<subject/>",
                "<retract xmlns='urn:xmpp:message-retract:1' id='1'/>",
                "<encrypted xmlns='urn:xmpp:omemo:2'/>",
                "<store xmlns='urn:xmpp:hints'/>"
            })
    void whatBelongsToTheRoomIsArchived(String content) {
        assertThat(archives().add(OWNER, message("Juliet", content))).isPresent();
    }

    /** XEP-0313 §4.1.1, §4.3. */
    @Test
    void partsAreAskedFor() {
        for (int i = 0; i < 5; i++) {
            archives().add(OWNER, message(i == 2 ? "Romeo" : "Juliet", "<body>m" + i + "</body>"));
        }
        archives().add(LATER, said("of another room"));

        assertThat(last(OWNER, 2)).containsExactly("m3", "m4");
        assertThat(bodies(Verona.set("<max>2</max>"))).containsExactly("m0", "m1");
        assertThat(bodies(Verona.form("with", ROOM + "/Romeo"))).containsExactly("m2");
        assertThat(bodies(Verona.form("with", ROOM))).hasSize(5);
        assertThat(bodies(Verona.form("with", "romeo@verona"))).isEmpty();
    }

    @Test
    void aTombstoneTakesItsPlace() {
        String id = archives().add(OWNER, said("a secret")).orElseThrow();

        assertThat(archives().replace(OWNER, id, message("Juliet", "<retracted/>")))
                .isTrue();
        assertThat(archives().replace(LATER, id, message("Juliet", "<retracted/>")))
                .isFalse();
        assertThat(archives().replace(OWNER, "x", message("Juliet", "<retracted/>")))
                .isFalse();

        assertThat(last(OWNER, 5)).containsExactly("");
        assertThat(archives().find(OWNER, id).orElseThrow().message().toString())
                .contains("retracted")
                .doesNotContain("secret");
    }

    @Test
    void anOwnerWhoIsNoMoreLeavesNothing() {
        archives().add(OWNER, said("old"));
        archives().add(LATER, said("new"));

        archives().clear(OWNER);
        verona.archive.retention().sweep();

        assertThat(last(OWNER, 5)).isEmpty();
        assertThat(last(LATER, 5)).containsExactly("new");
        assertThat(verona.rows()).isEqualTo(1);
    }

    /** XEP-0313 §3.2: by days and by number, as accounts. */
    @Test
    void theOldestGo() {
        archives().add(OWNER, said("old"));
        verona.passes(Duration.ofDays(3));
        for (int i = 0; i < 4; i++) {
            archives().add(OWNER, said("m" + i));
        }
        verona.archive.close();
        verona.starts(Map.of("days", 2, "domains", new String[] {"conference.verona:2:3"}));

        verona.archive.retention().sweep();

        assertThat(last(OWNER, 9)).containsExactly("m1", "m2", "m3");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<iq type='set' id='q' from='a@b/c' to='d@e'><metadata xmlns='urn:xmpp:mam:2'/></iq>",
                "<iq type='get' id='q' from='a@b/c' to='d@e'><prefs xmlns='urn:xmpp:mam:2'/></iq>",
                "<iq type='get' id='q' from='a@b/c' to='d@e'><fin xmlns='urn:xmpp:mam:2'/></iq>"
            })
    void otherRequestsAreRefused(String xml) {
        assertThatThrownBy(() -> archives()
                        .answer(OWNER, Stanzas.iq(xml), new Archives.Reader(message -> message, message -> {})))
                .hasMessageStartingWith("service-unavailable");
    }

    /** Two versions at once, as a swap has them: all is there, in the order in which it was said. */
    @Test
    void aSwapLosesAndDoublesNothing() throws Exception {
        Archive old = new Archive(Options.of(ArchiveConfig.class), new SlowDatabase(verona.database));
        SharedArchives before = new SharedArchives(old);
        List<String> ids = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            texts.add("m" + i);
            if (i == 10) {
                // Within a millisecond the ids of two versions have no order.
                Thread.sleep(2);
            }
            ids.add((i < 10 ? before : archives()).add(OWNER, said("m" + i)).orElseThrow());
        }
        assertThat(last(OWNER, 50)).isEqualTo(texts);
        old.close();

        assertThat(last(OWNER, 50)).isEqualTo(texts);
        assertThat(ids).isSorted();
        assertThat(archives().last(OWNER, 50)).extracting(Archives.Archived::id).isEqualTo(ids);
    }
}

package org.jackdaw.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jackdaw.archive.Verona.form;
import static org.jackdaw.archive.Verona.set;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.dom4j.Element;
import org.jackdaw.archive.Verona.Answer;
import org.jackdaw.store.Database;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What comes back of what was archived, by section of XEP-0313 unless it says otherwise. */
@ParameterizedClass
@EnumSource(Database.Dialect.class)
class ArchiveTest {

    private static final String ROMEO = "romeo@verona";
    private static final String JULIET = "juliet@verona";

    private final Verona verona;

    ArchiveTest(Database.Dialect dialect) {
        verona = new Verona(dialect);
    }

    @AfterEach
    void close() {
        verona.close();
    }

    private void chat(String from, String to, String body) {
        verona.sends("<message from='" + from + "/x' to='" + to + "' type='chat' id='" + body + "'><body>" + body
                + "</body></message>");
    }

    private void talk(int messages) {
        for (int i = 0; i < messages; i++) {
            chat(ROMEO, JULIET, "m" + i);
        }
    }

    private static List<String> numbered(int from, int to) {
        List<String> bodies = new ArrayList<>();
        for (int i = from; i < to; i++) {
            bodies.add("m" + i);
        }
        return bodies;
    }

    /** §4: to both sides, in order, before the final result. */
    @Test
    void bothSidesFindTheirConversation() {
        Instant begin = Instant.now().minusMillis(1);
        chat(ROMEO, JULIET, "hail");
        chat(JULIET, ROMEO, "well met");

        for (String owner : List.of(ROMEO, JULIET)) {
            Answer answer = verona.asks(owner, "queryid='f27'", "");
            assertThat(answer.bodies()).containsExactly("hail", "well met");
            assertThat(answer.isComplete()).isTrue();
            assertThat(answer.results()).allMatch(result -> "f27".equals(result.attributeValue("queryid")));
            assertThat(answer.rsm("first")).isEqualTo(answer.ids().getFirst());
            assertThat(answer.rsm("last")).isEqualTo(answer.ids().getLast());
            Element message = Answer.message(answer.results().getFirst());
            assertThat(message.attributeValue("from")).isEqualTo("romeo@verona/x");
            assertThat(message.attributeValue("to")).isEqualTo(JULIET);
            assertThat(message.getNamespaceURI()).isEqualTo("jabber:client");
            Element delay = answer.results().getFirst().element("forwarded").element("delay");
            assertThat(Instant.parse(delay.attributeValue("stamp"))).isBetween(begin, Instant.now());
        }
        assertThat(verona.asks(ROMEO, "").ids())
                .doesNotContainAnyElementsOf(verona.asks(JULIET, "").ids());
    }

    @Test
    void anEmptyArchiveAnswers() {
        Answer answer = verona.asks("paris@verona", form("with", ROMEO));

        assertThat(answer.results()).isEmpty();
        assertThat(answer.isComplete()).isTrue();
        assertThat(answer.fin().element("set").elements()).isEmpty();
    }

    /** §4.1.1. */
    @Test
    void withABareAddressIsWithAllItsResources() {
        chat(ROMEO, "juliet@verona/balcony", "1");
        chat(ROMEO, JULIET, "2");
        chat(ROMEO, "nurse@verona", "3");
        chat("juliet@verona", ROMEO, "4");

        assertThat(verona.asks(ROMEO, form("with", JULIET)).bodies()).containsExactly("1", "2", "4");
        assertThat(verona.asks(ROMEO, form("with", "Juliet@Verona/balcony")).bodies())
                .containsExactly("1");
        assertThat(verona.asks(ROMEO, form("with", "juliet@verona/x")).bodies()).containsExactly("4");
        assertThat(verona.asks(ROMEO, form("with", "tybalt@verona")).bodies()).isEmpty();
    }

    /** §4.1.1: else every message in the archive would match. */
    @Test
    void withOneselfIsWhatOneWroteToOneself() {
        chat(ROMEO, JULIET, "1");
        verona.leaves("<message from='romeo@verona/x' to='romeo@verona' type='chat'><body>2</body></message>");
        verona.leaves("<message from='romeo@verona/x' type='chat'><body>3</body></message>");

        assertThat(verona.asks(ROMEO, form("with", ROMEO)).bodies()).containsExactly("2", "3");
        assertThat(verona.asks(ROMEO, form("with", ROMEO + "/y")).bodies()).containsExactly("2", "3");
        assertThat(verona.asks(ROMEO, "").bodies()).containsExactly("1", "2", "3");
    }

    /** §4.1.2: both ends are included. */
    @Test
    void timesLimitTheResults() throws Exception {
        talk(3);
        Thread.sleep(5);
        Instant middle = Instant.now();
        Thread.sleep(5);
        chat(ROMEO, JULIET, "late");

        assertThat(verona.asks(ROMEO, form("end", middle.toString())).bodies()).isEqualTo(numbered(0, 3));
        assertThat(verona.asks(ROMEO, form("start", middle.toString())).bodies())
                .containsExactly("late");
        assertThat(verona.asks(ROMEO, form("start", middle.toString(), "end", middle.toString()))
                        .bodies())
                .isEmpty();
        Element delay =
                verona.asks(ROMEO, "").results().getLast().element("forwarded").element("delay");
        String exact = delay.attributeValue("stamp");
        assertThat(verona.asks(ROMEO, form("start", exact, "end", exact)).bodies())
                .containsExactly("late");
        assertThat(verona.asks(ROMEO, form("start", "1969-07-21T02:56:15+00:00", "end", "9999-12-31T23:59:59Z"))
                        .bodies())
                .hasSize(4);
    }

    /** §4.3, XEP-0059 §2.2 and §2.3. */
    @Test
    void pagesGoForwardsAndBackwards() {
        talk(25);
        Answer first = verona.asks(ROMEO, set("<max>10</max>"));
        Answer second = verona.asks(ROMEO, set("<max>10</max><after>" + first.rsm("last") + "</after>"));
        Answer third = verona.asks(ROMEO, set("<max>10</max><after>" + second.rsm("last") + "</after>"));
        Answer back = verona.asks(ROMEO, set("<max>10</max><before>" + third.rsm("first") + "</before>"));

        assertThat(first.bodies()).isEqualTo(numbered(0, 10));
        assertThat(first.isComplete()).isFalse();
        assertThat(second.bodies()).isEqualTo(numbered(10, 20));
        assertThat(second.isComplete()).isFalse();
        assertThat(third.bodies()).isEqualTo(numbered(20, 25));
        assertThat(third.isComplete()).isTrue();
        assertThat(back.ids()).isEqualTo(second.ids());
        assertThat(back.isComplete()).isFalse();
        assertThat(verona.asks(ROMEO, set("<max>10</max><after>" + third.rsm("last") + "</after>"))
                        .isComplete())
                .isTrue();
    }

    /** §4.3.3. */
    @Test
    void anEmptyBeforeIsTheLastPage() {
        talk(25);

        Answer last = verona.asks(ROMEO, form("with", JULIET) + set("<max>10</max><before/>"));
        Answer previous = verona.asks(ROMEO, set("<max>20</max><before>" + last.rsm("first") + "</before>"));

        assertThat(last.bodies()).isEqualTo(numbered(15, 25));
        assertThat(last.isComplete()).isFalse();
        assertThat(previous.bodies()).isEqualTo(numbered(0, 15));
        assertThat(previous.isComplete()).isTrue();
    }

    /** §4.3.4: the same messages, sent from the end. */
    @Test
    void aPageMayBeFlipped() {
        talk(5);

        Answer flipped = verona.asks(ROMEO, set("<max>3</max>") + "<flip-page/>");

        assertThat(flipped.bodies()).containsExactly("m2", "m1", "m0");
        assertThat(flipped.rsm("first")).isEqualTo(flipped.ids().getLast());
        assertThat(flipped.rsm("last")).isEqualTo(flipped.ids().getFirst());
    }

    /** XEP-0059 §2.7. */
    @Test
    void noMessagesAreJustCounted() {
        talk(5);

        Answer counted = verona.asks(ROMEO, form("with", JULIET) + set("<max>0</max>"));

        assertThat(counted.results()).isEmpty();
        assertThat(counted.rsm("count")).isEqualTo("5");
        assertThat(counted.isComplete()).isFalse();
        List<String> ids = verona.asks(ROMEO, "").ids().subList(1, 3);
        assertThat(verona.asks(ROMEO, form("ids", String.join("</value><value>", ids)) + set("<max>0</max>"))
                        .rsm("count"))
                .isEqualTo("2");
        assertThat(verona.asks(ROMEO, form("with", "nobody@verona") + set("<max>0</max>"))
                        .rsm("count"))
                .isEqualTo("0");
    }

    /** §4.1.3. */
    @Test
    void idsLimitTheResults() {
        talk(6);
        List<String> ids = verona.asks(ROMEO, "").ids();

        assertThat(verona.asks(ROMEO, form("after-id", ids.get(1), "before-id", ids.get(4)))
                        .bodies())
                .containsExactly("m2", "m3");
        assertThat(verona.asks(ROMEO, form("ids", ids.get(4) + "</value><value>" + ids.get(1)))
                        .bodies())
                .containsExactly("m1", "m4");
        assertThat(verona.asks(ROMEO, form("ids", ids.get(4), "with", "nurse@verona"))
                        .bodies())
                .isEmpty();
        assertThat(verona.asks(ROMEO, form("ids", ids.get(4), "after-id", ids.get(4)))
                        .bodies())
                .isEmpty();
        assertThat(verona.asks(ROMEO, form("ids", ids.get(4), "with", JULIET)).bodies())
                .containsExactly("m4");
    }

    /** §4.1.3, §4.3.2, §7.1: also those of another's archive. */
    @Test
    void unknownIdsAreNotFound() {
        talk(2);
        String foreign = verona.asks(JULIET, "").ids().getFirst();

        for (String id : List.of(foreign, "09af3-cc343-b409f", "1-1-1-1-1", "x".repeat(1000))) {
            for (String query : List.of(
                    form("after-id", id),
                    form("before-id", id),
                    form("ids", id),
                    set("<after>" + id + "</after>"),
                    set("<before>" + id + "</before>"))) {
                assertThatThrownBy(() -> verona.asks(ROMEO, query)).hasMessageStartingWith("item-not-found");
            }
        }
        assertThatThrownBy(() -> verona.asks("nobody@verona", form("ids", foreign)))
                .hasMessageStartingWith("item-not-found");
    }

    /** §4.3.1: the server gives no more than it wants to. */
    @Test
    void aPageIsNoLongerThanConfigured() {
        talk(5);
        verona.archive.close();
        verona.starts(Map.of("page", 2));

        assertThat(verona.asks(ROMEO, "").bodies()).containsExactly("m0", "m1");
        assertThat(verona.asks(ROMEO, "").isComplete()).isFalse();
        assertThat(verona.asks(ROMEO, set("<max>100</max><before/>")).bodies()).containsExactly("m3", "m4");
    }

    /** What is sent must fit into what may wait for a client. */
    @Test
    void aPageOfHugeMessagesIsShort() {
        for (int i = 0; i < 4; i++) {
            verona.sends("<message from='romeo@verona/x' to='juliet@verona' id='m" + i + "'><body>"
                    + "x".repeat(200_000) + "</body></message>");
        }

        Answer first = verona.asks(ROMEO, "");
        Answer last = verona.asks(ROMEO, set("<before/>"));

        assertThat(first.results()).hasSize(2);
        assertThat(first.isComplete()).isFalse();
        assertThat(last.results()).hasSize(2);
        assertThat(last.isComplete()).isFalse();
        assertThat(verona.asks(ROMEO, set("<after>" + first.rsm("last") + "</after>"))
                        .ids())
                .isEqualTo(last.ids());
    }

    /** §5. */
    @Test
    void metadataSaysWhereTheArchiveBeginsAndEnds() {
        assertThat(verona.metadata(ROMEO).elements()).isEmpty();
        talk(3);
        List<String> ids = verona.asks(ROMEO, "").ids();

        Element metadata = verona.metadata(ROMEO);

        assertThat(metadata.element("start").attributeValue("id")).isEqualTo(ids.getFirst());
        assertThat(metadata.element("end").attributeValue("id")).isEqualTo(ids.getLast());
        assertThat(Instant.parse(metadata.element("end").attributeValue("timestamp")))
                .isBeforeOrEqualTo(Instant.now());
    }

    /** XEP-0059 §2.7: more than a page may hold. */
    @Test
    void largeMessagesAreCountedToo() {
        String words = "art ".repeat(30_000);
        for (int i = 0; i < 8; i++) {
            chat(ROMEO, JULIET, words);
        }

        Answer counted = verona.asks(ROMEO, form("{urn:xmpp:fulltext:0}fulltext", "art") + set("<max>0</max>"));

        assertThat(counted.rsm("count")).isEqualTo("8");
    }

    /** XEP-0431 §2.2: words in any case, all of them, whole. */
    @Test
    void wordsAreFound() {
        chat(ROMEO, JULIET, "Wherefore art thou");
        chat(JULIET, ROMEO, "ART is long");
        chat(ROMEO, JULIET, "party");
        chat(ROMEO, "nurse@verona", "the art of d\u00e9j\u00e0-vu, 42 times");
        String field = "{urn:xmpp:fulltext:0}fulltext";

        assertThat(verona.asks(ROMEO, form(field, "art")).bodies())
                .containsExactly("Wherefore art thou", "ART is long", "the art of d\u00e9j\u00e0-vu, 42 times");
        assertThat(verona.asks(ROMEO, form(field, "Thou, ART")).bodies()).containsExactly("Wherefore art thou");
        assertThat(verona.asks(ROMEO, form(field, "D\u00c9J\u00c0")).bodies()).hasSize(1);
        assertThat(verona.asks(ROMEO, form(field, "42", "with", JULIET)).bodies())
                .isEmpty();
        assertThat(verona.asks(ROMEO, form(field, "art", "with", JULIET)).bodies())
                .hasSize(2);
        assertThat(verona.asks(ROMEO, form(field, "art") + set("<max>1</max><before/>"))
                        .bodies())
                .containsExactly("the art of d\u00e9j\u00e0-vu, 42 times");
        assertThat(verona.asks(JULIET, form(field, "42")).bodies()).isEmpty();
        assertThat(verona.asks(ROMEO, form(field, "?!'|&amp;:*")).bodies()).isEmpty();
        assertThat(verona.asks(ROMEO, form(field, "")).bodies()).hasSize(4);
        assertThat(verona.asks(ROMEO, form(field, "art") + set("<max>0</max>")).rsm("count"))
                .isEqualTo("3");
    }
}

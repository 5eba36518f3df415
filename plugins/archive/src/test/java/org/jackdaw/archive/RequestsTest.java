package org.jackdaw.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jackdaw.archive.Verona.form;
import static org.jackdaw.archive.Verona.set;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.dom4j.Element;
import org.jackdaw.store.Database;
import org.jackdaw.testkit.Options;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that are wrong, and the small parts. */
class RequestsTest {

    private final Verona verona = new Verona(Database.Dialect.DERBY);

    @AfterEach
    void close() {
        verona.close();
    }

    private void refuses(String query, String condition) {
        assertThatThrownBy(() -> verona.asks("romeo@verona", query)).as(query).hasMessageStartingWith(condition);
    }

    /** XEP-0313 §4.1.5. */
    @Test
    void theFormNamesTheFields() {
        Element form = Verona.handle(
                        new FormHandler(),
                        "<iq type='get' id='f' from='romeo@verona/x'><query xmlns='urn:xmpp:mam:2'/></iq>")
                .orElseThrow()
                .element("x");

        assertThat(form.attributeValue("type")).isEqualTo("form");
        assertThat(form.elements("field"))
                .extracting(field -> field.attributeValue("var") + " " + field.attributeValue("type"))
                .contains(
                        "FORM_TYPE hidden",
                        "with jid-single",
                        "start text-single",
                        "end text-single",
                        "before-id text-single",
                        "after-id text-single",
                        "ids list-multi",
                        "{urn:xmpp:fulltext:0}fulltext text-single");
        assertThat(form.asXML()).doesNotContain("required").contains("<open/>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<x xmlns='jabber:x:data' type='form'/>",
                "<x xmlns='jabber:x:data'/>",
                "<x xmlns='jabber:x:data' type='submit'/>",
                "<x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>urn:xmpp:mam:1</value></field></x>",
                "<x xmlns='jabber:x:data' type='submit'><item/></x>",
                "<x xmlns='urn:other' type='submit'/>",
                "<y xmlns='jabber:x:data' type='submit'/>",
                "<set/>",
                "<set xmlns='http://jabber.org/protocol/rsm'/><set xmlns='http://jabber.org/protocol/rsm'/>",
                "<flip-page xmlns='urn:other'/>",
                "<flip-page/><flip-page/>",
                "<set xmlns='http://jabber.org/protocol/rsm'><max/></set>",
                "<set xmlns='http://jabber.org/protocol/rsm'><max>-1</max></set>",
                "<set xmlns='http://jabber.org/protocol/rsm'><max>+1</max></set>",
                "<set xmlns='http://jabber.org/protocol/rsm'><max>99999999999</max></set>",
                "<set xmlns='http://jabber.org/protocol/rsm'><max>x</max></set>",
                "<set xmlns='http://jabber.org/protocol/rsm'><max>1</max><max>1</max></set>"
            })
    void refusesWhatIsNoQuery(String content) {
        refuses(content, "bad-request");
    }

    @Test
    void refusesTwoForms() {
        refuses(form() + form(), "bad-request");
    }

    @ParameterizedTest
    @CsvSource({
        "start, yesterday, bad-request",
        "start, 2010-06-07, bad-request",
        "end, 2010-13-07T00:00:00Z, bad-request",
        "start, +292278995-01-01T00:00:00Z, bad-request",
        "end, -292278995-01-01T00:00:00Z, bad-request",
        "start, +10000-01-01T00:00:00Z, bad-request",
        "include-groupchat, maybe, bad-request",
        "with, a@b@c, jid-malformed",
        "with, @, jid-malformed",
        "before-id, x, item-not-found",
        "after-id, x, item-not-found",
        "ids, x, item-not-found",
        "FORM_TYPE, urn:xmpp:mam:2, bad-request",
        "{http://example.com/}mood, x, feature-not-implemented",
        "withtext, x, feature-not-implemented"
    })
    void refusesWrongFields(String name, String value, String condition) {
        refuses(form(name, value), condition);
    }

    @Test
    void refusesFieldsThatAreNoFields() {
        refuses(form("with", "a@b</value><value>c@d"), "bad-request");
        refuses(form("with", "a@b", "with", "a@b"), "bad-request");
        refuses(form("with", "a@b").replace("<value>a@b", "<value xmlns='urn:other'>a@b"), "bad-request");
    }

    /** XEP-0059 §2.6. */
    @Test
    void refusesPagesByIndex() {
        refuses(set("<index>10</index>"), "feature-not-implemented");
    }

    @Test
    void takesWhatMakesNoDifference() {
        assertThat(verona.asks("romeo@verona", form("include-groupchat", "true", "with", "", "start", ""))
                        .isComplete())
                .isTrue();
        assertThat(verona.asks("romeo@verona", set("<max>99999</max><before/><extra/>"))
                        .isComplete())
                .isTrue();
    }

    @Test
    void refusesWhatIsHuge() {
        assertThatThrownBy(() -> verona.asks("romeo@verona", "queryid='" + "q".repeat(1001) + "'", ""))
                .hasMessageStartingWith("not-acceptable");
        String ids = String.join(
                "</value><value>",
                IntStream.range(0, 251).mapToObj(i -> "x" + i).toList());
        refuses(form("ids", ids), "not-acceptable");
        String jids = String.join(
                "",
                IntStream.range(0, 1001)
                        .mapToObj(i -> "<jid>a" + i + "@b</jid>")
                        .toList());
        assertThatThrownBy(() -> verona.preferences(
                        "romeo@verona",
                        "set",
                        "<prefs xmlns='urn:xmpp:mam:2' default='always'><never>" + jids + "</never></prefs>"))
                .hasMessageStartingWith("not-acceptable");
    }

    @Test
    void refusesNodes() {
        assertThatThrownBy(() -> verona.asks("romeo@verona", "node='urn:x'", ""))
                .hasMessageStartingWith("item-not-found");
    }

    /** XEP-0313 §7.1. */
    @ParameterizedTest
    @ValueSource(strings = {"juliet@verona", "juliet@verona/x", "romeo@verona/x", "verona"})
    void refusesTheArchivesOfOthers(String to) {
        String iq = "<iq type='%s' id='q' from='romeo@verona/x' to='" + to + "'><%s xmlns='urn:xmpp:mam:2'/></iq>";

        for (var handler : List.of(
                new QueryHandler(verona.archive, verona.sessions),
                new FormHandler(),
                new MetadataHandler(verona.archive))) {
            assertThatThrownBy(() -> Verona.handle(handler, iq.formatted("get", "query")))
                    .hasMessageStartingWith("forbidden");
        }
        assertThat(
                        Verona.handle(
                                new MetadataHandler(verona.archive),
                                "<iq type='get' id='q' from='romeo@verona/x' to='Romeo@Verona'><metadata xmlns='urn:xmpp:mam:2'/></iq>"))
                .isPresent();
    }

    @Test
    void refusesContentWhereThereIsNone() {
        String iq = "<iq type='get' id='q' from='romeo@verona/x'><%1$s xmlns='urn:xmpp:mam:2'><x/></%1$s></iq>";

        assertThatThrownBy(() -> Verona.handle(new MetadataHandler(verona.archive), iq.formatted("metadata")))
                .hasMessageStartingWith("bad-request");
        assertThatThrownBy(() -> Verona.handle(new FormHandler(), iq.formatted("query")))
                .hasMessageStartingWith("bad-request");
        assertThatThrownBy(
                        () -> verona.preferences("romeo@verona", "get", "<prefs xmlns='urn:xmpp:mam:2'><x/></prefs>"))
                .hasMessageStartingWith("bad-request");
    }

    /** XEP-0441 §2.1. */
    @ParameterizedTest
    @CsvSource({
        "<prefs xmlns='urn:xmpp:mam:2'/>, bad-request",
        "<prefs xmlns='urn:xmpp:mam:2' default='sometimes'/>, bad-request",
        "<prefs xmlns='urn:xmpp:mam:2' default='always'><maybe/></prefs>, bad-request",
        "<prefs xmlns='urn:xmpp:mam:2' default='always'><never xmlns='urn:other'/></prefs>, bad-request",
        "<prefs xmlns='urn:xmpp:mam:2' default='always'><never><x>a@b</x></never></prefs>, bad-request",
        "<prefs xmlns='urn:xmpp:mam:2' default='always'><never><jid>a@b@c</jid></never></prefs>, jid-malformed",
        "<prefs xmlns='urn:xmpp:mam:2' default='always'><never><jid/></never></prefs>, jid-malformed"
    })
    void refusesWrongPreferences(String prefs, String condition) {
        assertThatThrownBy(() -> verona.preferences("romeo@verona", "set", prefs))
                .hasMessageStartingWith(condition);
    }

    /** A search in Derby is bounded, and says so. */
    @Test
    void aSearchEndsAfterSoManyMessages() {
        for (int i = 0; i < 1600; i++) {
            verona.receives("<message from='a@b/c' to='romeo@verona'><body>" + (i < 3 ? "needle" : "hay") + i % 7
                    + "</body></message>");
        }
        verona.archive.close();
        verona.starts(Map.of("search", 1000));
        String field = "{urn:xmpp:fulltext:0}fulltext";

        refuses(form(field, "needle1") + set("<before/>"), "resource-constraint");
        assertThatThrownBy(() -> verona.asks("romeo@verona", form(field, "needle1") + set("<before/>")))
                .hasMessageContaining("back to " + LocalDate.now(ZoneOffset.UTC));
        assertThat(verona.asks("romeo@verona", form(field, "needle1")).isComplete())
                .isFalse();
        assertThat(verona.asks("romeo@verona", form(field, "needle1")).results())
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"verona", "verona:1", "verona:1:x", "verona:-1:1", ":1:1", "a@b:1:1", "verona:99999999999:1"})
    void refusesWrongLimits(String limit) {
        assertThatThrownBy(() -> Limits.of(Options.of(ArchiveConfig.class, Map.of("domains", new String[] {limit}))))
                .hasMessageContaining("domains: " + limit + " is not DOMAIN:DAYS:MESSAGES");
    }

    @Test
    void limitsAreReadFromTheRight() {
        Limits limits = Limits.of(Options.of(
                ArchiveConfig.class, Map.of("days", 5, "domains", new String[] {" [2001:db8::1] : 7 : 8 ", ""})));

        assertThat(limits.of(org.jackdaw.xmpp.Jid.of("a@[2001:db8::1]"))).isEqualTo(new Limits.Limit(7, 8));
        assertThat(limits.of(org.jackdaw.xmpp.Jid.of("a@verona"))).isEqualTo(new Limits.Limit(5, 0));
    }

    /** XEP-0313 §3, §6.2: unique, rising, not to be foreseen; also while the clock is set back. */
    @Test
    void idsRiseWhateverTheClockDoes() {
        ArchiveIds ids = new ArchiveIds(0);
        UUID last = ArchiveIds.LEAST;
        for (int i = 0; i < 20_000; i++) {
            UUID next = ids.next(1_000_000 - i / 100);
            assertThat(ArchiveIds.compare(next, last)).isPositive();
            assertThat(next.version()).isEqualTo(7);
            assertThat(next.variant()).isEqualTo(2);
            assertThat(ArchiveIds.of(ArchiveIds.bytes(next))).isEqualTo(next);
            assertThat(ArchiveIds.parse(next.toString())).contains(next);
            last = next;
        }
        assertThat(ArchiveIds.millis(last)).isBetween(1_000_000L, 1_000_010L);
        assertThat(new ArchiveIds(5_000_000).next(1_000_000))
                .satisfies(id -> assertThat(ArchiveIds.millis(id)).isBetween(5_000_000L, 5_000_002L));
        assertThat(new ArchiveIds(0).next(7).getLeastSignificantBits())
                .isNotEqualTo(new ArchiveIds(0).next(7).getLeastSignificantBits());
    }
}

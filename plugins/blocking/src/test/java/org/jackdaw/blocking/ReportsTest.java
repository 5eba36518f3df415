package org.jackdaw.blocking;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jackdaw.testkit.FakeDomains;
import org.jackdaw.testkit.FakeStores;
import org.jackdaw.testkit.Options;
import org.jackdaw.testkit.Stanzas;
import org.jackdaw.xmpp.Jid;
import org.junit.jupiter.api.Test;

class ReportsTest {

    private static final String SPAM =
            "<report xmlns='urn:xmpp:reporting:1' reason='urn:xmpp:reporting:spam'>%s</report>";
    private static final Jid JULIET = Jid.of("juliet@verona");

    private Instant now = Instant.parse("2026-11-25T12:00:00Z");
    private final FakeStores stores = new FakeStores();
    private final Clock clock = new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    };
    private final Reports reports = new Reports(
            Options.of(BlockingOptions.class, Map.of("reports", 3)),
            stores,
            new FakeDomains("verona", "mantua"),
            clock);

    private void report(Jid reporter, String reported, String content) {
        report(reporter, reported, content, SPAM);
    }

    private void report(Jid reporter, String reported, String content, String report) {
        now = now.plus(Duration.ofMinutes(1));
        var item = Stanzas.element(
                "<item xmlns='urn:xmpp:blocking' jid='" + reported + "'>" + report.formatted(content) + "</item>");
        Report.in(item).ifPresent(found -> reports.add(reporter, Jid.of(reported), found));
    }

    private String listed(int code, String... arguments) {
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        assertThat(new ReportsCommand(reports).run(List.of(arguments), "", out)).isEqualTo(code);
        out.flush();
        return text.toString();
    }

    @Test
    void listsThemNewestFirst() {
        assertThat(listed(0)).contains("Nothing was reported.");
        report(
                JULIET,
                "romeo@far/x",
                "<text xml:lang='en'> Never came trouble \n</text><text>Never.</text>"
                        + "<stanza-id xmlns='urn:xmpp:sid:0' by='juliet@verona' id='1'/>"
                        + "<stanza-id xmlns='urn:xmpp:sid:0' by='juliet@verona' id='2'/><third-party/>");
        report(Jid.of("nurse@mantua"), "paris@near", "<report-origin/>");

        assertThat(listed(0).lines().map(line -> line.replaceFirst("^....-..-.. ..:..:..", "TIME")))
                .containsExactly(
                        "TIME  nurse@mantua reports paris@near for urn:xmpp:reporting:spam",
                        "    may be passed on to the server of paris@near",
                        "TIME  juliet@verona reports romeo@far/x for urn:xmpp:reporting:spam",
                        "    Never came trouble",
                        "    Never.",
                        "    message 1 by juliet@verona",
                        "    message 2 by juliet@verona",
                        "    may be passed on to third parties");
    }

    @Test
    void listsThoseByOrOfAnAddress() {
        report(JULIET, "romeo@far/x", "");
        report(Jid.of("nurse@verona"), "paris@near", "");

        assertThat(listed(0, "juliet@verona")).contains("romeo@far").doesNotContain("paris");
        assertThat(listed(0, "romeo@far")).contains("juliet@verona").doesNotContain("paris");
        assertThat(listed(0, "near")).contains("paris@near").doesNotContain("romeo");
        assertThat(listed(0, "tybalt@verona")).contains("Nothing");
        assertThat(listed(2, "@")).contains("no address");
        assertThat(listed(2, "a@b", "c@d")).startsWith("Say");
    }

    @Test
    void keepsTheNewestOfEachAccount() {
        for (int i = 0; i < 10; i++) {
            report(JULIET, "spammer" + i + "@far", "");
        }
        report(Jid.of("nurse@verona"), "paris@near", "");

        assertThat(reports.newest())
                .extracting(Reports.Entry::reported)
                .containsExactly("paris@near", "spammer9@far", "spammer8@far", "spammer7@far");
        reports.deleted(JULIET);
        assertThat(reports.newest()).extracting(Reports.Entry::reported).containsExactly("paris@near");
    }

    /** §6: a block is done all the same. */
    @Test
    void whatHasNoReasonIsNoReport() {
        report(JULIET, "romeo@far", "", "<report xmlns='urn:xmpp:reporting:1'/>%s");
        report(JULIET, "romeo@far", "", "<report xmlns='urn:xmpp:reporting:1' reason=' '/>%s");
        report(JULIET, "romeo@far", "", "<report xmlns='urn:xmpp:reporting:0' reason='urn:xmpp:reporting:spam'/>%s");
        report(JULIET, "romeo@far", "", "%s");

        assertThat(reports.newest()).isEmpty();
    }

    @Test
    void cutsWhatIsTooLong() {
        report(
                JULIET,
                "romeo@far",
                "<text>" + "x".repeat(1999) + "\uD83D\uDE00 and more</text>"
                        + ("<stanza-id xmlns='urn:xmpp:sid:0' id='" + "i".repeat(1000) + "'/>").repeat(30));

        Report kept = reports.newest().getFirst().report();
        assertThat(kept.text()).isEqualTo("x".repeat(1999) + "...");
        assertThat(kept.messages()).hasSize(20).allMatch(id -> id.length() == 503);
    }

    @Test
    void whatClientsWroteWritesNoLinesOfItsOwn() {
        report(
                JULIET,
                "romeo@far",
                "<text>a\u202eb</text>",
                "<report xmlns='urn:xmpp:reporting:1' reason='spam&#xA;2026 all is well'>%s</report>");

        assertThat(listed(0).lines()).hasSize(2).noneMatch(line -> line.startsWith("2026 all"));
        assertThat(listed(0)).contains("a?b");
    }
}

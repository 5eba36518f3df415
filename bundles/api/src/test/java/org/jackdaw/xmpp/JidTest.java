package org.jackdaw.xmpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JidTest {

    /** RFC 7622 §3.5, table 1. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "juliet@example.com",
                "juliet@example.com/foo",
                "juliet@example.com/foo bar",
                "juliet@example.com/foo@bar",
                "foo\\20bar@example.com",
                "fussball@example.com",
                "fu\u00dfball@example.com",
                "\u03c0@example.com",
                "king@example.com/\u265a",
                "example.com",
                "example.com/foobar",
                "a.example.com/b@example.net",
                "192.0.2.1",
                "[2001:db8::1]",
                "m\u00fcller@m\u00fcnchen.example"
            })
    void keepsWhatIsPrepared(String text) {
        assertThat(Jid.of(text)).hasToString(text);
    }

    @ParameterizedTest
    @CsvSource({
        "Juliet@Example.COM, juliet@example.com",
        "juliet@example.com., juliet@example.com",
        "JULIET@example.com/Balcony, juliet@example.com/Balcony",
        "\u03a3@example.com/foo, \u03c3@example.com/foo",
        "juliet@xn--mnchen-3ya.example, juliet@m\u00fcnchen.example",
        "juliet@M\u00dcNCHEN.example, juliet@m\u00fcnchen.example",
        "e\u0301ric@example.com, \u00e9ric@example.com"
    })
    void prepares(String text, String prepared) {
        assertThat(Jid.of(text)).hasToString(prepared).isEqualTo(Jid.of(prepared));
    }

    /** RFC 7622 §3.5, table 2, and what a peer might try. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "@",
                "/",
                "\"juliet\"@example.com",
                "foo bar@example.com",
                "juliet@example.com/",
                "@example.com",
                "@example.com/foo",
                "henry\u2163@example.com",
                "\u265a@example.com",
                "juliet@",
                "juliet@/foo",
                "/foobar",
                "juliet@exa mple.com",
                "juliet@-example.com",
                "juliet@example..com",
                "juliet@exam_ple!.com",
                "juliet@[::g]",
                "a<b@example.com",
                "juliet\u0000@example.com",
                "juliet@example.com/a\u0000b",
                "juliet@example.com/a\nb",
                "juliet@xn--zzzzzzzzz99999.example",
                "jul:iet@example.com"
            })
    void refuses(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Jid.of(text));
    }

    /** RFC 7622 §3.1: 1023 bytes, not characters. */
    @Test
    void limitsEachPartInBytes() {
        assertThat(Jid.of("a".repeat(1023), "example.com", "").local()).hasSize(1023);
        assertThatIllegalArgumentException().isThrownBy(() -> Jid.of("a".repeat(1024), "example.com", ""));
        assertThatIllegalArgumentException().isThrownBy(() -> Jid.of("", "example.com", "\u00e9".repeat(512)));
        assertThatIllegalArgumentException().isThrownBy(() -> Jid.of("", "a".repeat(64) + ".com", ""));
    }

    @Test
    void tellsItsParts() {
        Jid jid = Jid.of("juliet@example.com/balcony");

        assertThat(jid.bare()).isEqualTo(Jid.of("juliet@example.com"));
        assertThat(jid.domainJid()).isEqualTo(Jid.of("example.com"));
        assertThat(jid.isBare()).isFalse();
        assertThat(jid.bare().isDomain()).isFalse();
        assertThat(jid.bare().withResource("chamber")).hasToString("juliet@example.com/chamber");
    }
}

package org.jackdaw.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.jackdaw.testkit.FakeStores;
import org.jackdaw.testkit.Stanzas;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Entity capabilities (XEP-0115). */
class CapsTest {

    private static final String EXODUS = "<identity category='client' type='pc' name='Exodus 0.9.1'/>"
            + "<feature var='http://jabber.org/protocol/caps'/>"
            + "<feature var='http://jabber.org/protocol/disco#items'/>"
            + "<feature var='http://jabber.org/protocol/disco#info'/>"
            + "<feature var='http://jabber.org/protocol/muc'/>";
    private static final String EXODUS_VER = "QgayPKawpkPSDYmwT/WM94uAlu0=";

    /** XEP-0115 §5.3. */
    private static final String PSI = "<identity xml:lang='en' category='client' name='Psi 0.11' type='pc'/>"
            + "<identity xml:lang='el' category='client' name='&#x3a8; 0.11' type='pc'/>"
            + "<feature var='http://jabber.org/protocol/caps'/>"
            + "<feature var='http://jabber.org/protocol/disco#info'/>"
            + "<feature var='http://jabber.org/protocol/disco#items'/>"
            + "<feature var='http://jabber.org/protocol/muc'/>"
            + "<x xmlns='jabber:x:data' type='result'>"
            + "<field var='FORM_TYPE' type='hidden'><value>urn:xmpp:dataforms:softwareinfo</value></field>"
            + "<field var='ip_version' type='text-multi'><value>ipv4</value><value>ipv6</value></field>"
            + "<field var='os'><value>Mac</value></field><field var='os_version'><value>10.5.1</value></field>"
            + "<field var='software'><value>Psi</value></field><field var='software_version'><value>0.11</value></field>"
            + "</x>";

    private static boolean isOf(String content, String hash, String ver) {
        return CapsHash.isOf(
                Stanzas.element("<query xmlns='http://jabber.org/protocol/disco#info'>" + content + "</query>"),
                new Caps("n", hash, ver));
    }

    /** XEP-0115 §5.2, §5.3. */
    @Test
    void theExamplesHaveTheirHashes() {
        assertThat(isOf(EXODUS, "sha-1", EXODUS_VER)).isTrue();
        assertThat(isOf(PSI, "sha-1", "q07IKJEyjvHSyhy//CH0CxmKi8w=")).isTrue();
    }

    /** XEP-0115 §5.4: what is not what it says, or could be read in two ways. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<feature var='urn:more'/>",
                "<feature var='http://jabber.org/protocol/muc'/>",
                "<identity category='client' type='pc' name='Exodus 0.9.1'/>",
                "<x xmlns='jabber:x:data'><field var='FORM_TYPE' type='hidden'/></x>",
                "<x xmlns='jabber:x:data'><field var='FORM_TYPE' type='hidden'><value>a</value><value>b</value></field></x>",
            })
    void whatIsNotTrueCountsForNothing(String more) {
        assertThat(isOf(EXODUS + more, "sha-1", EXODUS_VER)).isFalse();
    }

    @Test
    void aFormThatSaysNotWhatItIsIsLeftOut() {
        assertThat(isOf(EXODUS + "<x xmlns='jabber:x:data'><field var='a'/></x>", "sha-1", EXODUS_VER))
                .isTrue();
    }

    @Test
    void anUnknownFunctionCountsForNothing() {
        assertThat(isOf(EXODUS, "md2", EXODUS_VER)).isFalse();
        assertThat(isOf(EXODUS, "sha-256", EXODUS_VER)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<c xmlns='http://jabber.org/protocol/caps' node='n' ver='1'/>", "<c xmlns='urn:x'/>"})
    void aPresenceWithoutAHashSaysNothing(String c) {
        assertThat(Caps.of(Stanzas.presence("<presence>" + c + "</presence>"))).isEmpty();
        String large =
                "<c xmlns='http://jabber.org/protocol/caps' node='n' hash='sha-1' ver='" + "x".repeat(300) + "'/>";
        assertThat(Caps.of(Stanzas.presence("<presence>" + large + "</presence>")))
                .isEmpty();
    }

    @Test
    void whatIsKnownOutlivesThePluginAndIsBounded() {
        FakeStores stores = new FakeStores();
        CapsStore store = new CapsStore(stores, "verona");
        int many = 6000;
        for (int i = 0; i < many; i++) {
            store.remember(new Caps("n", "sha-1", "" + i), List.of("tune" + i));
        }

        CapsStore next = new CapsStore(stores, "verona");

        assertThat(next.find(new Caps("other", "sha-1", "" + (many - 1)))).contains(Set.of("tune" + (many - 1)));
        assertThat(next.find(new Caps("n", "sha-256", "" + (many - 1)))).isEmpty();
        long kept = java.util.stream.IntStream.range(0, many)
                .filter(i -> next.find(new Caps("n", "sha-1", "" + i)).isPresent())
                .count();
        assertThat(kept).isBetween(3000L, 256L * 16);
    }
}

package org.jackdaw.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jackdaw.plugin.StanzaFilter;
import org.jackdaw.testkit.Stanzas;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Message;
import org.jackdaw.xmpp.Stanza;
import org.jackdaw.xmpp.StanzaException;
import org.junit.jupiter.api.Test;

class DiscreetFilterTest {

    private static final Message MESSAGE =
            Stanzas.message("<message from='romeo@a/x' to='juliet@a' type='chat'><subject>Night</subject>"
                    + "<body>wherefore</body><encrypted xmlns='urn:xmpp:omemo:2'>secret</encrypted><receipt xmlns='urn:r'/>"
                    + "</message>");

    private final List<Message> seen = new ArrayList<>();
    private boolean maySee;

    private Optional<Message> filtered(UnaryOperator<Optional<Message>> answer) {
        StanzaFilter filter = new StanzaFilter() {
            @Override
            public Optional<Message> filter(Message message) {
                seen.add(message);
                return answer.apply(Optional.of(message));
            }
        };
        return new DiscreetFilter(filter, () -> maySee).filter(MESSAGE);
    }

    @Test
    void hidesWhatPeopleWriteAndLetsItPass() {
        assertThat(filtered(message -> message)).containsSame(MESSAGE);

        assertThat(seen.getFirst().toString())
                .doesNotContain("Night", "wherefore", "secret")
                .contains("urn:r", "juliet@a");
    }

    @Test
    void showsItToThoseWhoMaySeeIt() {
        maySee = true;

        assertThat(filtered(message -> message)).containsSame(MESSAGE);

        assertThat(seen).containsExactly(MESSAGE);
    }

    @Test
    void keepsTheTextsOfAMessageThatIsMarked() {
        Optional<Message> marked =
                filtered(message -> message.map(one -> one.with(copy -> copy.addElement("mark", "urn:mark"))));

        assertThat(marked.orElseThrow().toString())
                .contains("<subject>Night</subject><body>wherefore</body>", "secret", "urn:r", "urn:mark");
    }

    @Test
    void doesNotLetTextsBeReplacedUnseen() {
        Optional<Message> forged = filtered(message ->
                message.map(one -> one.with(copy -> copy.addElement("body").setText("something else"))));

        assertThat(forged.orElseThrow().body()).contains("wherefore");
        assertThat(forged.orElseThrow().toString()).doesNotContain("something else");
    }

    @Test
    void showsNoTextsToWhoSaysAtWhoseItLooks() {
        List<Stanza> shown = new ArrayList<>();
        StanzaFilter filter = new StanzaFilter() {
            @Override
            public Collection<Jid> looksOnTheWayTo(Collection<Jid> recipients, Stanza stanza) {
                shown.add(stanza);
                return List.of();
            }
        };
        List<Jid> recipients = List.of(Jid.of("juliet@a"));

        assertThat(new DiscreetFilter(filter, () -> maySee).looksOnTheWayTo(recipients, MESSAGE))
                .isEmpty();

        assertThat(shown.getFirst().toString())
                .doesNotContain("Night", "wherefore", "secret")
                .contains("urn:r");
        maySee = true;
        new DiscreetFilter(filter, () -> maySee).looksOnTheWayTo(recipients, MESSAGE);
        assertThat(shown.getLast()).isSameAs(MESSAGE);
    }

    @Test
    void mayConsumeAndRefuse() {
        assertThat(filtered(message -> Optional.empty())).isEmpty();
        assertThatExceptionOfType(StanzaException.class)
                .isThrownBy(() -> filtered(message -> {
                    throw new StanzaException(Condition.FORBIDDEN, "");
                }));
    }
}

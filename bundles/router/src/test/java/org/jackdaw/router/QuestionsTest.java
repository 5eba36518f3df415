package org.jackdaw.router;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jackdaw.testkit.Stanzas;
import org.jackdaw.xmpp.Iq;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class QuestionsTest {

    private final Questions questions = new Questions();
    private final List<Iq> replies = new ArrayList<>();
    private final Iq sent = questions.asked(
            Stanzas.iq("<iq type='get' id='x' from='a' to='romeo@a/orchard'><ping xmlns='urn:xmpp:ping'/></iq>"),
            replies::add);

    @AfterEach
    void close() {
        questions.close();
    }

    @Test
    void tellsTheReplyOnce() {
        Iq result = sent.result(Optional.empty());

        assertThat(questions.answer(result)).isTrue();
        assertThat(questions.answer(result)).isFalse();

        assertThat(replies).containsExactly(result);
    }

    @Test
    void givesEachQuestionAnIdOfItsOwn() {
        Iq other = questions.asked(sent, replies::add);

        assertThat(sent.id()).isNotEqualTo(Optional.of("x"));
        assertThat(other.id()).isNotEqualTo(sent.id());
    }

    /** Whoever learns the id may not answer for another. */
    @Test
    void takesRepliesOnlyOfWhoWasAsked() {
        Iq forged = sent.result(Optional.empty()).with(iq -> iq.addAttribute("from", "mallory@a/x"));
        Iq astray = sent.result(Optional.empty()).with(iq -> iq.addAttribute("to", "mallory@a"));

        assertThat(questions.answer(forged)).isFalse();
        assertThat(questions.answer(astray)).isFalse();

        assertThat(replies).isEmpty();
        assertThat(questions.answer(sent.result(Optional.empty()))).isTrue();
    }

    @Test
    void oneWhoCannotTakeTheReplyHurtsNobody() {
        Iq request = questions.asked(sent, reply -> {
            throw new IllegalStateException("not now");
        });

        assertThat(questions.answer(request.result(Optional.empty()))).isTrue();
    }
}

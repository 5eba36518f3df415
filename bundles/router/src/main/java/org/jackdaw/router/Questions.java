package org.jackdaw.router;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Iq;
import org.jackdaw.xmpp.StanzaError;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The requests that this server has sent, and whose replies somebody waits for. Thread-safe. */
@Component(service = Questions.class)
public final class Questions {

    private static final Logger LOG = LoggerFactory.getLogger(Questions.class);
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private record Question(Iq request, Consumer<Iq> reply, long asked) {

        /** Whoever guesses an id is not yet the one who was asked. */
        boolean isAnsweredBy(Iq iq) {
            return iq.from().equals(request.to()) && iq.to().equals(request.from());
        }
    }

    private final Map<String, Question> open = new ConcurrentHashMap<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("router-questions").factory());

    /** Begins to look after questions that nobody answers. */
    public Questions() {
        clock.scheduleWithFixedDelay(this::expire, 1, 1, TimeUnit.SECONDS);
    }

    @Deactivate
    void close() {
        clock.shutdownNow();
    }

    /** Returns the request as it is to be sent. */
    Iq asked(Iq request, Consumer<Iq> reply) {
        String id = UUID.randomUUID().toString();
        Iq sent = request.with(iq -> iq.addAttribute("id", id));
        open.put(id, new Question(sent, reply, System.nanoTime()));
        return sent;
    }

    /** Hands a reply to who waits for it; returns whether somebody did. */
    boolean answer(Iq iq) {
        String id = iq.id().orElse("");
        Question question = open.get(id);
        if (question == null || !question.isAnsweredBy(iq) || !open.remove(id, question)) {
            return false;
        }
        tell(question, iq);
        return true;
    }

    private void expire() {
        long now = System.nanoTime();
        open.forEach((id, question) -> {
            if (now - question.asked() > PATIENCE_NANOS && open.remove(id, question)) {
                StanzaError late = new StanzaError(Condition.REMOTE_SERVER_TIMEOUT, "no reply for too long");
                Thread.startVirtualThread(
                        () -> tell(question, question.request().error(late)));
            }
        });
    }

    private static void tell(Question question, Iq iq) {
        try {
            question.reply().accept(iq);
        } catch (RuntimeException e) {
            LOG.error(
                    "Who asked {} could not take the reply",
                    question.request().to().orElseThrow(),
                    e);
        }
    }
}

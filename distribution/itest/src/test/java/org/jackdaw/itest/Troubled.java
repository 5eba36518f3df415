package org.jackdaw.itest;

import java.util.Optional;
import org.dom4j.Element;
import org.jackdaw.plugin.IqHandler;
import org.jackdaw.plugin.StanzaFilter;
import org.jackdaw.xmpp.Iq;
import org.jackdaw.xmpp.Message;

/** For a plugin that does what the text that it gets says: nothing, or one of the things that no plugin should do. */
public final class Troubled implements IqHandler, StanzaFilter {

    private static final long HANGS_MILLIS = 3000;
    private static final long COMPUTES_NANOS = 400_000_000;

    @Override
    public Optional<Element> handle(Iq request) {
        act(request.payload().orElseThrow().getText());
        return Optional.empty();
    }

    @Override
    public Optional<Message> filter(Message message) {
        message.body().ifPresent(Troubled::act);
        return Optional.of(message);
    }

    private static void act(String text) {
        switch (text) {
            case "throws" -> throw new IllegalStateException("as it was asked to");
            case "lacks" -> throw new NoSuchMethodError("org.jackdaw.plugin.Router.gone()");
            case "hangs" -> hang();
            case "computes" -> compute();
            default -> {}
        }
    }

    private static void compute() {
        long end = System.nanoTime() + COMPUTES_NANOS;
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    private static void hang() {
        try {
            Thread.sleep(HANGS_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

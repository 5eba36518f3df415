package org.jackdaw.itest;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.dom4j.Element;
import org.jackdaw.plugin.DomainHandler;
import org.jackdaw.plugin.Router;
import org.jackdaw.xmpp.Iq;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Message;
import org.jackdaw.xmpp.Presence;
import org.jackdaw.xmpp.Stanza;

/** For a plugin that writes to itself while it holds what it would wait for, and tells who made it do so what came of it. */
public final class EchoingDomain extends Faulty implements DomainHandler {

    private final Router router;
    private final Semaphore one = new Semaphore(1);

    public EchoingDomain(Map<String, Object> properties, Router router) {
        super(properties);
        this.router = router;
    }

    @Override
    public void handle(Message message) {
        Jid own = message.to().orElseThrow();
        boolean isOwn = message.sender().equals(own);
        if (!hasTurn()) {
            send(message, own, Jid.of(message.copy().elementText("body")), "waited in vain");
            return;
        }
        if (isOwn) {
            send(message, own, Jid.of(message.copy().elementText("body")), "had its turn");
        } else {
            send(message, own, own, message.sender().toString());
        }
        one.release();
    }

    private boolean hasTurn() {
        try {
            return one.tryAcquire(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void send(Message message, Jid from, Jid to, String body) {
        Element copy = message.copy();
        copy.addAttribute("from", from.toString());
        copy.addAttribute("to", to.toString());
        copy.element("body").setText(body);
        router.route(Stanza.adopt(copy));
    }

    @Override
    public void handle(Presence presence) {}

    @Override
    public Optional<Element> handle(Iq iq) {
        return Optional.empty();
    }
}

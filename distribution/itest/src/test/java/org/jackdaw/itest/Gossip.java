package org.jackdaw.itest;

import java.util.Optional;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.dom4j.QName;
import org.jackdaw.plugin.DomainHandler;
import org.jackdaw.plugin.Router;
import org.jackdaw.xmpp.Iq;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Message;
import org.jackdaw.xmpp.Presence;
import org.jackdaw.xmpp.Stanza;

/** For a domain whose addresses ask who writes to them for a subscription, and that tells of each presence which they get. */
public final class Gossip implements DomainHandler {

    private final Router router;

    public Gossip(Router router) {
        this.router = router;
    }

    @Override
    public void handle(Message message) {
        router.route(Presence.of(
                Presence.Type.SUBSCRIBE,
                message.to().orElseThrow().bare(),
                message.sender().bare()));
    }

    @Override
    public void handle(Presence presence) {
        Jid to = presence.to().orElseThrow();
        Element heard = DocumentHelper.createElement(QName.get("message", "jabber:client"));
        heard.addAttribute("from", to.domain());
        heard.addAttribute("to", presence.sender().bare().toString());
        heard.addElement(QName.get("subject", "jabber:client"))
                .setText(presence.type() + " from " + presence.sender().resource() + " to " + to.local());
        router.route(Stanza.adopt(heard));
    }

    @Override
    public Optional<Element> handle(Iq iq) {
        return Optional.empty();
    }
}

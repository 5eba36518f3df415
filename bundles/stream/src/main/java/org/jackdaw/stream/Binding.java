package org.jackdaw.stream;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.dom4j.Element;
import org.dom4j.QName;
import org.dom4j.tree.DefaultElement;
import org.jackdaw.plugin.StreamFeature;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Iq;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Stanza;
import org.jackdaw.xmpp.StanzaError;
import org.jackdaw.xmpp.StanzaException;
import org.jackdaw.xmpp.StreamCondition;
import org.jackdaw.xmpp.XmlWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The requests of a stream that has no resource yet: to bind one (RFC 6120 §7), and those that features answer. */
final class Binding {

    private static final String NS = "urn:ietf:params:xml:ns:xmpp-bind";
    private static final Logger LOG = LoggerFactory.getLogger(Binding.class);

    private final Negotiation negotiation;
    private final Transport transport;
    private final ClientStream.Setting setting;

    Binding(Negotiation negotiation, Transport transport, ClientStream.Setting setting) {
        this.negotiation = negotiation;
        this.transport = transport;
        this.setting = setting;
    }

    /** COMPAT: the session of RFC 3921 §3, which old clients ask for; optional, so that others need not. */
    String features() {
        return "<bind xmlns='" + NS + "'/>"
                + "<session xmlns='urn:ietf:params:xml:ns:xmpp-session'><optional/></session>";
    }

    void request(Element element) {
        String id = element.attributeValue("id");
        try {
            if (!(Stanza.adopt(element) instanceof Iq iq) || !iq.isRequest()) {
                throw new StanzaException(Condition.UNEXPECTED_REQUEST, "");
            }
            answer(iq);
        } catch (StanzaException e) {
            Element reply = new DefaultElement(element.getQName());
            reply.addAttribute("type", "error").addAttribute("id", id);
            reply.add(e.error().element());
            send(reply);
            negotiation.proceed();
        }
    }

    private void answer(Iq iq) {
        QName payload = iq.payloadName();
        if (payload.getNamespaceURI().equals(NS) && payload.getName().equals("bind")) {
            bind(iq);
            return;
        }
        Optional<StreamFeature> feature = setting.offers().negotiates(payload.getNamespaceURI());
        if (feature.isEmpty() && negotiation.account().isEmpty()) {
            throw new StreamException(StreamCondition.NOT_AUTHORIZED, "");
        }
        if (feature.isEmpty()) {
            // RFC 6120 §7.1: nothing else before there is an address to send from.
            throw new StanzaException(Condition.NOT_AUTHORIZED, "bind a resource first");
        }
        transport.send(iq.result(handled(feature.get(), iq)).bytes());
        negotiation.proceed();
    }

    private Optional<Element> handled(StreamFeature feature, Iq iq) {
        try {
            return feature.handle(iq, negotiation.info());
        } catch (StanzaException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.error("{} failed on a request", feature.getClass().getName(), e);
            throw new StanzaException(new StanzaError(Condition.INTERNAL_SERVER_ERROR, ""));
        }
    }

    private void bind(Iq iq) {
        Jid account = negotiation
                .account()
                .orElseThrow(() -> new StreamException(StreamCondition.NOT_AUTHORIZED, "log in first"));
        if (iq.type() != Iq.Type.SET) {
            throw new StanzaException(Condition.BAD_REQUEST, "");
        }
        Jid jid = address(account, iq.payload().orElseThrow());
        boolean replaces = setting.sessions().find(jid).isPresent();
        if (!replaces
                && setting.sessions().of(account).size() >= setting.config().resourcesPerAccount()) {
            Element specific =
                    new DefaultElement(QName.get("resource-limit-exceeded", "http://jabber.org/protocol/errors"));
            throw new StanzaException(
                    new StanzaError(Condition.RESOURCE_CONSTRAINT, "too many sessions").with(specific));
        }
        Element result = new DefaultElement(QName.get("bind", NS));
        result.addElement(QName.get("jid", NS)).setText(jid.toString());
        transport.send(iq.result(Optional.of(result)).bytes());
        negotiation.bound(jid);
        negotiation.proceed();
    }

    /** The resource that the client asks for, or one of the server's making (RFC 6120 §7.6, §7.7). */
    private static Jid address(Jid account, Element bind) {
        List<Element> children = bind.elements();
        String resource = children.isEmpty() ? "" : children.getFirst().getText();
        try {
            return account.withResource(resource.isEmpty() ? UUID.randomUUID().toString() : resource);
        } catch (IllegalArgumentException e) {
            throw new StanzaException(Condition.BAD_REQUEST, e.getMessage());
        }
    }

    private void send(Element reply) {
        transport.send(XmlWriter.bytes(reply, ClientSession.CLIENT));
    }
}

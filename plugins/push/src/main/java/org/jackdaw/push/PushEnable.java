package org.jackdaw.push;

import static org.jackdaw.plugin.HandlesIq.To.OWN_ACCOUNT;

import java.util.List;
import java.util.Optional;
import org.dom4j.Element;
import org.dom4j.QName;
import org.jackdaw.plugin.HandlesIq;
import org.jackdaw.plugin.Implements;
import org.jackdaw.plugin.IqHandler;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Iq;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.StanzaException;
import org.jackdaw.xmpp.XmlWriter;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Takes down where a client wants its account to be notified (XEP-0357 §5). */
@Component
@HandlesIq(element = "enable", namespace = Registration.NS, type = Iq.Type.SET, to = OWN_ACCOUNT)
@Implements("XEP-0357 0.4.1")
public final class PushEnable implements IqHandler {

    private static final QName FORM = QName.get("x", "jabber:x:data");
    private static final String OPTIONS = "http://jabber.org/protocol/pubsub#publish-options";

    /** Keys of the store are short, and a form of credentials is no place for anything large. */
    private static final int NODE_LENGTH = 300;

    private static final int FORM_BYTES = 5_000;

    private final Registrations registrations;

    @Activate
    public PushEnable(@Reference Registrations registrations) {
        this.registrations = registrations;
    }

    @Override
    public Optional<Element> handle(Iq request) {
        Element enable = request.payload().orElseThrow();
        Jid service = service(enable);
        String node = enable.attributeValue("node", "");
        if (service.toString().length() + node.length() > NODE_LENGTH) {
            throw new StanzaException(Condition.NOT_ACCEPTABLE, "a node that is too long");
        }
        Jid client = request.sender();
        registrations.put(client.bare(), new Registration(service, node, client, options(enable), 0));
        return Optional.empty();
    }

    /** @throws StanzaException bad-request if the element names none */
    static Jid service(Element element) {
        try {
            return Jid.of(element.attributeValue("jid", ""));
        } catch (IllegalArgumentException e) {
            throw new StanzaException(Condition.BAD_REQUEST, "jid: " + e.getMessage());
        }
    }

    private static Optional<Element> options(Element enable) {
        List<Element> children = enable.elements();
        if (children.isEmpty()) {
            return Optional.empty();
        }
        Element form = children.getFirst();
        if (children.size() > 1 || !form.getQName().equals(FORM) || !OPTIONS.equals(formType(form))) {
            throw new StanzaException(Condition.BAD_REQUEST, "one form of publish-options is expected");
        }
        if (XmlWriter.bytes(form, "").length > FORM_BYTES) {
            throw new StanzaException(Condition.NOT_ACCEPTABLE, "a form of over " + FORM_BYTES + " bytes");
        }
        return Optional.of(form.createCopy());
    }

    private static String formType(Element form) {
        return form.elements().stream()
                .filter(field -> "FORM_TYPE".equals(field.attributeValue("var")))
                .map(field -> field.elementText("value"))
                .findFirst()
                .orElse("");
    }
}

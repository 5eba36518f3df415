package org.jackdaw.offline;

import java.util.List;
import java.util.Optional;
import org.dom4j.Element;
import org.dom4j.QName;
import org.dom4j.tree.DefaultElement;
import org.jackdaw.plugin.AccountNodes;
import org.jackdaw.session.Sessions;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.StanzaException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * The node of the messages that wait, in service discovery: how many, and from whom each (XEP-0013 §2.2, §2.3). Who asks is not
 * flooded any more.
 */
@Component
public final class RetrievalNode implements AccountNodes {

    private static final String INFO = "http://jabber.org/protocol/disco#info";
    private static final String DATA = "jabber:x:data";

    private final Waiting waiting;
    private final Sessions sessions;

    @Activate
    public RetrievalNode(@Reference Waiting waiting, @Reference Sessions sessions) {
        this.waiting = waiting;
        this.sessions = sessions;
    }

    @Override
    public Optional<List<Element>> info(Jid account, String node, Jid asker) {
        if (!node.equals(Retrieval.NS)) {
            return Optional.empty();
        }
        int messages = items(account, asker).size();
        Element identity = element("identity", INFO).addAttribute("category", "automation");
        identity.addAttribute("type", "message-list");
        Element feature = element("feature", INFO).addAttribute("var", Retrieval.NS);
        Element form = element("x", DATA).addAttribute("type", "result");
        field(form, "FORM_TYPE", Retrieval.NS).addAttribute("type", "hidden");
        field(form, "number_of_messages", Integer.toString(messages));
        return Optional.of(List.of(identity, feature, form));
    }

    @Override
    public Optional<List<Item>> items(Jid account, String node, Jid asker) {
        return node.equals(Retrieval.NS) ? Optional.of(items(account, asker)) : Optional.empty();
    }

    private List<Item> items(Jid account, Jid asker) {
        if (!asker.bare().equals(account)) {
            throw new StanzaException(Condition.FORBIDDEN, "only the account itself may ask");
        }
        sessions.find(asker).ifPresent(Retrieval::choose);
        return waiting.read(
                account,
                Long.MIN_VALUE,
                row -> Optional.of(new Item(
                        account, Retrieval.node(row), Waiting.sender(row).toString())));
    }

    private static Element element(String name, String namespace) {
        return new DefaultElement(QName.get(name, namespace));
    }

    private static Element field(Element form, String name, String value) {
        Element field = form.addElement("field").addAttribute("var", name);
        field.addElement("value").setText(value);
        return field;
    }
}

package org.jackdaw.pubsub;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.dom4j.Element;
import org.dom4j.QName;
import org.jackdaw.plugin.Implements;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Iq;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.StanzaError;
import org.jackdaw.xmpp.StanzaException;

/**
 * The ad-hoc command (XEP-0050) by which owners are asked again who may subscribe (XEP-0060 §8.7). Each of its two stages says
 * all that it needs, so nothing is remembered between them: the identifier of the session is only for the client.
 */
@Implements("XEP-0050 1.3.0 partial: one command of publish-subscribe")
final class PendingCommand {

    static final String COMMANDS = "http://jabber.org/protocol/commands";
    static final String NODE = Pubsub.NS + "#get-pending";
    static final String NAME = "Pending subscription requests";

    private static final QName ACTIONS = QName.get("actions", COMMANDS);
    private static final QName COMPLETE = QName.get("complete", COMMANDS);
    private static final String FIELD = "pubsub#node";
    private static final String SESSION = "get-pending:";

    /** The longest identifier that was given here. */
    private static final int LONGEST_SESSION =
            SESSION.length() + UUID.randomUUID().toString().length();

    /** So many questions at once; the others come when these are answered and the command is given again. */
    private static final int MOST = 500;

    private final Parts parts;
    private final Approvals approvals;

    PendingCommand(Parts parts, Approvals approvals) {
        this.parts = parts;
        this.approvals = approvals;
    }

    Optional<Element> handle(Iq iq, Jid service) {
        Element command = iq.payload().orElseThrow();
        if (iq.type() != Iq.Type.SET) {
            throw Pubsub.badRequest("a command is executed");
        }
        if (!command.attributeValue("node", "").equals(NODE)) {
            throw new StanzaException(Condition.ITEM_NOT_FOUND, "no such command");
        }
        String session = command.attributeValue("sessionid", "");
        String action = command.attributeValue("action", "execute");
        if (session.isEmpty()) {
            if (!action.equals("execute")) {
                throw refusal("bad-action");
            }
            return Optional.of(nodes(service, iq.sender()));
        }
        if (!session.startsWith(SESSION) || session.length() > LONGEST_SESSION) {
            throw refusal("bad-sessionid");
        }
        return Optional.of(
                switch (action) {
                    case "execute", "complete" -> answer(session, ask(command, service, iq.sender()));
                    case "cancel" -> answer(session, "canceled");
                    case "next", "prev" -> throw refusal("bad-action");
                    default -> throw refusal("malformed-action");
                });
    }

    /** Returns a form to choose one of the nodes where somebody waits. */
    private Element nodes(Jid service, Jid owner) {
        if (!parts.members().affiliations(service, owner).containsValue(Affiliation.OWNER)) {
            throw Pubsub.forbidden();
        }
        Element answer = answer(SESSION + UUID.randomUUID(), "executing");
        Element actions = answer.addElement(ACTIONS);
        actions.addAttribute("execute", "complete");
        actions.addElement(COMPLETE);
        Element form = Forms.form("form", Pubsub.APPROVAL_FORM);
        Element field = Forms.add(form, FIELD, List.of());
        field.addAttribute("type", "list-single");
        field.addAttribute("label", "Node");
        Forms.choices(field, parts.members().pending(service, owner));
        answer.add(form);
        return answer;
    }

    /** Asks who has sent the command about each that waits at the node; returns what came of the command. */
    private String ask(Element command, Jid service, Jid owner) {
        List<Element> payload = command.elements();
        if (payload.size() != 1 || !payload.getFirst().getQName().equals(Forms.X)) {
            throw refusal("bad-payload");
        }
        if (payload.getFirst().attributeValue("type", "").equals("cancel")) {
            return "canceled";
        }
        List<String> chosen = Forms.fields(payload.getFirst()).getOrDefault(FIELD, List.of());
        if (chosen.size() != 1 || chosen.getFirst().isEmpty()) {
            throw refusal("bad-payload");
        }
        Node node = parts.owned(new NodeKey(service, chosen.getFirst()), owner);
        parts.members().subscriptions(node).stream()
                .filter(subscription -> !subscription.isActive())
                .limit(MOST)
                .forEach(subscription -> approvals.ask(node, subscription.jid(), owner));
        return "completed";
    }

    private static Element answer(String session, String status) {
        Element answer = Pubsub.element("command", COMMANDS);
        answer.addAttribute("node", NODE);
        answer.addAttribute("sessionid", session);
        answer.addAttribute("status", status);
        return answer;
    }

    /** Returns a refusal with one of the conditions of commands (XEP-0050 §4.4). */
    private static StanzaException refusal(String specific) {
        return new StanzaException(new StanzaError(Condition.BAD_REQUEST, "").with(Pubsub.element(specific, COMMANDS)));
    }
}

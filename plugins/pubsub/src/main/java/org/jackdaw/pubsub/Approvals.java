package org.jackdaw.pubsub;

import java.util.List;
import java.util.Map;
import org.dom4j.Element;
import org.jackdaw.pubsub.Subscription.State;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Message;

/** Asks owners who may subscribe, and takes their answers (XEP-0060 §8.6). */
final class Approvals {

    private static final String NODE = "pubsub#node";
    private static final String SUBSCRIBER = "pubsub#subscriber_jid";
    private static final String ALLOW = "pubsub#allow";

    private final Parts parts;

    Approvals(Parts parts) {
        this.parts = parts;
    }

    /** Asks all owners. */
    void ask(Node node, Jid subscriber) {
        for (Jid owner : parts.access().owners(node)) {
            ask(node, subscriber, owner);
        }
    }

    /** Asks one of the owners, maybe again. */
    void ask(Node node, Jid subscriber, Jid owner) {
        parts.notifier().ask(node, form(node, subscriber), owner);
    }

    private static Element form(Node node, Jid subscriber) {
        Element form = Forms.form("form", Pubsub.APPROVAL_FORM);
        field(form, NODE, node.name(), "text-single", "Node");
        field(form, SUBSCRIBER, subscriber.toString(), "jid-single", "Subscriber");
        field(form, ALLOW, "0", "boolean", "Whether it may subscribe");
        return form;
    }

    private static void field(Element form, String variable, String value, String type, String label) {
        Element field = Forms.add(form, variable, List.of(value));
        field.addAttribute("type", type);
        field.addAttribute("label", label);
    }

    /** Whether a message is an answer. */
    static boolean isAnswer(Message message) {
        return !message.isError()
                && message.child("x", Forms.NS)
                        .filter(form -> !form.attributeValue("type", "").equals("form"))
                        .filter(form -> Forms.isOfType(form, Pubsub.APPROVAL_FORM))
                        .isPresent();
    }

    /** Whether an answer is about a node of an account that its sender owns too: others may write such forms to each other. */
    boolean isOwners(Jid account, Message message) {
        Element form = message.child("x", Forms.NS).orElseThrow();
        List<String> names = Forms.fields(form).getOrDefault(NODE, List.of());
        return names.size() == 1
                && parts.nodes()
                        .find(new NodeKey(account, names.getFirst()))
                        .filter(node -> parts.access().of(node, message.sender()) == Affiliation.OWNER)
                        .isPresent();
    }

    /**
     * Takes the answer of an owner.
     *
     * @throws org.jackdaw.xmpp.StanzaException forbidden if the sender is none; item-not-found if there is no such node
     */
    void answer(Jid service, Message message) {
        Element form = message.child("x", Forms.NS).orElseThrow();
        Map<String, List<String>> fields =
                Forms.submitted(form, Pubsub.APPROVAL_FORM).orElse(Map.of());
        if (fields.isEmpty()) {
            return;
        }
        NodeKey key = new NodeKey(service, text(fields, NODE));
        Jid subscriber = jid(text(fields, SUBSCRIBER));
        boolean isAllowed = switch (text(fields, ALLOW)) {
            case "1", "true" -> true;
            case "0", "false" -> false;
            default -> throw Pubsub.badRequest("yes or no");
        };
        parts.turns().take(key, turn -> {
            decide(parts.owned(key, message.sender()), subscriber, isAllowed);
            return true;
        });
    }

    private static String text(Map<String, List<String>> fields, String variable) {
        List<String> values = fields.getOrDefault(variable, List.of());
        if (values.size() != 1) {
            throw Pubsub.badRequest("no " + variable);
        }
        return values.getFirst();
    }

    private static Jid jid(String text) {
        try {
            return Jid.of(text);
        } catch (IllegalArgumentException e) {
            throw Pubsub.badRequest("no address: " + e.getMessage());
        }
    }

    /** Several owners may answer, and the first one counts. */
    private void decide(Node node, Jid subscriber, boolean isAllowed) {
        parts.members()
                .subscription(node, subscriber)
                .filter(old -> !old.isActive())
                .ifPresent(old -> settle(node, old, isAllowed));
    }

    /** Ends the waiting of a subscriber. The caller has the turn of the node. */
    void settle(Node node, Subscription old, boolean isAllowed) {
        Subscription subscription = old.with(isAllowed ? State.SUBSCRIBED : State.NONE);
        parts.members().subscribe(node, subscription);
        parts.notifier().subscription(node, subscription);
        if (isAllowed) {
            parts.lastItems().subscribed(node, subscription);
        }
    }
}

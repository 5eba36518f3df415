package org.jackdaw.pubsub;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dom4j.Element;
import org.dom4j.QName;
import org.jackdaw.pubsub.Subscription.State;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.StanzaError;

/** The requests of subscribers, and of entities about themselves (XEP-0060 §5.6, §5.7, §6.1, §6.2). */
final class SubscribeRequests {

    private static final QName SUBSCRIPTION = QName.get("subscription", Pubsub.NS);
    private static final QName AFFILIATION = QName.get("affiliation", Pubsub.NS);

    private final Parts parts;
    private final Approvals approvals;
    private final OptionRequests options;

    SubscribeRequests(Parts parts, Approvals approvals, OptionRequests options) {
        this.parts = parts;
        this.approvals = approvals;
        this.options = options;
    }

    /** XEP-0060 §6.1. */
    Optional<Element> subscribe(Request request) {
        Optional<Map<String, List<String>>> fields = options.withSubscription(request);
        NodeKey key = request.node();
        Jid subscriber = own(request);
        Subscription subscription =
                parts.turns().take(key, turn -> subscribe(parts.node(key, subscriber), subscriber, fields));
        Element answer = request.answer();
        describe(answer.addElement(SUBSCRIPTION), key.name(), subscription);
        if (fields.isPresent()) {
            answer.add(options.shown(subscription));
        }
        return Optional.of(answer);
    }

    /** Nobody subscribes others, but all resources of an account are one's own (XEP-0060 §6.1.3.1). */
    private static Jid own(Request request) {
        return request.jid(request.action())
                .filter(jid -> jid.bare().equals(request.from().bare()))
                .orElseThrow(() -> Pubsub.refusal(Condition.BAD_REQUEST, "invalid-jid"));
    }

    private Subscription subscribe(Node node, Jid subscriber, Optional<Map<String, List<String>>> fields) {
        boolean needsApproval = parts.access().checkSubscriber(node, subscriber);
        Optional<Subscription> old = parts.members().subscription(node, subscriber);
        Subscription known = old.orElseGet(() -> new Subscription(subscriber, State.NONE));
        Subscription wanted = fields.map(some -> options.changed(known, some)).orElse(known);
        if (known.isActive()) {
            fields.ifPresent(some -> parts.members().subscribe(node, wanted));
            return wanted;
        }
        if (old.isPresent() && needsApproval) {
            throw Pubsub.refusal(Condition.NOT_AUTHORIZED, "pending-subscription");
        }
        if (parts.members().subscriptions(node.service(), subscriber).size()
                >= parts.limits().subscriptions()) {
            throw Pubsub.refusal(Condition.POLICY_VIOLATION, StanzaError.Type.WAIT, "too-many-subscriptions");
        }
        Subscription subscription = wanted.with(needsApproval ? State.PENDING : State.SUBSCRIBED);
        parts.members().subscribe(node, subscription);
        parts.notifier().subscriber(node, subscription, parts.access().owners(node));
        if (needsApproval) {
            approvals.ask(node, subscriber);
        } else {
            parts.lastItems().subscribed(node, subscription);
        }
        return subscription;
    }

    /** XEP-0060 §6.2. */
    Optional<Element> unsubscribe(Request request) {
        request.hasNoSecond();
        request.hasNoSubscriptionId();
        NodeKey key = request.node();
        Jid subscriber =
                request.jid(request.action()).orElseThrow(() -> Pubsub.refusal(Condition.BAD_REQUEST, "jid-required"));
        parts.turns().take(key, turn -> {
            Node node = parts.node(key, request.from());
            if (!subscriber.bare().equals(request.from().bare())) {
                throw Pubsub.forbidden();
            }
            if (parts.members().subscription(node, subscriber).isEmpty()) {
                throw Pubsub.refusal(Condition.UNEXPECTED_REQUEST, StanzaError.Type.CANCEL, "not-subscribed");
            }
            Subscription none = new Subscription(subscriber, State.NONE);
            parts.members().subscribe(node, none);
            parts.notifier().subscriber(node, none, parts.access().owners(node));
            return true;
        });
        return Optional.empty();
    }

    /** XEP-0060 §5.6. */
    Optional<Element> subscriptions(Request request) {
        request.hasNoSecond();
        Element answer = request.answering();
        checkNode(request);
        parts.members().subscriptions(request.service(), request.from()).stream()
                .filter(entry -> isAsked(request, entry.node()))
                .forEach(entry -> describe(answer.addElement(SUBSCRIPTION), entry.node(), entry.what()));
        return Optional.of(answer.getParent());
    }

    private void checkNode(Request request) {
        if (!request.nodeName().isEmpty()) {
            parts.node(request.node(), request.from());
        }
    }

    private static boolean isAsked(Request request, String node) {
        return request.nodeName().isEmpty() || request.nodeName().equals(node);
    }

    private static void describe(Element element, String node, Subscription subscription) {
        element.addAttribute("node", node);
        element.addAttribute("jid", subscription.jid().toString());
        element.addAttribute("subscription", subscription.state().word());
    }

    /** XEP-0060 §5.7. */
    Optional<Element> affiliations(Request request) {
        request.hasNoSecond();
        Element answer = request.answering();
        checkNode(request);
        Map<String, Affiliation> known = parts.members().affiliations(request.service(), request.from());
        if (request.service().equals(request.from().bare())) {
            parts.nodes()
                    .of(request.service(), parts.limits().nodes())
                    .forEach(node -> known.put(node.name(), Affiliation.OWNER));
        }
        known.forEach((node, affiliation) -> {
            if (isAsked(request, node)) {
                Element element = answer.addElement(AFFILIATION);
                element.addAttribute("node", node);
                element.addAttribute("affiliation", affiliation.word());
            }
        });
        return Optional.of(answer.getParent());
    }
}

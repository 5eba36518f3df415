package org.jackdaw.pubsub;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dom4j.Element;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.StanzaError;

/** The requests of subscribers about the options of their subscriptions (XEP-0060 §6.3, §6.4). */
final class OptionRequests {

    private final Parts parts;
    private final OptionForms forms;

    OptionRequests(Parts parts, OptionForms forms) {
        this.parts = parts;
        this.forms = forms;
    }

    /** XEP-0060 §6.3.2. */
    Optional<Element> options(Request request) {
        NodeKey key = checked(request);
        Subscription subscription = subscription(parts.node(key, request.from()), request);
        Element options = request.answering();
        options.addAttribute("jid", subscription.jid().toString());
        options.add(forms.form("form", subscription.jid(), subscription.options()));
        return Optional.of(options.getParent());
    }

    /** XEP-0060 §6.3.5. */
    Optional<Element> change(Request request) {
        NodeKey key = checked(request);
        parts.turns().take(key, turn -> {
            Node node = parts.node(key, request.from());
            Subscription old = subscription(node, request);
            submitted(request.action()).ifPresent(fields -> parts.members().subscribe(node, changed(old, fields)));
            return true;
        });
        return Optional.empty();
    }

    private static NodeKey checked(Request request) {
        request.hasNoSecond();
        request.hasNoSubscriptionId();
        return request.node();
    }

    private Subscription subscription(Node node, Request request) {
        Jid subscriber =
                request.jid(request.action()).orElseThrow(() -> Pubsub.refusal(Condition.BAD_REQUEST, "jid-required"));
        if (!subscriber.bare().equals(request.from().bare())) {
            throw Pubsub.forbidden();
        }
        return parts.members()
                .subscription(node, subscriber)
                .orElseThrow(
                        () -> Pubsub.refusal(Condition.UNEXPECTED_REQUEST, StanzaError.Type.MODIFY, "not-subscribed"));
    }

    /** XEP-0060 §6.4: all nodes have the same. */
    Optional<Element> initial(Request request) {
        request.hasNoSecond();
        if (!request.nodeName().isEmpty()) {
            parts.node(request.node(), request.from());
        }
        Element initial = request.answering();
        initial.add(forms.form("result", request.from(), SubscriptionOptions.INITIAL));
        return Optional.of(initial.getParent());
    }

    /** Returns what the options say that come with a new subscription; empty if there are none (XEP-0060 §6.3.7). */
    Optional<Map<String, List<String>>> withSubscription(Request request) {
        Optional<Element> options = request.second("options");
        if (options.filter(element -> element.attributeCount() > 0).isPresent()) {
            throw Pubsub.badRequest("node and address are those of the subscription");
        }
        return options.filter(element -> !element.elements().isEmpty()).flatMap(OptionRequests::submitted);
    }

    /** Returns the fields of the form in an element; empty if it was cancelled. */
    private static Optional<Map<String, List<String>>> submitted(Element options) {
        List<Element> children = options.elements();
        if (children.size() != 1 || !children.getFirst().getQName().equals(Forms.X)) {
            throw Pubsub.badRequest("the options are a form");
        }
        return Forms.submitted(children.getFirst(), Pubsub.SUBSCRIPTION_FORM);
    }

    Subscription changed(Subscription subscription, Map<String, List<String>> fields) {
        return subscription.with(forms.changed(subscription.options(), subscription.jid(), fields));
    }

    /** Returns the options that a subscription has now. */
    Element shown(Subscription subscription) {
        Element options = Pubsub.element("options", Pubsub.NS);
        options.add(forms.form("result", subscription.jid(), subscription.options()));
        return options;
    }
}

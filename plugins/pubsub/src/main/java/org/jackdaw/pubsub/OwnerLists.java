package org.jackdaw.pubsub;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dom4j.Element;
import org.dom4j.QName;
import org.jackdaw.pubsub.Subscription.State;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.StanzaException;

/**
 * The lists of subscriptions and affiliations as owners see and change them (XEP-0060 §8.8, §8.9). A change is made as a
 * whole or not at all: the error names all of it.
 */
final class OwnerLists {

    private static final QName SUBSCRIPTION = QName.get("subscription", Pubsub.OWNER);
    private static final QName AFFILIATION = QName.get("affiliation", Pubsub.OWNER);
    private static final int MOST_CHANGES = 1000;

    /** What a node may be made to know by its owners, more than any circle of people has. */
    private static final int MOST_ENTRIES = 10_000;

    private final Parts parts;
    private final Approvals approvals;

    OwnerLists(Parts parts, Approvals approvals) {
        this.parts = parts;
        this.approvals = approvals;
    }

    /** XEP-0060 §8.8.1. */
    Optional<Element> subscriptions(Request request) {
        request.hasNoSecond();
        Node node = parts.owned(request.node(), request.from());
        Element answer = request.answering();
        for (Subscription subscription : parts.members().subscriptions(node)) {
            if (subscription.isActive()) {
                Element element = answer.addElement(SUBSCRIPTION);
                element.addAttribute("jid", subscription.jid().toString());
                element.addAttribute("subscription", subscription.state().word());
            }
        }
        return Optional.of(answer.getParent());
    }

    /** XEP-0060 §8.8.2. */
    Optional<Element> changeSubscriptions(Request request) {
        request.hasNoSecond();
        NodeKey key = request.node();
        parts.turns().take(key, turn -> {
            Node node = parts.owned(key, request.from());
            Map<Jid, State> changes = new LinkedHashMap<>();
            for (Element element : elements(request, SUBSCRIPTION)) {
                String word = element.attributeValue("subscription", "");
                if (!word.isEmpty()) {
                    State state = State.of(word).orElseThrow(OwnerLists::notAcceptable);
                    if (changes.put(jid(request, element), state) != null) {
                        throw notAcceptable();
                    }
                }
            }
            checkRoom(parts.members().subscriptions(node).size() + added(changes.values(), State.NONE));
            changes.forEach((jid, state) -> change(node, new Subscription(jid, state)));
            return true;
        });
        return Optional.empty();
    }

    private void change(Node node, Subscription wanted) {
        Optional<Subscription> old = parts.members().subscription(node, wanted.jid());
        if (old.map(Subscription::state).orElse(State.NONE) != wanted.state()) {
            Subscription changed = old.orElse(wanted).with(wanted.state());
            parts.members().subscribe(node, changed);
            parts.notifier().subscription(node, changed);
        }
    }

    /** XEP-0060 §8.9.1. */
    Optional<Element> affiliations(Request request) {
        request.hasNoSecond();
        Node node = parts.owned(request.node(), request.from());
        Map<Jid, Affiliation> all = new LinkedHashMap<>(parts.members().affiliations(node));
        if (node.isPersonal()) {
            all.put(node.service(), Affiliation.OWNER);
        }
        Element answer = request.answering();
        all.forEach((jid, affiliation) -> {
            Element element = answer.addElement(AFFILIATION);
            element.addAttribute("jid", jid.toString());
            element.addAttribute("affiliation", affiliation.word());
        });
        return Optional.of(answer.getParent());
    }

    /** XEP-0060 §8.9.2. */
    Optional<Element> changeAffiliations(Request request) {
        request.hasNoSecond();
        NodeKey key = request.node();
        parts.turns().take(key, turn -> {
            Node node = parts.owned(key, request.from());
            Map<Jid, Affiliation> changes = new LinkedHashMap<>();
            HashSet<Jid> seen = new HashSet<>();
            for (Element element : elements(request, AFFILIATION)) {
                Jid jid = jid(request, element).bare();
                if (!seen.add(jid)) {
                    throw Pubsub.badRequest("twice: " + jid);
                }
                String word = element.attributeValue("affiliation", "");
                if (!word.isEmpty()) {
                    changes.put(jid, Affiliation.of(word).orElseThrow(OwnerLists::notAcceptable));
                }
            }
            checkOwners(node, changes);
            checkRoom(parts.members().affiliations(node).size() + added(changes.values(), Affiliation.NONE));
            changes.forEach((jid, affiliation) -> change(node, jid, affiliation));
            return true;
        });
        return Optional.empty();
    }

    /** Returns how many entries changes may add at most: who is taken out needs no room. */
    private static <T> long added(Collection<T> changes, T none) {
        return changes.stream().filter(change -> change != none).count();
    }

    /** Nobody fills the database with names. */
    private static void checkRoom(long entries) {
        if (entries > MOST_ENTRIES) {
            throw new StanzaException(
                    Condition.RESOURCE_CONSTRAINT, "at most " + MOST_ENTRIES + " in the list of a node");
        }
    }

    /** A node always has an owner, and an account owns its own. */
    private void checkOwners(Node node, Map<Jid, Affiliation> changes) {
        if (node.isPersonal()) {
            if (changes.containsKey(node.service())) {
                throw notAcceptable();
            }
            return;
        }
        Map<Jid, Affiliation> all = new LinkedHashMap<>(parts.members().affiliations(node));
        all.putAll(changes);
        if (!all.containsValue(Affiliation.OWNER)) {
            throw notAcceptable();
        }
    }

    /** Who waits for approval needs none any more, or gets none (XEP-0060 §8.7). */
    private void change(Node node, Jid jid, Affiliation affiliation) {
        parts.members().affiliate(node, jid, affiliation);
        for (Subscription subscription : parts.members().subscriptionsOf(node, jid)) {
            if (affiliation == Affiliation.OUTCAST) {
                approvals.settle(node, subscription, false);
            } else if (!subscription.isActive() && affiliation.isTrusted()) {
                approvals.settle(node, subscription, true);
            }
        }
    }

    private static List<Element> elements(Request request, QName name) {
        List<Element> elements = request.action().elements();
        if (elements.size() > MOST_CHANGES
                || !elements.stream().allMatch(element -> element.getQName().equals(name))) {
            throw Pubsub.badRequest("at most " + MOST_CHANGES + " of " + name.getName());
        }
        return elements;
    }

    private static Jid jid(Request request, Element element) {
        return request.jid(element).orElseThrow(() -> Pubsub.refusal(Condition.BAD_REQUEST, "jid-required"));
    }

    private static StanzaException notAcceptable() {
        return new StanzaException(Condition.NOT_ACCEPTABLE, "");
    }
}

package org.jackdaw.pubsub;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.dom4j.Element;
import org.dom4j.QName;
import org.jackdaw.pubsub.Receivers.Receiver;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.StanzaException;

/** Makes, configures, purges and deletes nodes (XEP-0060 §8.1 to §8.5). */
final class NodeRequests {

    private static final QName REDIRECT = QName.get("redirect", Pubsub.OWNER);
    private static final int LONGEST_URI = 3000;

    /** A scheme, and what it is up to others to understand (RFC 3987 §2.2). */
    private static final Pattern URI = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:\\S+");

    private final Parts parts;
    private final Creation creation;
    private final Listeners listeners;

    NodeRequests(Parts parts, Creation creation, Listeners listeners) {
        this.parts = parts;
        this.creation = creation;
        this.listeners = listeners;
    }

    /** XEP-0060 §8.1; a node without a name gets one. */
    Optional<Element> create(Request request) {
        Optional<Element> configure = request.second("configure");
        if (configure.filter(element -> element.attribute("node") != null).isPresent()) {
            throw Pubsub.badRequest("the node is named once");
        }
        if (!request.action().attributeValue("type", "leaf").equals("leaf")) {
            throw Pubsub.unsupported("collections");
        }
        boolean isInstant = request.nodeName().isEmpty();
        NodeKey key =
                new NodeKey(request.service(), isInstant ? UUID.randomUUID().toString() : request.nodeName());
        if (!creation.isAllowed(request.service(), request.from())) {
            throw Pubsub.forbidden();
        }
        NodeConfig config = creation.initial(request.service())
                .with(configure.flatMap(element -> values(element, true)).orElse(Map.of()));
        parts.turns().take(key, turn -> {
            if (parts.nodes().find(key).isPresent()) {
                throw new StanzaException(Condition.CONFLICT, "there is such a node");
            }
            return creation.create(key, request.from(), config);
        });
        if (!isInstant) {
            return Optional.empty();
        }
        Element created = request.answering();
        created.addAttribute("node", key.name());
        return Optional.of(created.getParent());
    }

    /** Returns what a form in an element says; empty if there is none, or it was cancelled. */
    private Optional<Map<NodeOption, List<String>>> values(Element element, boolean mayBeEmpty) {
        List<Element> children = element.elements();
        if (children.isEmpty() && mayBeEmpty) {
            return Optional.empty();
        }
        if (children.size() != 1 || !children.getFirst().getQName().equals(Forms.X)) {
            throw Pubsub.badRequest("a configuration is a form");
        }
        return Forms.submitted(children.getFirst(), Pubsub.CONFIG_FORM)
                .map(fields -> parts.forms().known(fields));
    }

    /** XEP-0060 §8.2.1. */
    Optional<Element> configuration(Request request) {
        request.hasNoSecond();
        Node node = parts.owned(request.node(), request.from());
        Element configure = request.answering();
        configure.add(parts.forms().form(node.config()));
        return Optional.of(configure.getParent());
    }

    /** XEP-0060 §8.2.4. */
    Optional<Element> configure(Request request) {
        request.hasNoSecond();
        NodeKey key = request.node();
        parts.turns().take(key, turn -> {
            Node node = parts.owned(key, request.from());
            values(request.action(), false)
                    .ifPresent(values -> configure(node.with(node.config().with(values))));
            return true;
        });
        return Optional.empty();
    }

    private void configure(Node node) {
        parts.nodes().configure(node, node.config());
        if (node.is(NodeOption.PERSIST_ITEMS)) {
            parts.items().shrink(node);
        } else {
            parts.items().clear(node);
        }
        if (node.is(NodeOption.NOTIFY_CONFIG)) {
            parts.notifier().tell(node, Events.configured(node));
        }
    }

    /** XEP-0060 §8.3. */
    Optional<Element> initial(Request request) {
        request.hasNoSecond();
        if (!request.action().attributeValue("type", "leaf").equals("leaf")) {
            throw Pubsub.unsupported("collections");
        }
        Element answer = request.answering();
        answer.add(parts.forms().form(creation.initial(request.service())));
        return Optional.of(answer.getParent());
    }

    /** XEP-0060 §8.4. */
    Optional<Element> delete(Request request) {
        request.hasNoSecond();
        delete(request.node(), request.from(), redirect(request.action()));
        return Optional.empty();
    }

    /** Deletes a node of somebody's, and tells those who got its events. */
    void delete(NodeKey key, Jid owner, Optional<String> redirect) {
        parts.turns().take(key, turn -> {
            Node node = parts.owned(key, owner);
            List<Receiver> receivers = node.is(NodeOption.NOTIFY_DELETE) ? concerned(node) : List.of();
            parts.nodes().remove(node, redirect);
            parts.notifier().tell(node, Events.deleted(node, redirect), receivers);
            turn.after(() -> listeners.deleted(node));
            return true;
        });
    }

    /** Who waits for approval is told too. */
    private List<Receiver> concerned(Node node) {
        List<Receiver> all = new ArrayList<>(parts.notifier().receivers(node));
        parts.members().subscriptions(node).stream()
                .filter(subscription -> !subscription.isActive())
                .forEach(subscription -> all.add(new Receiver(subscription.jid(), false)));
        return all;
    }

    private static Optional<String> redirect(Element delete) {
        List<Element> children = delete.elements();
        if (children.isEmpty()) {
            return Optional.empty();
        }
        String uri = children.getFirst().attributeValue("uri", "");
        boolean isOne = children.size() == 1 && children.getFirst().getQName().equals(REDIRECT);
        if (!isOne || uri.length() > LONGEST_URI || !URI.matcher(uri).matches()) {
            throw Pubsub.badRequest("a redirection has a URI");
        }
        return Optional.of(uri);
    }

    /** XEP-0060 §8.5. */
    Optional<Element> purge(Request request) {
        request.hasNoSecond();
        NodeKey key = request.node();
        parts.turns().take(key, turn -> {
            Node node = parts.owned(key, request.from());
            if (!node.is(NodeOption.PERSIST_ITEMS)) {
                throw Pubsub.unsupported("persistent-items");
            }
            parts.items().clear(node);
            if (node.is(NodeOption.NOTIFY_RETRACT)) {
                parts.notifier().tell(node, Events.purged(node));
            }
            turn.after(() -> listeners.purged(node));
            return true;
        });
        return Optional.empty();
    }
}

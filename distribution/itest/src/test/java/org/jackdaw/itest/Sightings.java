package org.jackdaw.itest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * What a client of the messaging load has seen, by kinds that are each numbered from 1: messages, whose body is a kind and a
 * number, copies of them as "sent" or "received", events and block pushes. One that is not the next of its kind is a fault.
 */
final class Sightings {

    /** What stands before the number of messages in a notification (XEP-0357 §7). */
    private static final String SUMMARY = "urn:xmpp:push:summary";

    /** The archive's ids of the messages of each kind, in the order in which they were seen. */
    private final Map<String, List<String>> seen = new ConcurrentHashMap<>();

    private final String client;
    private final List<String> faults;

    Sightings(String client, List<String> faults) {
        this.client = client;
        this.faults = faults;
    }

    void sees(Element stanza) {
        switch (stanza.getTagName()) {
            case "message" -> message(stanza);
            case "iq" -> iq(stanza);
            default -> note(stanza.getTagName() + " " + stanza.getAttribute("type"), "");
        }
    }

    private void message(Element message) {
        if (message.getAttribute("type").equals("error")) {
            note("error of " + message.getAttribute("id"), "");
            return;
        }
        Optional<Element> event = child(message, "event").flatMap(found -> child(found, "items"));
        if (event.isPresent()) {
            numbered("event", child(event.get(), "item").orElseThrow().getAttribute("id"), "");
            return;
        }
        for (String direction : List.of("sent", "received")) {
            Optional<Element> copy = child(message, direction)
                    .flatMap(found -> child(found, "forwarded"))
                    .flatMap(found -> child(found, "message"));
            if (copy.isPresent()) {
                said(direction + " ", copy.get());
                return;
            }
        }
        if (child(message, "result").isEmpty()) { // That is what an archive brings: the asker looks at it.
            said("", message);
        } else {
            archived(child(message, "result").get());
        }
    }

    private void archived(Element result) {
        String body = child(result, "forwarded")
                .flatMap(found -> child(found, "message"))
                .flatMap(found -> child(found, "body"))
                .map(Element::getTextContent)
                .orElse("");
        of("archived " + result.getAttribute("queryid")).add(result.getAttribute("id") + " " + body);
    }

    private void said(String prefix, Element message) {
        String[] body = child(message, "body")
                .map(Element::getTextContent)
                .orElse("? 0")
                .split(" ");
        numbered(
                prefix + body[0],
                body[1],
                child(message, "stanza-id").map(id -> id.getAttribute("id")).orElse(""));
    }

    private void iq(Element iq) {
        Node payload = iq.getFirstChild();
        if (payload.getNodeName().equals("pubsub")) {
            int count = child((Element) payload, "publish")
                    .flatMap(found -> child(found, "item"))
                    .map(item -> Integer.parseInt(item.getTextContent().replace(SUMMARY, "")))
                    .orElse(0);
            of("pushed").add("" + count);
            return;
        }
        note(payload.getNodeName(), "");
    }

    private void numbered(String kind, String number, String id) {
        List<String> all = of(kind);
        all.add(id);
        if (!number.equals("" + all.size())) {
            faults.add(client + " expected " + kind + " " + all.size() + " and got " + number);
        }
    }

    private void note(String kind, String id) {
        of(kind).add(id);
    }

    /** Returns what was seen of a kind so far. */
    List<String> of(String kind) {
        return seen.computeIfAbsent(kind, any -> new CopyOnWriteArrayList<>());
    }

    /** Forgets, and returns, what an archive brought for a query. */
    List<String> archived(String query) {
        List<String> all = seen.remove("archived " + query);
        return all == null ? List.of() : new ArrayList<>(all);
    }

    /** Returns the first child element of that name; there are no namespaces here. */
    static Optional<Element> child(Element parent, String name) {
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element && element.getTagName().equals(name)) {
                return Optional.of(element);
            }
        }
        return Optional.empty();
    }

    static String describe(Element stanza) {
        String condition = child(stanza, "error")
                .map(error -> " " + error.getFirstChild().getNodeName() + " " + error.getTextContent())
                .orElse("");
        return stanza.getTagName() + " " + stanza.getAttribute("type") + condition + " from "
                + stanza.getAttribute("from") + " id " + stanza.getAttribute("id");
    }
}

package org.jackdaw.bookmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.dom4j.Element;
import org.dom4j.QName;
import org.dom4j.tree.DefaultElement;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.StanzaException;
import org.jackdaw.xmpp.XmlWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a bookmark says of a room, in whatever format (XEP-0048 §2.1, XEP-0402 §2). Two are equal if they say the same.
 * Immutable.
 *
 * @param extensions what clients added: in {@code <extensions/>}, or beside the known elements in the old format
 */
record Room(
        Optional<String> name,
        boolean isJoined,
        Optional<String> nick,
        Optional<String> password,
        List<Extension> extensions) {

    /** The namespace of the format of today, and its node. */
    static final String NS = "urn:xmpp:bookmarks:1";

    private static final Logger LOG = LoggerFactory.getLogger(Room.class);
    private static final QName CONFERENCE = QName.get("conference", NS);
    private static final QName EXTENSIONS = QName.get("extensions", NS);
    private static final String NICK = "nick";
    private static final String PASSWORD = "password";
    private static final String NAME = "name";
    private static final String AUTOJOIN = "autojoin";

    /** An element of a client's own; equal if it is written the same. */
    record Extension(Element element, String text) {

        static Extension of(Element element) {
            Element copy = element.createCopy();
            return new Extension(copy, new String(XmlWriter.bytes(copy, ""), UTF_8));
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Extension extension && extension.text.equals(text);
        }

        @Override
        public int hashCode() {
            return text.hashCode();
        }
    }

    /** Returns which room an item is of, by its id; empty if that is no address of a room. */
    static Optional<Jid> address(String id) {
        try {
            return Optional.of(Jid.of(id)).filter(Jid::isBare);
        } catch (IllegalArgumentException e) {
            LOG.debug("{} is not the address of a room: {}", id, e.getMessage());
            return Optional.empty();
        }
    }

    /** Whether an item's payload is a bookmark. */
    static boolean isOne(Element payload) {
        return payload.getQName().equals(CONFERENCE);
    }

    /** Returns what an item's payload says. What a client wrote against the rules counts as not said. */
    static Room of(Element conference) {
        String autojoin = conference.attributeValue(AUTOJOIN, "");
        return new Room(
                Optional.ofNullable(conference.attributeValue(NAME)),
                autojoin.equals("true") || autojoin.equals("1"),
                text(conference, NICK),
                text(conference, PASSWORD),
                conference.elements(EXTENSIONS).stream()
                        .flatMap(extensions -> extensions.elements().stream())
                        .map(Extension::of)
                        .toList());
    }

    /**
     * Returns what an entry of the old list says.
     *
     * @throws StanzaException bad-request if it is not by the rules
     */
    static Room ofOld(Element conference) {
        boolean isJoined = switch (conference.attributeValue(AUTOJOIN, "false")) {
            case "true", "1" -> true;
            case "false", "0" -> false;
            default -> throw new StanzaException(Condition.BAD_REQUEST, "autojoin is true or false");
        };
        if (Stream.of(NICK, PASSWORD)
                .anyMatch(name -> conference.elements(name(conference, name)).size() > 1)) {
            throw new StanzaException(Condition.BAD_REQUEST, "a bookmark has one nick and one password at most");
        }
        return new Room(
                Optional.ofNullable(conference.attributeValue(NAME)),
                isJoined,
                text(conference, NICK),
                text(conference, PASSWORD),
                conference.elements().stream()
                        .flatMap(child ->
                                child.getQName().equals(EXTENSIONS) ? child.elements().stream() : Stream.of(child))
                        .filter(child -> !child.getNamespaceURI().equals(OldList.NS))
                        .map(Extension::of)
                        .toList());
    }

    private static Optional<String> text(Element conference, String name) {
        return Optional.ofNullable(conference.element(name(conference, name))).map(Element::getText);
    }

    /** The name of a known child, in the namespace of its parent. */
    private static QName name(Element conference, String name) {
        return conference.getNamespaceURI().equals(NS) ? QName.get(name, NS) : QName.get(name, OldList.NS);
    }

    /** Returns this with the extensions of another that it has not: old clients drop what they do not know (XEP-0402 §1). */
    Room keeping(Room other) {
        List<Extension> all = new ArrayList<>();
        Predicate<Extension> isReplaced = old -> extensions.stream()
                .anyMatch(extension ->
                        extension.element().getQName().equals(old.element().getQName()));
        other.extensions.stream().filter(isReplaced.negate()).forEach(all::add);
        all.addAll(extensions);
        // The same in another order is the same.
        boolean isSame = all.size() == other.extensions.size() && all.containsAll(other.extensions);
        return new Room(name, isJoined, nick, password, isSame ? other.extensions : List.copyOf(all));
    }

    /** Returns this with what another says of the room and this does not. */
    Room filled(Room other) {
        Room rest = new Room(
                name.or(() -> other.name),
                isJoined,
                nick.or(() -> other.nick),
                password.or(() -> other.password),
                other.extensions.stream()
                        .filter(extension -> !has(extension.element().getQName()))
                        .toList());
        return rest.keeping(this);
    }

    private boolean has(QName name) {
        return extensions.stream()
                .anyMatch(extension -> extension.element().getQName().equals(name));
    }

    /** Returns an item's payload that says this, and all else that the one before said. */
    Element payload(Optional<Element> before) {
        Element conference = before.map(Element::createCopy).orElseGet(() -> new DefaultElement(CONFERENCE));
        conference.addAttribute(NAME, name.orElse(null));
        conference.addAttribute(AUTOJOIN, isJoined ? "true" : null);
        Stream.of(NICK, PASSWORD)
                .flatMap(name -> conference.elements(QName.get(name, NS)).stream())
                .forEach(conference::remove);
        conference.elements(EXTENSIONS).forEach(conference::remove);
        fill(conference, NS);
        if (!extensions.isEmpty()) {
            Element parent = conference.addElement(EXTENSIONS);
            extensions.forEach(extension -> parent.add(extension.element().createCopy()));
        }
        return conference;
    }

    /** Adds this to a list of the old format. */
    void addTo(Element storage, String jid) {
        Element conference = storage.addElement(QName.get("conference", OldList.NS));
        conference.addAttribute("jid", jid);
        conference.addAttribute(NAME, name.orElse(null));
        conference.addAttribute(AUTOJOIN, isJoined ? "true" : null);
        fill(conference, OldList.NS);
        extensions.forEach(extension -> conference.add(extension.element().createCopy()));
    }

    private void fill(Element conference, String namespace) {
        nick.ifPresent(text -> conference.addElement(QName.get(NICK, namespace)).setText(text));
        password.ifPresent(
                text -> conference.addElement(QName.get(PASSWORD, namespace)).setText(text));
    }
}

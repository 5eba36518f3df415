package org.jackdaw.bookmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dom4j.Element;
import org.dom4j.QName;
import org.dom4j.tree.DefaultElement;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.StanzaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All bookmarks in one element, as old clients have them (XEP-0048 §2). Immutable.
 *
 * @param rooms by their bare addresses; of two entries for one room the later one counts
 * @param others bookmarks of web pages and whatever else clients put there
 */
record OldList(Map<Jid, Room> rooms, List<Room.Extension> others) {

    /** The namespace, and the name of the node. */
    static final String NS = "storage:bookmarks";

    private static final Logger LOG = LoggerFactory.getLogger(OldList.class);

    static final QName STORAGE = QName.get("storage", NS);

    private static final QName CONFERENCE = QName.get("conference", NS);
    private static final QName URL = QName.get("url", NS);

    /**
     * Returns the list that an element is.
     *
     * @throws StanzaException bad-request, or jid-malformed, if it is not by the rules
     */
    static OldList of(Element storage) {
        if (!storage.getQName().equals(STORAGE)) {
            throw new StanzaException(Condition.BAD_REQUEST, "that is no list of bookmarks");
        }
        Map<Jid, Room> rooms = new LinkedHashMap<>();
        List<Room.Extension> others = new ArrayList<>();
        for (Element entry : storage.elements()) {
            if (entry.getQName().equals(CONFERENCE)) {
                rooms.put(jid(entry), Room.ofOld(entry));
            } else if (entry.getQName().equals(URL) && entry.attributeValue("url") == null) {
                throw new StanzaException(Condition.BAD_REQUEST, "the bookmark of a page has a url");
            } else {
                others.add(Room.Extension.of(entry));
            }
        }
        return new OldList(rooms, others);
    }

    /** Returns what of an element is by the rules, for those that nobody has looked at when they were stored. */
    static OldList ofSome(Element storage) {
        Map<Jid, Room> rooms = new LinkedHashMap<>();
        List<Room.Extension> others = new ArrayList<>();
        for (Element entry : storage.elements()) {
            Element alone = new DefaultElement(STORAGE);
            alone.add(entry.createCopy());
            try {
                OldList one = of(alone);
                rooms.putAll(one.rooms());
                others.addAll(one.others());
            } catch (StanzaException e) {
                LOG.info("A bookmark is left out: {}", e.getMessage());
            }
        }
        return new OldList(rooms, others);
    }

    /** Returns what of this is not the same in another list. */
    OldList without(OldList other) {
        Map<Jid, Room> rest = new LinkedHashMap<>(rooms);
        rest.entrySet().removeAll(other.rooms.entrySet());
        return new OldList(
                rest,
                others.stream().filter(entry -> !other.others.contains(entry)).toList());
    }

    private static Jid jid(Element conference) {
        String jid = Optional.ofNullable(conference.attributeValue("jid"))
                .orElseThrow(() -> new StanzaException(Condition.BAD_REQUEST, "the bookmark of a room has a jid"));
        try {
            return Jid.of(jid).bare();
        } catch (IllegalArgumentException e) {
            throw new StanzaException(Condition.JID_MALFORMED, e.getMessage());
        }
    }

    int size() {
        return rooms.size() + others.size();
    }

    Element element() {
        Element storage = new DefaultElement(STORAGE);
        rooms.forEach((jid, room) -> room.addTo(storage, jid.toString()));
        others.forEach(other -> storage.add(other.element().createCopy()));
        return storage;
    }
}

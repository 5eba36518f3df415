package org.jackdaw.muc;

import java.util.List;
import java.util.Optional;
import org.dom4j.Element;
import org.dom4j.QName;
import org.jackdaw.plugin.Implements;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.StanzaException;

/**
 * The part of a list of rooms that somebody asks for (XEP-0059): of those after or before one, by name. A room that is gone
 * has its place all the same. The position of a part is told of the first one alone: to count would cost what the list costs.
 *
 * @param isAsked whether somebody asked for a part at all
 * @param after the name before the first of the part; empty for the start of the list
 * @param before the name after the last of the part; empty for the end of the list
 * @param isBackwards whether it is the end of what lies between that counts
 * @param most the most rooms that it has
 */
@Implements("XEP-0059 1.0")
record Page(boolean isAsked, String after, String before, boolean isBackwards, int most) {

    static final String NS = "http://jabber.org/protocol/rsm";

    private static final QName SET = QName.get("set", NS);
    private static final QName MAX = QName.get("max", NS);
    private static final QName AFTER = QName.get("after", NS);
    private static final QName BEFORE = QName.get("before", NS);
    private static final QName INDEX = QName.get("index", NS);
    private static final QName FIRST = QName.get("first", NS);
    private static final QName LAST = QName.get("last", NS);
    private static final QName COUNT = QName.get("count", NS);

    /**
     * Returns what a request asks for.
     *
     * @param most the most rooms that an answer has
     * @throws StanzaException bad-request if that is not clear, item-not-found for a place that no room has,
     *     feature-not-implemented for a place by number (§2.6)
     */
    static Page of(Element request, int most) {
        List<Element> sets = request.elements(SET);
        if (sets.isEmpty()) {
            return new Page(false, "", "", false, most);
        }
        Element set = sets.getFirst();
        Optional<Element> after = Optional.ofNullable(set.element(AFTER));
        Optional<Element> before = Optional.ofNullable(set.element(BEFORE));
        if (sets.size() > 1 || after.isPresent() && before.isPresent()) {
            throw Muc.badRequest("one part of the list");
        }
        if (set.element(INDEX) != null && number(set, INDEX, 0) > 0) {
            throw new StanzaException(Condition.FEATURE_NOT_IMPLEMENTED, "no pages by number");
        }
        return new Page(
                true,
                after.map(Page::name).orElse(""),
                before.filter(element -> !element.getText().isEmpty())
                        .map(Page::name)
                        .orElse(""),
                before.isPresent(),
                number(set, MAX, most));
    }

    private static String name(Element place) {
        try {
            String name = Jid.of(place.getText()).local();
            if (!name.isEmpty()) {
                return name;
            }
        } catch (IllegalArgumentException e) {
            throw new StanzaException(Condition.ITEM_NOT_FOUND, "no such place in the list: " + e.getMessage());
        }
        throw new StanzaException(Condition.ITEM_NOT_FOUND, "no such place in the list");
    }

    private static int number(Element set, QName name, int most) {
        Element element = set.element(name);
        if (element == null) {
            return most;
        }
        if (!element.getTextTrim().matches("[0-9]{1,9}")) {
            throw Muc.badRequest(name.getName() + " is a number");
        }
        int number = Integer.parseInt(element.getTextTrim());
        return name.equals(MAX) ? Math.min(most, number) : number;
    }

    /** Whether the part begins where the list does. */
    private boolean isStart() {
        return after.isEmpty() && !isBackwards;
    }

    /** Returns the {@code <set/>} of an answer with those rooms; without a count if that is not known. */
    Element set(List<Jid> rooms, Optional<Integer> count) {
        Element set = Muc.element(SET);
        if (!rooms.isEmpty()) {
            Element first = set.addElement(FIRST);
            if (isStart()) {
                first.addAttribute("index", "0");
            }
            first.setText(rooms.getFirst().toString());
            set.addElement(LAST).setText(rooms.getLast().toString());
        }
        count.ifPresent(all -> set.addElement(COUNT).setText(all.toString()));
        return set;
    }
}

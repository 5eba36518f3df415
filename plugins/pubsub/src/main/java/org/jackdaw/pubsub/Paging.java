package org.jackdaw.pubsub;

import java.util.List;
import java.util.Optional;
import org.dom4j.Element;
import org.dom4j.QName;
import org.jackdaw.pubsub.ItemTable.Place;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.StanzaException;

/**
 * A part of a list of items (XEP-0059).
 *
 * @param from the first of the part, in the list
 * @param to the one after the last
 */
record Paging(int from, int to) {

    static final String NS = "http://jabber.org/protocol/rsm";

    private static final QName MAX = QName.get("max", NS);
    private static final QName AFTER = QName.get("after", NS);
    private static final QName BEFORE = QName.get("before", NS);
    private static final QName INDEX = QName.get("index", NS);
    private static final QName FIRST = QName.get("first", NS);
    private static final QName LAST = QName.get("last", NS);
    private static final QName COUNT = QName.get("count", NS);

    /** Returns the part of a list that a {@code <set/>} asks for, and no more than there may be at once. */
    static Paging of(Element set, List<Place> all, int most) {
        int max = Math.min(most, number(set, MAX).orElse(most));
        Optional<Integer> index = number(set, INDEX);
        Element after = set.element(AFTER);
        Element before = set.element(BEFORE);
        if (index.isPresent() && (after != null || before != null) || after != null && before != null) {
            throw Pubsub.badRequest("from one place only");
        }
        if (before != null) {
            int end = before.getText().isEmpty() ? all.size() : position(all, before.getText());
            return new Paging(Math.max(0, end - max), end);
        }
        int begin = after == null ? index.orElse(0) : position(all, after.getText()) + 1;
        int first = Math.min(begin, all.size());
        return new Paging(first, Math.min(all.size(), first + max));
    }

    private static int position(List<Place> all, String id) {
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).id().equals(id)) {
                return i;
            }
        }
        throw new StanzaException(Condition.ITEM_NOT_FOUND, "no such item");
    }

    private static Optional<Integer> number(Element set, QName name) {
        Element element = set.element(name);
        if (element == null) {
            return Optional.empty();
        }
        try {
            int number = Integer.parseInt(element.getTextTrim());
            if (number >= 0) {
                return Optional.of(number);
            }
        } catch (NumberFormatException e) {
            throw Pubsub.badRequest(name.getName() + " is a number");
        }
        throw Pubsub.badRequest(name.getName() + " is not negative");
    }

    /** Returns the {@code <set/>} that says which part it is. */
    Element set(List<Place> all) {
        Element set = Pubsub.element("set", NS);
        if (from < to) {
            Element first = set.addElement(FIRST);
            first.addAttribute("index", Integer.toString(from));
            first.setText(all.get(from).id());
            set.addElement(LAST).setText(all.get(to - 1).id());
        }
        set.addElement(COUNT).setText(Integer.toString(all.size()));
        return set;
    }
}

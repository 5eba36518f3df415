package org.jackdaw.archive;

import java.util.List;
import java.util.Optional;
import org.dom4j.Element;
import org.dom4j.QName;
import org.dom4j.tree.DefaultElement;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.StanzaException;

/**
 * Which page of the results a client wants (XEP-0059).
 *
 * @param max most messages; empty for as many as the server gives
 * @param after the id that the page begins after
 * @param before the id that the page ends before; an empty text for the last page (§2.5)
 */
record Paging(Optional<Integer> max, Optional<String> after, Optional<String> before) {

    static final String NS = "http://jabber.org/protocol/rsm";

    static final Paging NONE = new Paging(Optional.empty(), Optional.empty(), Optional.empty());

    /** @throws StanzaException bad-request, or feature-not-implemented for a page by its index (§2.6) */
    static Paging of(Element set) {
        if (single(set, "index").isPresent()) {
            throw new StanzaException(Condition.FEATURE_NOT_IMPLEMENTED, "pages by id, not by index");
        }
        return new Paging(single(set, "max").map(Paging::number), single(set, "after"), single(set, "before"));
    }

    private static Optional<String> single(Element set, String name) {
        List<Element> found = set.elements(new QName(name, set.getNamespace()));
        if (found.size() > 1) {
            throw new StanzaException(Condition.BAD_REQUEST, name + " twice");
        }
        return found.stream().findFirst().map(element -> element.getText().strip());
    }

    private static int number(String text) {
        try {
            int number = Integer.parseInt(text);
            if (number >= 0 && Character.isDigit(text.charAt(0))) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new StanzaException(Condition.BAD_REQUEST, "max is a number");
    }

    /** Whether the page is the last of those that could be. */
    boolean isFromTheEnd() {
        return before.isPresent();
    }

    /** Returns what tells a client which page it got (§2.2); nothing of a page without messages. */
    static Element result(List<Entry> page) {
        Element set = new DefaultElement(QName.get("set", NS));
        if (!page.isEmpty()) {
            set.addElement(QName.get("first", NS)).setText(page.getFirst().id().toString());
            set.addElement(QName.get("last", NS)).setText(page.getLast().id().toString());
        }
        return set;
    }

    /** Returns what tells a client how many results there are (§2.7). */
    static Element count(int count) {
        Element set = new DefaultElement(QName.get("set", NS));
        set.addElement(QName.get("count", NS)).setText(Integer.toString(count));
        return set;
    }
}

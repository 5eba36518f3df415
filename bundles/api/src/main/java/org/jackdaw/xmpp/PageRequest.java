package org.jackdaw.xmpp;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.dom4j.Element;
import org.dom4j.QName;
import org.dom4j.tree.DefaultElement;

/**
 * The page of a list that somebody asks for (XEP-0059 §2). Immutable.
 *
 * @param max the most entries that it is to have, 0 or more; empty for as many as the server gives
 * @param after what the entry before the page is known by; empty if nothing was said of it
 * @param before what the entry after the page is known by; an empty text for the last page (§2.5), empty if nothing was said
 * @param index the place of its first entry, from 0 (§2.6); empty if nothing was said of it
 */
public record PageRequest(OptionalInt max, Optional<String> after, Optional<String> before, OptionalInt index) {

    /** The namespace, which is the feature too. */
    public static final String NS = "http://jabber.org/protocol/rsm";

    /** The first page, of as many entries as the server gives. */
    public static final PageRequest FIRST =
            new PageRequest(OptionalInt.empty(), Optional.empty(), Optional.empty(), OptionalInt.empty());

    private static final QName SET = QName.get("set", NS);
    private static final String NUMBER = "[0-9]{1,9}";

    /**
     * Returns what a payload asks for; empty if it asks for no page.
     *
     * @throws StanzaException bad-request for two pages, for a word said twice, and for what is no number
     */
    public static Optional<PageRequest> in(Element payload) {
        return single(payload, SET)
                .map(set -> new PageRequest(
                        number(set, "max"), text(set, "after"), text(set, "before"), number(set, "index")));
    }

    private static Optional<Element> single(Element parent, QName name) {
        List<Element> found = parent.elements(name);
        if (found.size() > 1) {
            throw new StanzaException(Condition.BAD_REQUEST, name.getName() + " twice");
        }
        return found.stream().findFirst();
    }

    private static Optional<String> text(Element set, String name) {
        return single(set, QName.get(name, NS)).map(Element::getText);
    }

    private static OptionalInt number(Element set, String name) {
        Optional<String> text = text(set, name).map(String::strip);
        if (text.isEmpty()) {
            return OptionalInt.empty();
        }
        if (!text.get().matches(NUMBER)) {
            throw new StanzaException(Condition.BAD_REQUEST, name + " is a number");
        }
        return OptionalInt.of(Integer.parseInt(text.get()));
    }

    /** Returns how many entries the page has at most, where a server gives no more than so many. */
    public int most(int limit) {
        return Math.min(limit, max.orElse(limit));
    }

    /** Whether it is the end that counts of what lies before or in between (§2.5). */
    public boolean isBackwards() {
        return before.isPresent();
    }

    /**
     * Returns what tells the asker which page he has got (§2.2), to stand in the answer.
     *
     * @param entries what the entries of the page are known by, in their order; with none it says neither first nor last
     * @param index the place of the first in the list; empty if that is not known
     * @param count how many there are in the list (§2.7); empty if that is not known
     */
    public static Element answer(List<String> entries, OptionalInt index, OptionalInt count) {
        Element set = new DefaultElement(SET);
        if (!entries.isEmpty()) {
            Element first = set.addElement(QName.get("first", NS));
            index.ifPresent(place -> first.addAttribute("index", Integer.toString(place)));
            first.setText(entries.getFirst());
            set.addElement(QName.get("last", NS)).setText(entries.getLast());
        }
        count.ifPresent(all -> set.addElement(QName.get("count", NS)).setText(Integer.toString(all)));
        return set;
    }
}

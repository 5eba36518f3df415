package org.jackdaw.muc;

import java.util.List;
import java.util.OptionalInt;
import org.dom4j.Element;
import org.jackdaw.plugin.Implements;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.PageRequest;
import org.jackdaw.xmpp.StanzaException;

/**
 * The part of a list of rooms that somebody asks for (XEP-0059): of those after or before one, by name. A room that is gone
 * has its place all the same. The position of a part is told of the first one alone: to count would cost what the list costs.
 *
 * @param after the name before the first of the part; empty for the start of the list
 * @param before the name after the last of the part; empty for the end of the list
 * @param isBackwards whether it is the end of what lies between that counts
 * @param most the most rooms that it has
 */
@Implements("XEP-0059 1.0")
record Page(String after, String before, boolean isBackwards, int most) {

    /**
     * Returns the part that somebody asks for.
     *
     * @param most the most rooms that an answer has
     * @throws StanzaException bad-request if that is not clear, item-not-found for a place that no room has,
     *     feature-not-implemented for a place by number (§2.6)
     */
    static Page of(PageRequest page, int most) {
        if (page.after().isPresent() && page.isBackwards()) {
            throw Muc.badRequest("one part of the list");
        }
        if (page.index().orElse(0) > 0) {
            throw new StanzaException(Condition.FEATURE_NOT_IMPLEMENTED, "no pages by number");
        }
        return new Page(
                page.after().map(Page::name).orElse(""),
                page.before().filter(place -> !place.isEmpty()).map(Page::name).orElse(""),
                page.isBackwards(),
                page.most(most));
    }

    private static String name(String place) {
        try {
            String name = Jid.of(place).local();
            if (!name.isEmpty()) {
                return name;
            }
        } catch (IllegalArgumentException e) {
            throw new StanzaException(Condition.ITEM_NOT_FOUND, "no such place in the list: " + e.getMessage());
        }
        throw new StanzaException(Condition.ITEM_NOT_FOUND, "no such place in the list");
    }

    /** Whether the part begins where the list does. */
    private boolean isStart() {
        return after.isEmpty() && !isBackwards;
    }

    /** Returns the {@code <set/>} of an answer with those rooms; without a count if that is not known. */
    Element set(List<Jid> rooms, OptionalInt count) {
        OptionalInt index = isStart() ? OptionalInt.of(0) : OptionalInt.empty();
        return PageRequest.answer(rooms.stream().map(Jid::toString).toList(), index, count);
    }
}

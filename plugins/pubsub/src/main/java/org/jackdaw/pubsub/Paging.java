package org.jackdaw.pubsub;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.dom4j.Element;
import org.jackdaw.pubsub.ItemTable.Place;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.PageRequest;
import org.jackdaw.xmpp.StanzaException;

/**
 * A part of a list of items (XEP-0059).
 *
 * @param from the first of the part, in the list
 * @param to the one after the last
 */
record Paging(int from, int to) {

    /** Returns the part of a list that somebody asks for, and no more than there may be at once. */
    static Paging of(PageRequest page, List<Place> all, int most) {
        long places = Stream.of(page.index().isPresent(), page.after().isPresent(), page.isBackwards())
                .filter(isSaid -> isSaid)
                .count();
        if (places > 1) {
            throw Pubsub.badRequest("from one place only");
        }
        int max = page.most(most);
        if (page.before().isPresent()) {
            String id = page.before().get();
            int end = id.isEmpty() ? all.size() : position(all, id);
            return new Paging(Math.max(0, end - max), end);
        }
        int begin = page.after()
                .map(id -> position(all, id) + 1)
                .orElse(page.index().orElse(0));
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

    /** Returns the {@code <set/>} that says which part it is. */
    Element set(List<Place> all) {
        List<String> ids = all.subList(from, to).stream().map(Place::id).toList();
        return PageRequest.answer(ids, OptionalInt.of(from), OptionalInt.of(all.size()));
    }
}

package org.jackdaw.muc;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jackdaw.plugin.ConsoleTab.Query;
import org.jackdaw.plugin.Screen.Link;
import org.jackdaw.plugin.Screen.Links;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.StanzaException;

/** What the screens of the tab have in common: names of parameters, pages, times. */
final class Screens {

    static final String ROOM = "room";
    static final String VIEW = "view";
    static final String SEARCH = "search";
    static final String BEFORE = "before";
    static final String AFTER = "after";
    static final String FROM = "from";
    static final String REASON = "reason";

    /** Rows of a page. */
    static final int MOST = 50;

    private static final int LONGEST_SEARCH = 1000;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

    private Screens() {}

    static StanzaException bad(String sentence) {
        return new StanzaException(Condition.BAD_REQUEST, sentence);
    }

    /** Returns an address that is asked for. */
    static Jid jid(Query query, String name) {
        String text = query.text(name).strip();
        try {
            return Jid.of(text);
        } catch (IllegalArgumentException e) {
            throw bad("'" + text + "' is not an address: " + e.getMessage() + ".");
        }
    }

    static Jid room(Query query) {
        return jid(query, ROOM).bare();
    }

    /** Returns a number that is asked for; 0 for none. */
    static long number(Query query, String name) {
        String text = query.text(name);
        if (!text.matches("[0-9]{0,18}")) {
            throw bad("The value of " + name + " is not a whole number.");
        }
        return text.isEmpty() ? 0 : Long.parseLong(text);
    }

    static String search(Query query) {
        String text = query.text(SEARCH).strip();
        if (text.length() > LONGEST_SEARCH) {
            throw bad("Nothing so long can be searched for.");
        }
        return text;
    }

    static String time(Instant time) {
        return TIME.format(time);
    }

    /** Returns parameters with more of them, by names and values; without those that are empty. */
    static Map<String, String> with(Map<String, String> parameters, String... more) {
        Map<String, String> all = new HashMap<>(parameters);
        for (int i = 0; i < more.length; i += 2) {
            all.put(more[i], more[i + 1]);
        }
        all.values().removeIf(String::isEmpty);
        return all;
    }

    static Map<String, String> view(Jid room, String view) {
        return with(Map.of(ROOM, room.toString()), VIEW, view);
    }

    /** Some rows of many, and the ways to the others. */
    record Slice<T>(List<T> rows, Links links) {

        static <T> Slice<T> of(List<T> all, Query query) {
            int from = (int) Math.min(number(query, FROM), all.size());
            int to = Math.min(from + MOST, all.size());
            List<Link> links = new ArrayList<>();
            if (from > 0) {
                links.add(new Link("Previous", with(query.parameters(), FROM, "" + Math.max(0, from - MOST))));
            }
            if (to < all.size()) {
                links.add(new Link("Next", with(query.parameters(), FROM, "" + to)));
            }
            return new Slice<>(all.subList(from, to), new Links(links));
        }
    }
}

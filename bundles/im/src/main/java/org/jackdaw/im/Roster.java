package org.jackdaw.im;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.dom4j.Element;
import org.dom4j.QName;
import org.dom4j.tree.DefaultElement;

/**
 * Everything kept for one account at one moment.
 *
 * @param version 0 for an account that never had a contact
 * @param items in no order; with those that are not listed
 */
record Roster(long version, List<RosterItem> items) {

    static final QName QUERY = QName.get("query", RosterItem.NS);

    /** For how many changes it is remembered what was removed. */
    static final int REMEMBERED = 1000;

    private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,18}");

    /**
     * Returns what changed after a version, oldest first (RFC 6121 §2.6.3).
     *
     * @return empty if the version is not known, or too old: the client needs the whole roster
     */
    Optional<List<RosterItem>> since(String known) {
        if (!DECIMAL.matcher(known).matches()) {
            return Optional.empty();
        }
        long from = Long.parseLong(known);
        if (from > version || from < version - REMEMBERED) {
            return Optional.empty();
        }
        return Optional.of(items.stream()
                .filter(item -> item.version() > from)
                .sorted(Comparator.comparingLong(RosterItem::version))
                .toList());
    }

    /** Returns the whole roster as the payload of a result. */
    Element query() {
        Element query = query(version);
        items.stream().filter(RosterItem::listed).map(RosterItem::element).forEach(query::add);
        return query;
    }

    /** Returns the payload of a push (RFC 6121 §2.1.6). */
    static Element push(RosterItem item) {
        Element query = query(item.version());
        query.add(item.element());
        return query;
    }

    private static Element query(long version) {
        Element query = new DefaultElement(QUERY);
        query.addAttribute("ver", Long.toString(version));
        return query;
    }
}

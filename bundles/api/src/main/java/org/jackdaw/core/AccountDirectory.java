package org.jackdaw.core;

import java.time.Instant;
import java.util.List;
import java.util.SortedSet;
import org.jackdaw.xmpp.Jid;

/** Looks accounts up, however many there are. Thread-safe; blocks on the database. */
public interface AccountDirectory {

    /** What is known of an account. */
    record Entry(Jid jid, boolean isDisabled, SortedSet<String> roles, Instant created) {}

    /**
     * A part of what was found.
     *
     * @param total how many accounts there are to find, on this page or not
     */
    record Page(List<Entry> entries, long total) {}

    /**
     * Returns accounts of the served domains in the order of their addresses.
     *
     * @param part what their addresses contain; empty for all
     * @param offset how many to pass over
     * @param limit how many to return at most
     */
    Page find(String part, int offset, int limit);
}

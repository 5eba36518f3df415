package org.jackdaw.core;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jackdaw.xmpp.Jid;

/**
 * Why stanzas were not delivered: the ways of the newest ones that were refused, consumed, ignored or given back; and of
 * all stanzas from and to addresses that are watched. Thread-safe.
 */
public interface Traces {

    /**
     * An address that is watched.
     *
     * @param bodies whether the stanzas themselves are kept, too
     */
    record Watch(Jid jid, boolean bodies, Instant until) {}

    /** Returns the newest traces, the newest first. */
    List<Trace> newest(int most);

    /** Returns the newest traces of stanzas from or to an address, the newest first; a bare one stands for its resources. */
    List<Trace> newest(Jid jid, int most);

    /** Returns a trace; empty if there is none of that id any more. */
    Optional<Trace> find(long id);

    /**
     * Watches an address from now on, or anew.
     *
     * @param jid a bare one stands for its resources, too
     * @param time cut to the longest time that the configuration allows
     * @throws IllegalArgumentException with a sentence for the operator if too many are watched already
     */
    Watch watch(Jid jid, boolean bodies, Duration time);

    /** Watches an address no longer, and forgets the stanzas; their traces stay. Returns whether it was watched. */
    boolean unwatch(Jid jid);

    /** Returns what is watched at the moment. */
    List<Watch> watches();
}

package org.jackdaw.plugin;

import java.util.function.LongConsumer;
import org.osgi.annotation.versioning.ProviderType;

/** The counters of a stream that is kept (XEP-0198 §4). They count modulo 2^32. */
@ProviderType
public interface Keeping {

    /** Returns what the session can be resumed by: nobody can guess it; empty if it cannot be resumed. */
    String id();

    /**
     * Tells how many stanzas of the client are handled by now or a little later, as soon as all that they wrote is on disk.
     * Returns at once. Somebody who asked before is told before.
     *
     * @param told called on any thread
     */
    void whenHandled(LongConsumer told);

    /**
     * The client has got so many stanzas: they are no longer kept.
     *
     * @throws IllegalArgumentException if that is more than it was sent; nothing is changed
     */
    void acknowledged(long h);

    /** Returns how many stanzas were sent to the client. */
    long sent();
}

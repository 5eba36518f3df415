package org.jackdaw.plugin;

import java.util.function.Function;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Lets one at a time do something for a key: a room, a node. Two versions of a plugin, as a swap has them for a moment, take
 * turns with each other; two plugins never do. Thread-safe.
 */
@ProviderType
@FunctionalInterface
public interface Turns {

    /** Returns a way to take turns; whoever opens another one, in this version of the plugin or the next, is somebody else. */
    Line open();

    /** One of those that take turns. */
    @ProviderType
    @FunctionalInterface
    interface Line {

        /**
         * Returns what the work returns, which is done while no other work of the plugin is done for an equal key. It blocks until
         * then. Work may take a turn for the same key within its own, but should not for another: two that do so may wait for
         * each other for ever.
         */
        <T> T take(Object key, Function<Turn, T> work);
    }

    /** A turn under way; to be used by its own thread. */
    @ProviderType
    interface Turn {

        /**
         * Returns a number that is the same as in an earlier turn for the key if nobody else had one in between: then what was
         * remembered of it is still true. It may be another one although nobody had.
         */
        long epoch();

        /** Does something when the turn is over, on the same thread, in the order in which it was asked for. */
        void after(Runnable work);
    }
}

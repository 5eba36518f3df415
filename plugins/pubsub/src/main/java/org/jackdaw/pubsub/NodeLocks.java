package org.jackdaw.pubsub;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Lets one at a time change a node and tell of it, so that everybody hears of the changes in the order in which they are. */
final class NodeLocks {

    private static final int STRIPES = 256;

    /** Texts that the virtual machine holds once: the version of this plugin that is being replaced has the same ones. */
    private static final List<String> LOCKS = IntStream.range(0, STRIPES)
            .mapToObj(i -> ("org.jackdaw.pubsub lock " + i).intern())
            .toList();

    /** What is to be done when the lock is free again: what may change other nodes. */
    static final class Turn {

        private final List<Runnable> after = new ArrayList<>();

        void after(Runnable work) {
            after.add(work);
        }
    }

    private NodeLocks() {}

    /** Does some work while nobody else does any for the node. */
    static <T> T inTurn(NodeKey key, Function<Turn, T> work) {
        Turn turn = new Turn();
        T result;
        synchronized (LOCKS.get(Math.floorMod(key.hashCode(), STRIPES))) {
            result = work.apply(turn);
        }
        turn.after.forEach(Runnable::run);
        return result;
    }
}

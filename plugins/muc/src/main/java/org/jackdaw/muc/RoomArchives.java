package org.jackdaw.muc;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jackdaw.plugin.Archives;
import org.jackdaw.xmpp.Jid;

/**
 * The archives of rooms, while a plugin keeps some. It may be replaced at any time: the newest version is used, one that
 * leaves goes when nobody uses it any more, and who finds none waits a moment if there was one just before. Thread-safe.
 */
final class RoomArchives {

    /** For a plugin that is restarted in place, by a change of its options say. */
    private static final Duration RETURN = Duration.ofSeconds(2);

    /** As long as the server waits for the handlers of a plugin that leaves. */
    private static final Duration FAREWELL = Duration.ofSeconds(5);

    private static final class Bound {
        private final Archives archives;
        private int uses;

        private Bound(Archives archives) {
            this.archives = archives;
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<Bound> all = new ArrayList<>();
    private long leftAt = System.nanoTime() - RETURN.toNanos();

    void bind(Archives archives) {
        lock.lock();
        try {
            all.addFirst(new Bound(archives));
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Returns when nobody uses it any more. */
    void unbind(Archives archives) {
        lock.lock();
        try {
            List<Bound> leaving =
                    all.stream().filter(bound -> bound.archives == archives).toList();
            all.removeAll(leaving);
            leftAt = System.nanoTime();
            long nanos = FAREWELL.toNanos();
            while (nanos > 0 && leaving.stream().anyMatch(bound -> bound.uses > 0)) {
                nanos = changed.awaitNanos(nanos);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    /** Whether there are archives just now. */
    boolean areThere() {
        lock.lock();
        try {
            return !all.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** Returns what the work returns, which has archives to itself that do not leave meanwhile; empty if there are none. */
    <T> Optional<T> use(Function<Archives, T> work) {
        Optional<Bound> taken = take();
        if (taken.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(work.apply(taken.get().archives));
        } finally {
            release(taken.get());
        }
    }

    private Optional<Bound> take() {
        lock.lock();
        try {
            long nanos = RETURN.toNanos() - (System.nanoTime() - leftAt);
            while (all.isEmpty() && nanos > 0) {
                nanos = changed.awaitNanos(nanos);
            }
            all.stream().findFirst().ifPresent(bound -> bound.uses++);
            return all.stream().findFirst();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    private void release(Bound bound) {
        lock.lock();
        try {
            bound.uses--;
            if (bound.uses == 0) {
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Returns as whom archives know a room: its number tells it from others that have had the name. */
    static Jid owner(Jid room, long number) {
        return room.withResource(Long.toString(number));
    }

    static Jid owner(Room room) {
        return owner(room.jid(), room.data().id());
    }
}

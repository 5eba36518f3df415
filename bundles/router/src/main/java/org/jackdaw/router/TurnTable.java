package org.jackdaw.router;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jackdaw.plugin.Turns;
import org.osgi.service.component.annotations.Component;

/** Where those wait who take turns, by plugin. It holds no object of theirs. */
@Component(service = TurnTable.class)
public final class TurnTable {

    /** Keys share places: what few wait for needs no place of its own, and many keys would need many. */
    private static final int PLACES = 1024;

    private final Map<String, AtomicReferenceArray<Place>> plugins = new ConcurrentHashMap<>();

    /** Returns one of those who take turns within a plugin. */
    Turns.Line open(String plugin) {
        return new OpenLine(plugins.computeIfAbsent(plugin, name -> new AtomicReferenceArray<>(PLACES)));
    }

    /** What is guarded by the lock is of the turn that is under way. */
    private static final class Place {
        private final ReentrantLock lock = new ReentrantLock();
        private OpenLine last;
        private long epoch;
    }

    private record OpenTurn(long epoch, List<Runnable> work) implements Turns.Turn {
        @Override
        public void after(Runnable more) {
            work.add(more);
        }
    }

    private static final class OpenLine implements Turns.Line {

        private final AtomicReferenceArray<Place> places;

        OpenLine(AtomicReferenceArray<Place> places) {
            this.places = places;
        }

        @Override
        public <T> T take(Object key, Function<Turns.Turn, T> work) {
            Place place = place(key);
            List<Runnable> after = new ArrayList<>(0);
            T result;
            place.lock.lock();
            try {
                if (place.last != this) {
                    place.last = this;
                    place.epoch++;
                }
                result = work.apply(new OpenTurn(place.epoch, after));
            } finally {
                place.lock.unlock();
            }
            after.forEach(Runnable::run);
            return result;
        }

        private Place place(Object key) {
            int hash = key.hashCode();
            int index = (hash ^ hash >>> 16) & PLACES - 1;
            Place place = places.get(index);
            if (place == null) {
                places.compareAndSet(index, null, new Place());
                place = places.get(index);
            }
            return place;
        }
    }
}

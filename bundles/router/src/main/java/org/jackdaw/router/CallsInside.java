package org.jackdaw.router;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jackdaw.core.PluginCall;

/**
 * The calls that are under way in one plugin. Every stanza enters and leaves it a dozen times, so each thread has a place that
 * it shares with few; who finds it taken goes into a set. Thread-safe.
 */
final class CallsInside {

    private static final int PLACES = 32;

    private final AtomicReferenceArray<PluginCall> places = new AtomicReferenceArray<>(PLACES);
    private final Set<PluginCall> others = ConcurrentHashMap.newKeySet();

    void add(PluginCall call) {
        if (!places.compareAndSet(place(call), null, call)) {
            others.add(call);
        }
    }

    void remove(PluginCall call) {
        if (!places.compareAndSet(place(call), call, null)) {
            others.remove(call);
        }
    }

    private static int place(PluginCall call) {
        return (int) (call.thread().threadId() % PLACES);
    }

    List<PluginCall> all() {
        List<PluginCall> all = new ArrayList<>(others);
        for (int i = 0; i < PLACES; i++) {
            PluginCall call = places.get(i);
            if (call != null) {
                all.add(call);
            }
        }
        return all;
    }
}

package org.jackdaw.router;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jackdaw.core.Step;
import org.jackdaw.core.Trail;
import org.jackdaw.xmpp.StanzaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who handles what: the one table through which every call into a plugin goes, and which makes replacing it safe. Per key
 * the handler of the highest ranking is called, of equal ones the newest (docs/adr/0003). Thread-safe.
 *
 * @param <K> what is handled
 * @param <H> the handler's interface
 */
final class Bindings<K, H> {

    private static final Logger LOG = LoggerFactory.getLogger(Bindings.class);

    static final Duration DRAIN = Duration.ofSeconds(5);
    private static final Comparator<Binding<?>> FIRST = Comparator.comparingInt(Binding::ranking);

    private final Map<K, List<Binding<H>>> table = new ConcurrentHashMap<>();
    private final Map<K, Parking> parked = new ConcurrentHashMap<>();
    private final LongSupplier gateChanges;
    private volatile boolean closed;

    /** @param gateChanges how often the gate of any bundle has been opened or closed so far */
    Bindings(LongSupplier gateChanges) {
        this.gateChanges = gateChanges;
    }

    /** Enters a handler under a key. */
    void bind(K key, Binding<H> binding) {
        table.compute(key, (k, old) -> {
            List<Binding<H>> list = new ArrayList<>();
            list.add(binding);
            if (old != null) {
                list.addAll(old);
            }
            // The sort is stable: of equal rankings the newest stays in front.
            list.sort(FIRST.reversed());
            return List.copyOf(list);
        });
        Parking parking = parked.remove(key);
        if (parking != null) {
            parking.end();
        }
    }

    /**
     * Removes every entry of a service and waits until no call is inside it, five seconds at most. Returns whether it got
     * so far.
     *
     * @param restarts whether a successor is expected: then calls wait for it a while
     */
    boolean unbind(Object service, boolean restarts) {
        Set<Binding<H>> gone = new HashSet<>();
        table.keySet()
                .forEach(key -> table.computeIfPresent(key, (k, list) -> {
                    List<Binding<H>> rest = new ArrayList<>(list);
                    list.stream()
                            .filter(binding -> binding.service().equals(service))
                            .forEach(gone::add);
                    rest.removeAll(gone);
                    if (rest.isEmpty() && restarts && !closed) {
                        parked.put(k, new Parking());
                    }
                    return rest.isEmpty() ? null : List.copyOf(rest);
                }));
        boolean drained = true;
        for (Binding<H> binding : gone) {
            drained &= binding.retire(DRAIN);
        }
        return drained;
    }

    /**
     * Returns what the key's handler makes of it; empty if there is no handler. A caller that meets a handler on its way
     * out looks again for its successor.
     *
     * @param trail learns who is called, who is not, and who fails or refuses
     */
    <R> Optional<R> call(K key, Trail trail, Function<H, R> work) {
        while (awaitBound(key)) {
            boolean givenUp = false;
            long changes = gateChanges.getAsLong();
            List<Binding<H>> seen = table.getOrDefault(key, List.of());
            for (Binding<H> binding : seen) {
                if (binding.enter()) {
                    try {
                        H handler = binding.handler();
                        if (handler != null) {
                            return Optional.of(call(binding, handler, trail, work));
                        }
                    } catch (GivenUp e) {
                        LOG.debug("{} is called no more for {}: looking for its successor", binding.service(), key);
                        givenUp = true;
                        break;
                    } finally {
                        binding.leave();
                    }
                } else if (binding.isShut()) {
                    trail.stop(Step.SHUT, binding.plugin(), "");
                }
            }
            // Found all shut, but not at one time: the new version may have been opened, and the old one shut, in
            // between.
            if (!givenUp && changes == gateChanges.getAsLong() && seen.equals(table.get(key))) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static <H, R> R call(Binding<H> binding, H handler, Trail trail, Function<H, R> work) {
        trail.calls(binding.plugin());
        try {
            return binding.call(handler, work);
        } catch (PluginFault e) {
            trail.called(Step.FAILED, "the server's log says why");
            throw e;
        } catch (StanzaException e) {
            trail.called(Step.REFUSED, Trail.said(e.error()));
            throw e;
        }
    }

    /** Returns whether there is an entry; if there was one until a moment ago, waits for its successor. */
    private boolean awaitBound(K key) {
        while (!table.containsKey(key)) {
            Parking parking = parked.get(key);
            if (parking != null && !parking.await()) {
                if (!parking.isOver()) {
                    return false;
                }
                parked.remove(key, parking);
            }
            // What came back may have left again in the meantime: then there is another parking.
            if (!table.containsKey(key) && !parked.containsKey(key)) {
                return false;
            }
        }
        return true;
    }

    /** Nobody waits any more: the table's owner goes. */
    void close() {
        closed = true;
        parked.values().forEach(Parking::end);
        parked.clear();
    }

    /** Whether somebody would be called for the key. */
    boolean has(K key) {
        boolean open;
        long changes;
        do {
            changes = gateChanges.getAsLong();
            open = table.getOrDefault(key, List.of()).stream().anyMatch(Binding::isOpen);
        } while (!open && changes != gateChanges.getAsLong());
        return open;
    }

    /** Whether there is a handler for the key, called or not, or one is expected back. */
    boolean isBound(K key) {
        return table.containsKey(key) || parked.containsKey(key);
    }
}

package org.jackdaw.router;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jackdaw.core.PluginCall;
import org.jackdaw.core.PluginCost;
import org.jackdaw.xmpp.StanzaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What stands around a plugin: every call passes it and is counted, and when too many fail or are stuck it is shut for a
 * while. Thread-safe.
 */
final class Fence {

    private static final Logger LOG = LoggerFactory.getLogger(Fence.class);
    private static final int STACK_LINES = 12;

    /**
     * @param failures shut after so many more failures than successes
     * @param callSeconds a call that takes longer is a failure
     * @param inside shut out what comes while so many calls are inside
     * @param retrySeconds how long it is shut until one call tries again
     */
    record Limits(int failures, int callSeconds, int inside, int retrySeconds) {}

    private final String plugin;
    private final Supplier<Limits> limits;
    private final Sampler sampler;
    private final Breaker breaker;

    private final Meter meter = new Meter();
    private final LongAdder refused = new LongAdder();
    private final AtomicInteger count = new AtomicInteger();
    private final Set<PluginCall> inside = ConcurrentHashMap.newKeySet();
    private final Set<PluginCall> stuck = ConcurrentHashMap.newKeySet();
    private volatile boolean crowded;

    Fence(String plugin, Supplier<Limits> limits, Sampler sampler) {
        this.plugin = plugin;
        this.limits = limits;
        this.sampler = sampler;
        this.breaker = new Breaker(plugin, limits);
    }

    /** Whether it is to be announced. */
    boolean isOpen() {
        return breaker.isClosed();
    }

    /** Whether a call would be let in. */
    boolean admits() {
        return breaker.admits();
    }

    /** Lets a call in, which is to {@link #leave} in any case. */
    boolean enter() {
        int most = limits.get().inside();
        int now = count.incrementAndGet();
        if (now > most || !breaker.enter()) {
            count.decrementAndGet();
            refused.increment();
            warnOfCrowd(now > most, most);
            return false;
        }
        return true;
    }

    private void warnOfCrowd(boolean tooMany, int most) {
        if (tooMany && !crowded) {
            crowded = true;
            LOG.warn("{}: {} calls are inside it; more are refused until some end", plugin, most);
        }
    }

    void leave() {
        count.decrementAndGet();
    }

    /**
     * Returns what the work returns.
     *
     * @throws PluginFault if it throws anything but the refusal of a stanza
     */
    <R> R run(Supplier<R> work) {
        return meter.isDue() ? sampler.run(meter, () -> watched(work)) : watched(work);
    }

    private <R> R watched(Supplier<R> work) {
        PluginCall outer = PluginCall.CURRENT.isBound() ? PluginCall.CURRENT.get() : null;
        long left = outer == null ? 0 : outer.leave();
        PluginCall call = new PluginCall();
        inside.add(call);
        boolean failed = true;
        try {
            R result = ScopedValue.where(PluginCall.CURRENT, call).call(work::get);
            failed = false;
            return result;
        } catch (StanzaException e) {
            failed = false;
            throw e;
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
            LOG.error("{} failed: {}", plugin, e.toString(), e);
            throw new PluginFault();
        } finally {
            inside.remove(call);
            end(call, failed);
            if (outer != null) {
                outer.comeBack(left);
            }
        }
    }

    private void end(PluginCall call, boolean failed) {
        meter.add(call.nanos());
        if (stuck.remove(call)) {
            return;
        }
        if (failed) {
            meter.failed();
            breaker.failed("its calls fail");
        } else {
            breaker.succeeded();
        }
    }

    /** Finds the calls that take too long; to be called about every second. */
    void watch() {
        Limits now = limits.get();
        crowded &= count.get() >= now.inside() / 2;
        for (PluginCall call : inside) {
            boolean tooLong = !call.isElsewhere() && call.nanos() > now.callSeconds() * 1_000_000_000L;
            if (tooLong && stuck.add(call)) {
                LOG.warn("{}: a call takes longer than {} s, in{}", plugin, now.callSeconds(), stack(call.thread()));
                meter.failed();
                breaker.failed("its calls take longer than " + now.callSeconds() + " s");
            }
        }
        // One that ended while it was looked at.
        stuck.retainAll(inside);
    }

    private static String stack(Thread thread) {
        return Arrays.stream(thread.getStackTrace())
                .limit(STACK_LINES)
                .map(line -> "\n\tat " + line)
                .collect(Collectors.joining());
    }

    PluginCost cost() {
        Optional<String> shut = breaker.reason();
        return meter.cost(inside.size(), refused.sum(), shut);
    }
}

package org.jackdaw.router;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jackdaw.core.PluginCall;
import org.jackdaw.core.PluginCost;
import org.jackdaw.core.PluginStorage.Amount;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.StanzaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What stands around a plugin: every call passes it and is counted; when too many fail or are stuck, or the plugin uses too
 * much, it is shut for a while. Thread-safe.
 */
final class Fence {

    private static final Logger LOG = LoggerFactory.getLogger(Fence.class);
    private static final int STACK_LINES = 12;

    /** A call that computes so long without a pause is one too long for the threads that carry everybody's. */
    private static final long COMPUTES_NANOS = 200_000_000;

    /**
     * @param failures shut after so many more failures than successes
     * @param callSeconds a call that takes longer is a failure
     * @param inside shut out what comes while so many calls are inside
     * @param retrySeconds how long it is shut until one call tries again
     */
    record Limits(int failures, int callSeconds, int inside, int retrySeconds, Quotas.Limits quotas) {}

    private final String plugin;
    private final Supplier<Limits> limits;
    private final Sampler sampler;
    private final Breaker breaker;
    private final Lane lane;
    private final Quotas quotas;
    private final Load load = new Load();

    private final Meter meter = new Meter();
    private final LongAdder refused = new LongAdder();
    private final AtomicInteger count = new AtomicInteger();
    private final Map<PluginCall, Meter.Sample> inside = new ConcurrentHashMap<>();
    private final Set<PluginCall> stuck = ConcurrentHashMap.newKeySet();

    /** Answers that are waited for while the calls are made on other threads. */
    private final Set<CompletableFuture<?>> underWay = ConcurrentHashMap.newKeySet();

    private volatile boolean crowded;

    /** @param isPlugin else it belongs to the server, and is only counted */
    Fence(String plugin, Supplier<Limits> limits, Sampler sampler, boolean isPlugin) {
        this.plugin = plugin;
        this.limits = limits;
        this.sampler = sampler;
        this.breaker = new Breaker(plugin, limits);
        this.lane = new Lane(isPlugin);
        this.quotas = new Quotas(plugin);
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
     * @throws PluginFault if it throws anything but the refusal of a stanza, or has to be waited for too long
     */
    <R> R run(Supplier<R> work) {
        boolean due = meter.isDue();
        if (lane.isNarrow() && !PluginCall.isWithin(this)) {
            return oneAfterTheOther(work);
        }
        return due || !lane.isQuick() ? sampler.run(underWay, () -> watched(work, true)) : watched(work, false);
    }

    private <R> R oneAfterTheOther(Supplier<R> work) {
        if (!PluginCall.outside(() -> lane.enter(limits.get().callSeconds()))) {
            refused.increment();
            throw new PluginFault(Condition.SERVICE_UNAVAILABLE);
        }
        long begin = System.nanoTime();
        try {
            return sampler.run(underWay, () -> watched(work, true));
        } finally {
            lane.leave(System.nanoTime() - begin);
        }
    }

    private <R> R watched(Supplier<R> work, boolean measured) {
        PluginCall outer = PluginCall.CURRENT.isBound() ? PluginCall.CURRENT.get() : null;
        if (outer != null) {
            outer.leave();
        }
        PluginCall call = new PluginCall(this);
        Meter.Sample sample = measured ? Meter.Sample.begin() : Meter.Sample.NONE;
        inside.put(call, sample);
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
            throw new PluginFault(Condition.INTERNAL_SERVER_ERROR);
        } finally {
            inside.remove(call);
            if (measured) {
                meter.sampled(sample, call.nanos());
            }
            end(call, failed);
            if (outer != null) {
                outer.comeBack();
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
            breaker.succeeded(call.began());
        }
    }

    /** Finds the calls that take too long; to be called some times a second. */
    void watch() {
        Limits now = limits.get();
        crowded &= count.get() >= now.inside() / 2;
        for (PluginCall call : inside.keySet()) {
            if (call.isElsewhere()) {
                continue;
            }
            long nanos = call.nanos();
            if (nanos > now.callSeconds() * 1_000_000_000L && stuck.add(call)) {
                LOG.warn("{}: a call takes longer than {} s, in{}", plugin, now.callSeconds(), stack(call.thread()));
                meter.failed();
                breaker.failed("its calls take longer than " + now.callSeconds() + " s");
            }
            boolean computes = nanos > COMPUTES_NANOS && computes(call, nanos);
            if (computes && call.wasSeenComputing() && lane.narrow()) {
                LOG.warn("{} computes long: its calls are made a few at a time, from{}", plugin, stack(call.thread()));
            }
            call.seenComputing(computes);
        }
        // One that ended while it was looked at.
        stuck.retainAll(inside.keySet());
    }

    /** A thread that can run does not: on a busy machine it may wait for a processor, or for what the network brings. */
    private boolean computes(PluginCall call, long nanos) {
        Meter.Sample sample = inside.getOrDefault(call, Meter.Sample.NONE);
        return call.thread().getState() == Thread.State.RUNNABLE
                && sample.cpuNanos(call.thread(), nanos) > COMPUTES_NANOS;
    }

    /**
     * Holds what the plugin has used lately against its limits; to be called every second, by the same thread.
     *
     * @param amount asks how much the plugin stores
     */
    void judge(Supplier<Amount> amount) {
        load.add(meter.sums());
        if (lane.judge(load.samples(), load.nanosOfACall())) {
            LOG.warn(
                    "{} computes long, {} ms a call: its calls are made a few at a time",
                    plugin,
                    load.nanosOfACall() / 1_000_000);
        }
        quotas.check(load, amount, limits.get().quotas(), breaker::open);
    }

    private static String stack(Thread thread) {
        return Arrays.stream(thread.getStackTrace())
                .limit(STACK_LINES)
                .map(line -> "\n\tat " + line)
                .collect(Collectors.joining());
    }

    /**
     * Nobody waits any longer for calls that are inside it on other threads; they go on until they end. Calls on their
     * callers' own threads cannot be given up.
     */
    void giveUp() {
        underWay.forEach(answer -> answer.completeExceptionally(new GivenUp()));
    }

    PluginCost cost() {
        Load.Sums sums = meter.sums();
        long longest = inside.keySet().stream()
                .filter(call -> !call.isElsewhere())
                .mapToLong(PluginCall::nanos)
                .max()
                .orElse(0);
        return new PluginCost(
                sums.calls(),
                meter.failures(),
                refused.sum(),
                inside.size(),
                lane.waiting(),
                longest,
                meter.nanos(),
                sums.cpuNanos(),
                sums.bytes(),
                quotas.warning(),
                breaker.reason());
    }
}

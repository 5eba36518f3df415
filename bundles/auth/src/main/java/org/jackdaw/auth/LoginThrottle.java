package org.jackdaw.auth;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jackdaw.plugin.SaslFailure;
import org.jackdaw.plugin.SaslFailure.Reason;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * Slows down guessing. Failures count for the address and for the account, whether that exists or not; after a few, every
 * attempt waits before it is looked at. Attempts of one address queue up one behind the other. Those to one account wait
 * at most two seconds, whoever else tries it: an owner cannot be locked out. Thread-safe.
 */
@Component(service = LoginThrottle.class, configurationPid = AuthConfig.PID)
public final class LoginThrottle {

    static final int KEYS = 10_000;

    private static final long ADDRESS_MILLIS = 10_000;
    private static final long ACCOUNT_MILLIS = 2_000;
    private static final long BACKLOG_MILLIS = 30_000;
    private static final long FORGIVE_MILLIS = 60_000;
    private static final int MOST_STEPS = 10;

    /** Waits for some milliseconds. */
    @FunctionalInterface
    interface Pause {
        void millis(long duration) throws InterruptedException;
    }

    /** What is remembered of an address or account. Times are of the clock, in milliseconds. */
    private static final class Trace {
        private int failures;
        private long lastFailure;
        private long lastSlot = Long.MIN_VALUE / 2;
    }

    private final int slowAfter;
    private final LongSupplier clock;
    private final Pause pause;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Trace> traces = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Trace> eldest) {
            return size() > KEYS;
        }
    };

    @Activate
    public LoginThrottle(AuthConfig config) {
        this(config.slowAfter(), () -> System.nanoTime() / 1_000_000, Thread::sleep);
    }

    /** @param clock in milliseconds, of any beginning */
    LoginThrottle(int slowAfter, LongSupplier clock, Pause pause) {
        this.slowAfter = slowAfter;
        this.clock = clock;
        this.pause = pause;
    }

    /**
     * Waits until an attempt may be looked at.
     *
     * @throws SaslFailure temporary-auth-failure if too many attempts of the address wait already
     */
    void await(InetAddress address, String account) throws SaslFailure {
        long wait = reserve(key(address), key(account));
        if (wait > BACKLOG_MILLIS) {
            throw new SaslFailure(Reason.TEMPORARY_AUTH_FAILURE, "too many attempts, try again later");
        }
        if (wait > 0) {
            try {
                pause.millis(wait);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new SaslFailure(Reason.TEMPORARY_AUTH_FAILURE, "the server is stopping");
            }
        }
    }

    private long reserve(String address, String account) {
        lock.lock();
        try {
            long now = clock.getAsLong();
            long ofAddress = slot(address, now, ADDRESS_MILLIS, BACKLOG_MILLIS) - now;
            if (ofAddress > BACKLOG_MILLIS) {
                return ofAddress;
            }
            return Math.max(ofAddress, slot(account, now, ACCOUNT_MILLIS, 0) - now);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Returns when an attempt may go on: some time after the one before it.
     *
     * @param most longest distance between two attempts, in milliseconds
     * @param backlog longest queue behind the first waiting attempt, in milliseconds; 0 for none: all go on together
     */
    private long slot(String key, long now, long most, long backlog) {
        Trace trace = traces.get(key);
        long distance = trace == null ? 0 : distance(trace, now, most);
        if (distance == 0) {
            return now;
        }
        long slot = Math.max(now, trace.lastSlot + distance);
        if (backlog == 0) {
            slot = Math.min(slot, now + most);
        }
        if (slot - now <= Math.max(backlog, most)) {
            trace.lastSlot = slot;
        }
        return slot;
    }

    private long distance(Trace trace, long now, long most) {
        int steps = failures(trace, now) - slowAfter;
        return slowAfter == 0 || steps < 0 ? 0 : Math.min(most, 1000L << Math.min(steps, MOST_STEPS));
    }

    /** One failure is forgiven each minute. */
    private static int failures(Trace trace, long now) {
        return (int) Math.max(0, trace.failures - (now - trace.lastFailure) / FORGIVE_MILLIS);
    }

    void failed(InetAddress address, String account) {
        lock.lock();
        try {
            long now = clock.getAsLong();
            for (String key : new String[] {key(address), key(account)}) {
                Trace trace = traces.computeIfAbsent(key, k -> new Trace());
                trace.failures = Math.min(failures(trace, now) + 1, slowAfter + MOST_STEPS);
                trace.lastFailure = now;
                trace.lastSlot = Math.max(trace.lastSlot, now);
            }
        } finally {
            lock.unlock();
        }
    }

    /** The account's failures are forgotten, the address's are not: who guesses may have an account of his own. */
    void succeeded(String account) {
        lock.lock();
        try {
            traces.remove(key(account));
        } finally {
            lock.unlock();
        }
    }

    /** An IPv6 address stands for its /64, which is what one customer has. */
    private static String key(InetAddress address) {
        byte[] bytes = address.getAddress();
        int length = address instanceof Inet6Address ? 8 : bytes.length;
        return "address " + HexFormat.of().formatHex(Arrays.copyOf(bytes, length));
    }

    private static String key(String account) {
        return "account " + account;
    }
}

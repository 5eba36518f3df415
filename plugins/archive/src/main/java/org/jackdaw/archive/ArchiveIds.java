package org.jackdaw.archive;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes the ids of archived messages: UUIDs of version 7 (RFC 9562 §5.7). They rise with time, also while the clock is set
 * back, so they are the order of the archive and hold the messages' times; 62 random bits keep them apart from those of
 * other instances, and make them unpredictable (XEP-0313 §3). Thread-safe.
 */
final class ArchiveIds {

    /** Less and more than any id. */
    static final UUID LEAST = new UUID(0, 0);

    static final UUID MOST = new UUID(-1, -1);

    private static final int COUNTER_BITS = 12;

    /** Where the counter of a millisecond begins is random, so that ids do not tell how much the server archives. */
    private static final int COUNTER_START = 0x3FF;

    private static final long MOST_MILLIS = (1L << 48) - 1;

    private final SecureRandom random = new SecureRandom();

    /** The time of the last id in milliseconds, and its counter below that. */
    private final AtomicLong last;

    /** @param newest the time of an id that all others must follow, in milliseconds since 1970 */
    ArchiveIds(long newest) {
        last = new AtomicLong(newest + 1 << COUNTER_BITS);
    }

    UUID next() {
        return next(System.currentTimeMillis());
    }

    UUID next(long now) {
        long chance = random.nextLong();
        long first = now << COUNTER_BITS | chance & COUNTER_START;
        long stamp = last.updateAndGet(before -> Math.max(before + 1, first));
        long counter = stamp & (1 << COUNTER_BITS) - 1;
        return new UUID(stamp >>> COUNTER_BITS << 16 | 0x7000 | counter, chance >>> 2 | Long.MIN_VALUE);
    }

    /** Returns the time of the newest id, in milliseconds since 1970. */
    long newest() {
        return last.get() >>> COUNTER_BITS;
    }

    static long millis(UUID id) {
        return id.getMostSignificantBits() >>> 16;
    }

    /** Returns what the ids of messages at a time or later are above. */
    static UUID before(Instant time) {
        long millis = time.toEpochMilli();
        return before(time.equals(Instant.ofEpochMilli(millis)) ? millis : millis + 1);
    }

    static UUID before(long millis) {
        return new UUID(bounded(millis) << 16, 0);
    }

    /** Returns what the ids of messages at a time or earlier are below. */
    static UUID after(Instant time) {
        return new UUID(bounded(time.toEpochMilli()) << 16 | 0xFFFF, -1);
    }

    private static long bounded(long millis) {
        return Math.clamp(millis, 0, MOST_MILLIS);
    }

    /** Compares as the database does: {@link UUID#compareTo} knows signs. */
    static int compare(UUID one, UUID other) {
        int high = Long.compareUnsigned(one.getMostSignificantBits(), other.getMostSignificantBits());
        return high != 0 ? high : Long.compareUnsigned(one.getLeastSignificantBits(), other.getLeastSignificantBits());
    }

    static byte[] bytes(UUID id) {
        return ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }

    static UUID of(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new UUID(buffer.getLong(), buffer.getLong());
    }

    /** Returns the id that a client names; empty if it is none of ours. */
    static Optional<UUID> parse(String text) {
        try {
            UUID id = UUID.fromString(text);
            // What UUID reads is more than what it writes.
            return id.toString().equals(text) ? Optional.of(id) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}

package org.jackdaw.muc;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** What is remembered of what was said in a room, while that is in memory. Used in the room's turn alone. */
final class Past {

    private final Deque<Said> said = new ArrayDeque<>();
    private boolean isRead;
    private boolean isMarked;
    private long number = -1;

    /** Returns what was said last, the oldest first. */
    Deque<Said> said(Supplier<List<Said>> reading) {
        if (!isRead) {
            said.addAll(reading.get());
            isRead = true;
        }
        return said;
    }

    /** Remembers what is said, and no more than so many; what was not read yet will be, with this. */
    void add(Said next, int most) {
        if (isRead) {
            said.add(next);
            if (said.size() > most) {
                said.remove();
            }
        }
    }

    /** Returns the number of the next message where it is stored; which that is is read once. */
    long number(LongSupplier reading) {
        if (number < 0) {
            number = reading.getAsLong();
        }
        return number++;
    }

    /** Does something once: to note that the room has an archive. */
    void mark(Runnable marking) {
        if (!isMarked) {
            marking.run();
            isMarked = true;
        }
    }
}

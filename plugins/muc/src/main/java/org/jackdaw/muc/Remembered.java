package org.jackdaw.muc;

import java.util.Optional;
import java.util.function.Supplier;

/** What a room reads when it is first asked for, and remembers as long as it is in memory. Used in the room's turn alone. */
final class Remembered<T> {

    private Optional<T> value = Optional.empty();

    T get(Supplier<T> read) {
        if (value.isEmpty()) {
            value = Optional.of(read.get());
        }
        return value.get();
    }
}

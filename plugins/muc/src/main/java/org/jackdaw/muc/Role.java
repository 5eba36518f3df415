package org.jackdaw.muc;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What an occupant may do during a visit (XEP-0045 §5.1); the order is that of privileges. */
enum Role {
    NONE,
    VISITOR,
    PARTICIPANT,
    MODERATOR;

    static Optional<Role> of(String word) {
        return Stream.of(values()).filter(role -> role.word().equals(word)).findFirst();
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean isAtLeast(Role other) {
        return compareTo(other) >= 0;
    }
}

package org.jackdaw.muc;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What an account is to a room, also while it is away (XEP-0045 §5.2); the order is that of privileges. */
enum Affiliation {
    OUTCAST,
    NONE,
    MEMBER,
    ADMIN,
    OWNER;

    static Optional<Affiliation> of(String word) {
        return Stream.of(values())
                .filter(affiliation -> affiliation.word().equals(word))
                .findFirst();
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean isAtLeast(Affiliation other) {
        return compareTo(other) >= 0;
    }

    /** Returns the role with which somebody enters (§5.1.2). */
    Role initialRole(boolean isModerated) {
        return switch (this) {
            case OUTCAST -> Role.NONE;
            case NONE -> isModerated ? Role.VISITOR : Role.PARTICIPANT;
            case MEMBER -> Role.PARTICIPANT;
            case ADMIN, OWNER -> Role.MODERATOR;
        };
    }
}

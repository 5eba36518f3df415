package org.jackdaw.pubsub;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What an entity is to a node (XEP-0060 §4.1). */
enum Affiliation {
    OWNER,
    PUBLISHER,
    PUBLISH_ONLY,
    MEMBER,
    NONE,
    OUTCAST;

    private final String word = name().toLowerCase(Locale.ROOT).replace('_', '-');

    String word() {
        return word;
    }

    /** Whether it may read whatever the access model is. */
    boolean isTrusted() {
        return this == OWNER || this == PUBLISHER || this == MEMBER;
    }

    boolean isPublisher() {
        return this == OWNER || this == PUBLISHER || this == PUBLISH_ONLY;
    }

    static Optional<Affiliation> of(String word) {
        return Stream.of(values())
                .filter(affiliation -> affiliation.word.equals(word))
                .findFirst();
    }
}

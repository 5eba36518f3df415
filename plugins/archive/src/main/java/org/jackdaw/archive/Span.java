package org.jackdaw.archive;

import java.util.List;
import java.util.OptionalInt;
import java.util.UUID;

/**
 * A part of an archive.
 *
 * @param owner the number of the archive's account
 * @param conversation the number of what the account said with an address; empty for all
 * @param resource of that address; empty for all
 * @param after the id that messages come after
 * @param before the id that messages come before
 * @param words what messages must contain, all of them, as {@link Words} reads them; empty for all messages
 */
record Span(int owner, OptionalInt conversation, String resource, UUID after, UUID before, List<String> words) {

    /** Returns the whole archive of an owner. */
    static Span all(int owner) {
        return new Span(owner, OptionalInt.empty(), "", ArchiveIds.LEAST, ArchiveIds.MOST, List.of());
    }

    Span with(int number, String ofResource) {
        return new Span(owner, OptionalInt.of(number), ofResource, after, before, words);
    }

    /** Returns what of this comes after a message, too. */
    Span after(UUID id) {
        return ArchiveIds.compare(id, after) > 0 ? new Span(owner, conversation, resource, id, before, words) : this;
    }

    /** Returns what of this comes before a message, too. */
    Span before(UUID id) {
        return ArchiveIds.compare(id, before) < 0 ? new Span(owner, conversation, resource, after, id, words) : this;
    }

    Span containing(List<String> all) {
        return new Span(owner, conversation, resource, after, before, all);
    }
}

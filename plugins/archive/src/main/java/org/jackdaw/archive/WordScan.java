package org.jackdaw.archive;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.StanzaException;

/**
 * Searches without an index of words, by looking through the messages, some at a time and not more than allowed; all else
 * it leaves to another scan.
 */
record WordScan(ArchiveScan scan, int searchRows) implements ArchiveScan {

    private static final int PORTION = 500;

    @Override
    public Page first(Span span, int most) {
        return span.words().isEmpty() ? scan.first(span, most) : search(span, most, false);
    }

    @Override
    public Page last(Span span, int most) {
        return span.words().isEmpty() ? scan.last(span, most) : search(span, most, true);
    }

    private Page search(Span span, int most, boolean fromTheEnd) {
        Page.Builder found = new Page.Builder(most);
        Span rest = span.containing(List.of());
        for (int looked = 0; looked < searchRows; ) {
            Page portion = fromTheEnd ? scan.last(rest, PORTION) : scan.first(rest, PORTION);
            List<Entry> entries = fromTheEnd ? portion.entries().reversed() : portion.entries();
            for (Entry entry : entries) {
                if (contains(entry, span.words()) && !found.add(entry)) {
                    return found.page(fromTheEnd);
                }
            }
            if (portion.complete()) {
                return found.page(fromTheEnd);
            }
            looked += entries.size();
            rest = fromTheEnd
                    ? rest.before(entries.getLast().id())
                    : rest.after(entries.getLast().id());
        }
        if (found.isEmpty()) {
            // A page of nothing cannot say where to go on (XEP-0059 §2.2), so clients would ask for the same again, or
            // stop.
            Instant end = Instant.ofEpochMilli(ArchiveIds.millis(fromTheEnd ? rest.before() : rest.after()));
            throw new StanzaException(
                    Condition.RESOURCE_CONSTRAINT,
                    "not among " + searchRows + " messages " + (fromTheEnd ? "back to " : "up to ") + end
                            + "; say from when it may be, or with whom");
        }
        return found.cut(fromTheEnd);
    }

    private static boolean contains(Entry entry, List<String> words) {
        Set<String> there = new HashSet<>(Words.of(entry.message()));
        return there.containsAll(words);
    }

    @Override
    public List<UUID> referred(Span span, int reference, int most) {
        return scan.referred(span, reference, most);
    }

    @Override
    public int count(Span span) {
        return span.words().isEmpty() ? scan.count(span) : found(span);
    }

    /** Counts as {@link #search} finds, but holds nothing: what is counted may be larger than a page. */
    private int found(Span span) {
        int count = 0;
        Span rest = span.containing(List.of());
        for (int looked = 0; looked < searchRows; ) {
            Page portion = scan.first(rest, PORTION);
            for (Entry entry : portion.entries()) {
                count += contains(entry, span.words()) ? 1 : 0;
            }
            if (portion.complete()) {
                break;
            }
            looked += portion.entries().size();
            rest = rest.after(portion.entries().getLast().id());
        }
        return Math.min(count, MOST_COUNTED);
    }
}

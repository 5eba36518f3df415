package org.jackdaw.archive;

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
            throw new StanzaException(
                    Condition.RESOURCE_CONSTRAINT,
                    "not among " + searchRows + " messages; say from when it may be, or with whom");
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
        return span.words().isEmpty()
                ? scan.count(span)
                : search(span, MOST_COUNTED, false).entries().size();
    }
}

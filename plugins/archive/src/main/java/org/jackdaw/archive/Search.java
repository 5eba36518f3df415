package org.jackdaw.archive;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.StanzaException;

/** Answers one query from one account's archive. */
final class Search {

    private static final Page NOTHING = new Page(List.of(), true);

    private final Archive archive;
    private final Jid owner;
    private final Query query;

    /** The messages that fit; empty if there can be none. */
    private final Optional<Span> span;

    /** @throws StanzaException item-not-found if a message that is named is not in the archive (XEP-0313 §4.1.3) */
    Search(Archive archive, Jid owner, Query query) {
        this.archive = archive;
        this.owner = owner;
        this.query = query;
        Optional<Span> all = archive.of(owner);
        Filter filter = query.filter();
        Optional<UUID> afterId = filter.afterId().map(id -> find(all, id).id());
        Optional<UUID> beforeId = filter.beforeId().map(id -> find(all, id).id());
        span = all.map(whole -> narrowed(whole, filter))
                .map(some -> afterId.map(some::after).orElse(some))
                .map(some -> beforeId.map(some::before).orElse(some))
                .flatMap(this::with)
                .flatMap(this::words);
    }

    private static Span narrowed(Span whole, Filter filter) {
        Span late = filter.start().map(ArchiveIds::before).map(whole::after).orElse(whole);
        return filter.end().map(ArchiveIds::after).map(late::before).orElse(late);
    }

    /** Of the account itself there are only messages to itself, whatever the resource (XEP-0313 §4.1.1). */
    private Optional<Span> with(Span all) {
        Optional<Jid> with = query.filter().with();
        return with.isEmpty()
                ? Optional.of(all)
                : archive.with(
                        all,
                        with.get(),
                        with.get().isBare() || with.get().bare().equals(owner));
    }

    /** A text without any word is in no message. */
    private Optional<Span> words(Span all) {
        Optional<List<String>> words = query.filter().words();
        return words.isEmpty()
                ? Optional.of(all)
                : words.filter(some -> !some.isEmpty()).map(all::containing);
    }

    private Entry find(Optional<Span> all, String id) {
        return all.flatMap(whole -> ArchiveIds.parse(id).flatMap(known -> archive.find(whole, known)))
                .orElseThrow(() -> new StanzaException(Condition.ITEM_NOT_FOUND, "no such message in the archive"));
    }

    /** @throws StanzaException item-not-found if the page is to begin or end at a message that is not in the archive */
    Page page() {
        return page(query.paging().most(archive.config().page()));
    }

    private Page page(int most) {
        Optional<Span> all = archive.of(owner);
        Optional<UUID> after = query.paging().after().map(id -> find(all, id).id());
        Optional<UUID> before = query.paging()
                .before()
                .filter(id -> !id.isEmpty())
                .map(id -> find(all, id).id());
        Optional<List<Entry>> named = query.filter().ids().map(ids -> named(all, ids));
        if (span.isEmpty()) {
            return NOTHING;
        }
        Span late = after.map(span.get()::after).orElse(span.get());
        Span page = before.map(late::before).orElse(late);
        if (named.isPresent()) {
            return pick(named.get(), page, most);
        }
        return query.paging().isBackwards()
                ? archive.scan().last(page, most)
                : archive.scan().first(page, most);
    }

    /** Returns the messages that a client names by their ids, in the order of the archive. */
    private List<Entry> named(Optional<Span> all, List<String> ids) {
        if (ids.size() > archive.config().page()) {
            throw new StanzaException(
                    Condition.NOT_ACCEPTABLE, "more than " + archive.config().page() + " ids");
        }
        List<Entry> found = new ArrayList<>();
        for (String id : List.copyOf(new java.util.LinkedHashSet<>(ids))) {
            found.add(find(all, id));
        }
        found.sort((one, other) -> ArchiveIds.compare(one.id(), other.id()));
        return found;
    }

    /** Returns a page of those named messages that the rest of the query wants, too. */
    private Page pick(List<Entry> named, Span wanted, int most) {
        boolean fromTheEnd = query.paging().isBackwards();
        Page.Builder page = new Page.Builder(most);
        for (Entry entry : fromTheEnd ? named.reversed() : named) {
            if (contains(wanted, entry) && !page.add(entry)) {
                break;
            }
        }
        return page.page(fromTheEnd);
    }

    private boolean contains(Span wanted, Entry entry) {
        UUID id = entry.id();
        boolean inside = ArchiveIds.compare(id, wanted.after()) > 0 && ArchiveIds.compare(id, wanted.before()) < 0;
        if (!inside) {
            return false;
        }
        UUID next = new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits() + 1);
        UUID previous = new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits() - 1);
        return !archive.scan()
                .first(wanted.after(previous).before(next), 1)
                .entries()
                .isEmpty();
    }

    int count() {
        Optional<List<String>> ids = query.filter().ids();
        if (ids.isPresent()) {
            return page(archive.config().page()).entries().size();
        }
        return span.map(archive.scan()::count).orElse(0);
    }
}

package org.jackdaw.blocking;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.dom4j.Element;
import org.dom4j.tree.DefaultElement;
import org.jackdaw.plugin.AccountListener;
import org.jackdaw.plugin.Blocks;
import org.jackdaw.session.Session;
import org.jackdaw.session.Sessions;
import org.jackdaw.store.Lifetime;
import org.jackdaw.store.Store;
import org.jackdaw.store.Stores;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Iq;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.StanzaException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/**
 * The lists of all accounts, and who is told of their changes.
 *
 * <p>Every stanza asks for one or two lists, so they are cached; and they may be changed through another version of this
 * plugin, which has a cache of its own. So an account has a stamp, in memory that both versions share: it is renewed after
 * each change, and before the change is answered. A cached list holds only under the stamp that was read before the list was:
 * whoever read the old list, or read it too early, has an old stamp with it. An account whose list has not changed since the
 * server started has no stamp, which is one look into a map. Stamps are never removed, or "none" could mean two lists; they
 * are kept by a hash of the account, so that there are not more of them than changes.
 *
 * <p>The pushes of an account leave in the order of its changes, and none before a list that lacks it.
 */
@Component(
        service = {BlockLists.class, Blocks.class, AccountListener.class},
        configurationPid = "org.jackdaw.blocking")
@Designate(ocd = BlockingOptions.class)
public final class BlockLists implements Blocks, AccountListener {

    /** The note on sessions that have asked for the list. */
    private static final String INTERESTED = "blocking";

    private static final String KEY = "list";

    private final BlockingOptions options;
    private final Store store;
    private final Store stamps;
    private final Sessions sessions;
    private final ListCache cache = new ListCache();
    private final List<Object> locks =
            IntStream.range(0, 64).mapToObj(i -> new Object()).toList();

    /** The lists before and after a change. */
    record Change(BlockList before, BlockList after) {}

    @Activate
    public BlockLists(BlockingOptions options, @Reference Stores stores, @Reference Sessions sessions) {
        this.options = options;
        store = stores.open("blocking", Lifetime.DURABLE);
        stamps = stores.open("blocking.stamps", Lifetime.TRANSIENT);
        this.sessions = sessions;
    }

    /** Returns the list of an account; it blocks on the database only if the list is not known. */
    BlockList of(Jid account) {
        String stamp = stamps.get(account.domainJid(), hash(account))
                .map(Element::getText)
                .orElse("");
        return cache.get(account, stamp).orElseGet(() -> {
            BlockList list = read(account);
            cache.put(account, stamp, list);
            return list;
        });
    }

    /** Whether an account blocks an entity; its own resources it never does, whatever is in the list (XEP-0191 §4). */
    @Override
    public boolean blocks(Jid account, Jid entity) {
        return !entity.bare().equals(account) && of(account).blocks(entity);
    }

    private BlockList read(Jid account) {
        return store.get(account, KEY).map(BlockList::of).orElse(BlockList.EMPTY);
    }

    /**
     * Adds addresses to an account's list.
     *
     * @throws StanzaException resource-constraint if there would be too many
     */
    Change block(Jid account, Collection<Jid> jids, Element push) {
        return change(account, list -> limited(list.with(jids)), push);
    }

    Change unblock(Jid account, Collection<Jid> jids, Element push) {
        return change(account, list -> list.without(jids), push);
    }

    Change unblockAll(Jid account, Element push) {
        return change(account, list -> BlockList.EMPTY, push);
    }

    private BlockList limited(BlockList list) {
        int most = options.items();
        // Long addresses count for several: an address may have 3,071 bytes.
        if (list.jids().size() > most || list.weight() > 200L * most) {
            throw new StanzaException(Condition.RESOURCE_CONSTRAINT, "over " + most + " blocked addresses");
        }
        return list;
    }

    private Change change(Jid account, UnaryOperator<BlockList> change, Element push) {
        AtomicReference<Change> done = new AtomicReference<>();
        synchronized (lock(account)) {
            try {
                store.update(account, KEY, old -> {
                    BlockList before = old.map(BlockList::of).orElse(BlockList.EMPTY);
                    BlockList after = change.apply(before);
                    done.set(new Change(before, after));
                    return after.jids().isEmpty() ? Optional.empty() : Optional.of(after.element());
                });
            } finally {
                // Also if it failed: then nobody knows whether it was committed.
                renew(account);
            }
            push(account, push);
        }
        return done.get();
    }

    private void push(Jid account, Element payload) {
        for (Session session : sessions.of(account)) {
            if (!session.note(INTERESTED).isEmpty()) {
                Iq push = Iq.of(Iq.Type.SET, "blocking-" + UUID.randomUUID(), payload)
                        .with(iq -> iq.addAttribute("to", session.jid().toString()));
                // One that does not leave is not given back: there is nobody else to tell.
                session.send(push, Session.NOBODY);
            }
        }
    }

    /** Answers a client that asks for the list; from now on it is told of changes. */
    void answer(Iq request, Session session) {
        Jid account = session.jid().bare();
        synchronized (lock(account)) {
            session.note(INTERESTED, "1");
            session.send(request.result(Optional.of(of(account).element())));
        }
    }

    @Override
    public void deleted(Jid account) {
        synchronized (lock(account)) {
            store.clear(account);
            renew(account);
        }
    }

    private void renew(Jid account) {
        Element stamp = new DefaultElement("stamp");
        stamp.setText(UUID.randomUUID().toString());
        stamps.update(account.domainJid(), hash(account), old -> Optional.of(stamp));
    }

    private static String hash(Jid account) {
        return Integer.toHexString(account.hashCode());
    }

    private Object lock(Jid account) {
        return locks.get(Math.floorMod(account.hashCode(), locks.size()));
    }
}

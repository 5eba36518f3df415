package org.jackdaw.testkit;

import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import org.jackdaw.plugin.Subscriptions;
import org.jackdaw.xmpp.Jid;

/** Subscriptions by a rule, and the same watchers for every account. */
public record FakeSubscriptions(BiPredicate<Jid, Jid> rule, Set<Jid> all, Map<Jid, Set<Jid>> directed)
        implements Subscriptions {

    /** Who may see whom, by a rule: nobody is known by name. */
    public FakeSubscriptions(BiPredicate<Jid, Jid> rule) {
        this(rule, Set.of(), Map.of());
    }

    /**
     * Each account is seen by some, and itself.
     *
     * @param directed to whom resources have sent directed presence
     */
    public FakeSubscriptions(Set<Jid> all, Map<Jid, Set<Jid>> directed) {
        this((watcher, account) -> all.contains(watcher.bare()), all, directed);
    }

    @Override
    public boolean sees(Jid watcher, Jid account) {
        return watcher.bare().equals(account.bare()) || rule.test(watcher, account);
    }

    @Override
    public Set<Jid> watchers(Jid account) {
        return all;
    }

    @Override
    public Set<Jid> directed(Jid resource) {
        return directed.getOrDefault(resource, Set.of());
    }
}

package org.jackdaw.blocking;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jackdaw.blocking.BlockLists.Change;
import org.jackdaw.plugin.Router;
import org.jackdaw.plugin.Subscriptions;
import org.jackdaw.plugin.Subscriptions.Contact;
import org.jackdaw.session.Session;
import org.jackdaw.session.Sessions;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Presence;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Has an account's resources go for those that it blocks, and come for those that it does so no longer, as far as they may
 * see its presence, by subscription or because it was sent to them (XEP-0191 §3.3, §3.4).
 */
@Component(service = BlockedPresence.class)
public final class BlockedPresence {

    private final Router router;
    private final Sessions sessions;
    private final Subscriptions subscriptions;
    private final Goodbyes goodbyes;

    @Activate
    public BlockedPresence(
            @Reference Router router,
            @Reference Sessions sessions,
            @Reference Subscriptions subscriptions,
            @Reference Goodbyes goodbyes) {
        this.router = router;
        this.sessions = sessions;
        this.subscriptions = subscriptions;
        this.goodbyes = goodbyes;
    }

    void hide(Jid account, Set<Jid> jids, Change change) {
        Set<Jid> watchers = available(account).isEmpty() ? Set.of() : watchers(account, jids);
        for (Session session : sessions.of(account)) {
            // Directed presence may come from a resource that is not available to all (RFC 6121 §4.6).
            Set<Jid> all = new LinkedHashSet<>(subscriptions.directed(session.jid()));
            if (session.isAvailable()) {
                all.addAll(watchers);
            }
            all.stream()
                    .filter(watcher ->
                            change.after().blocks(watcher) && !change.before().blocks(watcher))
                    .forEach(watcher -> hide(session, watcher));
        }
    }

    private void hide(Session session, Jid watcher) {
        goodbyes.with(
                session.jid().bare(),
                pass -> router.route(Presence.of(Presence.Type.UNAVAILABLE, session.jid(), watcher)
                        .with(presence -> presence.addAttribute("id", pass))));
    }

    void show(Jid account, Set<Jid> jids, Change change) {
        List<Session> resources = available(account);
        if (resources.isEmpty()) {
            return;
        }
        for (Jid watcher : watchers(account, jids)) {
            if (!change.after().blocks(watcher)) {
                resources.forEach(session -> session.presence()
                        .ifPresent(presence ->
                                router.route(presence.with(copy -> copy.addAttribute("to", watcher.toString())))));
            }
        }
    }

    private List<Session> available(Jid account) {
        return sessions.of(account).stream().filter(Session::isAvailable).toList();
    }

    /** Returns those of some addresses that may see the account's presence; for a domain, all that may there. */
    private Set<Jid> watchers(Jid account, Set<Jid> jids) {
        Set<Jid> all = subscriptions.contacts(account).stream()
                .filter(Contact::sees)
                .map(Contact::jid)
                .collect(Collectors.toSet());
        Set<Jid> found = new LinkedHashSet<>();
        for (Jid jid : jids) {
            if (jid.isDomain()) {
                all.stream().filter(watcher -> watcher.domainJid().equals(jid)).forEach(found::add);
            } else if (all.contains(jid.bare())) {
                found.add(jid);
            }
        }
        return found;
    }
}

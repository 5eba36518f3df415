package org.jackdaw.im;

import java.util.List;
import org.jackdaw.plugin.Router;
import org.jackdaw.session.Session;
import org.jackdaw.session.Sessions;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Presence;

/** Tells a contact of the presence of each of an account's available resources. */
final class ResourcePresence {

    private final Sessions sessions;
    private final Router router;

    ResourcePresence(Sessions sessions, Router router) {
        this.sessions = sessions;
        this.router = router;
    }

    List<Session> available(Jid account) {
        return sessions.of(account).stream().filter(Session::isAvailable).toList();
    }

    /** Sends the last presence of each resource. */
    void show(Jid account, Jid contact) {
        for (Session session : available(account)) {
            session.presence().ifPresent(presence -> router.route(to(presence, contact)));
        }
    }

    /** Sends that each resource is unavailable, to a contact that is about to lose its subscription. */
    void hide(Jid account, Jid contact) {
        for (Session session : available(account)) {
            router.route(Presence.of(Presence.Type.UNAVAILABLE, session.jid(), contact));
        }
    }

    static Presence to(Presence presence, Jid recipient) {
        return presence.with(copy -> copy.addAttribute("to", recipient.toString()));
    }
}

package org.jackdaw.router;

import org.jackdaw.plugin.SessionListener;
import org.jackdaw.session.Session;
import org.jackdaw.xmpp.Presence;
import org.osgi.framework.Bundle;

/** Tells a plugin's listener of sessions as its bundle has them. */
record PluginListener(SessionListener listener, Bundle bundle, Voice voice) implements SessionListener {

    private Session guarded(Session session) {
        return new PluginSession(session, bundle, voice);
    }

    @Override
    public void bound(Session session) {
        listener.bound(guarded(session));
    }

    @Override
    public void available(Session session, Presence presence) {
        listener.available(guarded(session), presence);
    }

    @Override
    public void unavailable(Session session) {
        listener.unavailable(guarded(session));
    }

    @Override
    public void closed(Session session) {
        listener.closed(guarded(session));
    }

    @Override
    public void disconnected(Session session) {
        listener.disconnected(guarded(session));
    }

    @Override
    public void resumed(Session session) {
        listener.resumed(guarded(session));
    }
}

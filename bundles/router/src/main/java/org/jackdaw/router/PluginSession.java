package org.jackdaw.router;

import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jackdaw.session.Session;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Message;
import org.jackdaw.xmpp.Presence;
import org.jackdaw.xmpp.Stanza;
import org.jackdaw.xmpp.StreamCondition;
import org.osgi.framework.Bundle;

/** A session as one bundle has it: what the bundle sends to it is in no other name than the bundle may use. */
record PluginSession(Session session, Bundle bundle, Voice voice) implements Session {

    @Override
    public Jid jid() {
        return session.jid();
    }

    @Override
    public Optional<Presence> presence() {
        return session.presence();
    }

    @Override
    public boolean isAvailable() {
        return session.isAvailable();
    }

    @Override
    public int priority() {
        return session.priority();
    }

    @Override
    public boolean send(Stanza stanza) {
        voice.check(bundle, stanza);
        return session.send(stanza);
    }

    @Override
    public boolean send(Stanza stanza, Runnable left) {
        voice.check(bundle, stanza);
        return session.send(stanza, left);
    }

    @Override
    public void close(StreamCondition condition, String text) {
        session.close(condition, text);
    }

    @Override
    public String note(String key) {
        return session.note(key);
    }

    @Override
    public void note(String key, String value) {
        session.note(key, value);
    }

    @Override
    public InetAddress address() {
        return session.address();
    }

    @Override
    public boolean isSecure() {
        return session.isSecure();
    }

    @Override
    public Instant since() {
        return session.since();
    }

    @Override
    public boolean isConnected() {
        return session.isConnected();
    }

    @Override
    public List<Message> unacknowledged() {
        return session.unacknowledged();
    }

    @Override
    public boolean isPaced() {
        return session.isPaced();
    }

    @Override
    public void pace(boolean on) {
        session.pace(on);
    }
}

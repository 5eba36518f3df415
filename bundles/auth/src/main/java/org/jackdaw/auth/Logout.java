package org.jackdaw.auth;

import org.jackdaw.plugin.AccountListener;
import org.jackdaw.session.Sessions;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.StreamCondition;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.propertytypes.ServiceRanking;

/** Closes the streams of an account that may no longer log in; of one that is deleted, before others remove what it had. */
@Component
@ServiceRanking(1000)
public final class Logout implements AccountListener {

    private final Sessions sessions;

    @Activate
    public Logout(@Reference Sessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public void deleted(Jid account) {
        sessions.of(account).forEach(session -> session.close(StreamCondition.NOT_AUTHORIZED, "account deleted"));
    }

    @Override
    public void disabled(Jid account) {
        sessions.of(account).forEach(session -> session.close(StreamCondition.NOT_AUTHORIZED, "account disabled"));
    }
}

package org.jackdaw.auth;

import org.jackdaw.plugin.AccountListener;
import org.jackdaw.plugin.SessionListener;
import org.jackdaw.session.Session;
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
public final class Logout implements AccountListener, SessionListener {

    private final Sessions sessions;
    private final SqlAccounts accounts;

    @Activate
    public Logout(@Reference Sessions sessions, @Reference SqlAccounts accounts) {
        this.sessions = sessions;
        this.accounts = accounts;
    }

    /** It may have logged in, and not yet been among the sessions, when the account was disabled or deleted. */
    @Override
    public void bound(Session session) {
        if (accounts.find(session.jid().bare())
                .filter(entry -> !entry.disabled())
                .isEmpty()) {
            session.close(StreamCondition.NOT_AUTHORIZED, "account disabled");
        }
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

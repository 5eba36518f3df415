package org.jackdaw.router;

import java.util.List;
import java.util.Optional;
import org.jackdaw.core.SessionTable;
import org.jackdaw.session.Session;
import org.jackdaw.session.Sessions;
import org.jackdaw.xmpp.Jid;
import org.osgi.framework.Bundle;
import org.osgi.service.component.ComponentContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;

/** The sessions as one bundle has them. */
@Component(service = Sessions.class, scope = ServiceScope.BUNDLE)
public final class PluginSessions implements Sessions {

    private final Bundle bundle;
    private final SessionTable sessions;
    private final Voice voice;
    private final boolean isPlugin;

    @Activate
    public PluginSessions(ComponentContext context, @Reference SessionTable sessions, @Reference Voice voice) {
        bundle = context.getUsingBundle();
        this.sessions = sessions;
        this.voice = voice;
        isPlugin = PluginGrants.isPlugin(bundle);
    }

    @Override
    public Optional<Session> find(Jid resource) {
        return sessions.find(resource).map(this::guarded);
    }

    @Override
    public List<Session> of(Jid account) {
        return sessions.of(account).stream().map(this::guarded).toList();
    }

    @Override
    public int count() {
        return sessions.count();
    }

    private Session guarded(Session session) {
        return isPlugin ? new PluginSession(session, bundle, voice) : session;
    }
}

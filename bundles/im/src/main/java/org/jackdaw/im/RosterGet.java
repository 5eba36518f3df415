package org.jackdaw.im;

import java.util.Optional;
import org.jackdaw.plugin.FiltersAt;
import org.jackdaw.plugin.StanzaFilter;
import org.jackdaw.session.Session;
import org.jackdaw.session.Sessions;
import org.jackdaw.xmpp.Iq;
import org.jackdaw.xmpp.Jid;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.propertytypes.ServiceRanking;

/**
 * Answers a client that asks for its roster (RFC 6121 §2.2). A filter and no handler, because a handler's result leaves
 * after it returned: a push could come between reading the roster and sending it, and the pushes that bring a client up
 * to date could not follow the result (§2.6.3). It is the last filter, so that all others see the request.
 */
@Component
@FiltersAt(point = FiltersAt.Point.OUTBOUND)
@ServiceRanking(-1000)
public final class RosterGet implements StanzaFilter {

    private final Rosters rosters;
    private final Sessions sessions;

    @Activate
    public RosterGet(@Reference Rosters rosters, @Reference Sessions sessions) {
        this.rosters = rosters;
        this.sessions = sessions;
    }

    @Override
    public Optional<Iq> filter(Iq iq) {
        if (iq.type() != Iq.Type.GET || !iq.payloadName().equals(Roster.QUERY) || !isForSender(iq)) {
            return Optional.of(iq);
        }
        Optional<Session> session = sessions.find(iq.sender());
        session.ifPresent(client -> rosters.answer(iq, client));
        return session.isPresent() ? Optional.empty() : Optional.of(iq);
    }

    private static boolean isForSender(Iq iq) {
        Jid account = iq.sender().bare();
        return iq.to().orElse(account).equals(account);
    }
}

package org.jackdaw.blocking;

import java.util.Optional;
import org.jackdaw.plugin.FiltersAt;
import org.jackdaw.plugin.StanzaFilter;
import org.jackdaw.xmpp.Message;
import org.jackdaw.xmpp.Presence;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.propertytypes.ServiceRanking;

/** Keeps from contacts elsewhere what the server sends in the name of an account that blocks them (XEP-0191 §3.3). */
@Component
@FiltersAt(point = FiltersAt.Point.LEAVING, envelopeOnly = true)
@ServiceRanking(10_000)
public final class LeavingGuard implements StanzaFilter {

    private final Departures departures;

    @Activate
    public LeavingGuard(@Reference Departures departures) {
        this.departures = departures;
    }

    @Override
    public Optional<Message> filter(Message message) {
        return departures.isStopped(message) ? Optional.empty() : Optional.of(message);
    }

    @Override
    public Optional<Presence> filter(Presence presence) {
        return departures.isStopped(presence) ? Optional.empty() : Optional.of(presence);
    }
}

package org.jackdaw.blocking;

import java.util.Collection;
import java.util.Optional;
import org.jackdaw.plugin.FiltersAt;
import org.jackdaw.plugin.StanzaFilter;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Iq;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Message;
import org.jackdaw.xmpp.Presence;
import org.jackdaw.xmpp.Stanza;
import org.jackdaw.xmpp.StanzaException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.propertytypes.ServiceRanking;

/**
 * Keeps from an account what those send whom it blocks, and from local contacts what is sent in the name of an account that
 * blocks them (XEP-0191 §3.3). Among the first filters: what is kept away is not archived, copied or stored. While it fails
 * nothing passes, because a blocked stanza MUST NOT be delivered.
 */
@Component
@FiltersAt(point = FiltersAt.Point.INBOUND, envelopeOnly = true, failClosed = true)
@ServiceRanking(10_000)
public final class ReceivingGuard implements StanzaFilter {

    private final BlockLists lists;
    private final Departures departures;

    @Activate
    public ReceivingGuard(@Reference BlockLists lists, @Reference Departures departures) {
        this.lists = lists;
        this.departures = departures;
    }

    /** The text is empty, as it is if there is nobody: the sender need not know why. */
    @Override
    public Optional<Message> filter(Message message) {
        if (!isBlocked(message)) {
            return departures.isStopped(message) ? Optional.empty() : Optional.of(message);
        }
        // A room would take an error for the end of the occupant, who only wants to read nothing of one other.
        if (message.type() == Message.Type.GROUPCHAT) {
            return Optional.empty();
        }
        throw new StanzaException(Condition.SERVICE_UNAVAILABLE, "");
    }

    @Override
    public Optional<Presence> filter(Presence presence) {
        return isBlocked(presence) || departures.isStopped(presence) ? Optional.empty() : Optional.of(presence);
    }

    @Override
    public Optional<Iq> filter(Iq iq) {
        if (!isBlocked(iq)) {
            return Optional.of(iq);
        }
        if (iq.isRequest()) {
            throw new StanzaException(Condition.SERVICE_UNAVAILABLE, "");
        }
        return Optional.empty();
    }

    @Override
    public Collection<Jid> looksOnTheWayTo(Collection<Jid> recipients, Stanza stanza) {
        Jid sender = stanza.sender();
        return departures.isOfAccount(sender)
                ? recipients
                : recipients.stream()
                        .filter(recipient -> lists.blocks(recipient.bare(), sender))
                        .toList();
    }

    private boolean isBlocked(Stanza stanza) {
        return lists.blocks(stanza.to().orElseThrow().bare(), stanza.sender());
    }
}

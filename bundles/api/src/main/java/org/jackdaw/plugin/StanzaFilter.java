package org.jackdaw.plugin;

import java.util.Collection;
import java.util.Optional;
import org.jackdaw.xmpp.Iq;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Message;
import org.jackdaw.xmpp.Presence;
import org.jackdaw.xmpp.Stanza;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Looks at stanzas on their way; {@link FiltersAt} says where. Each method returns the stanza, a changed copy, or empty:
 * consumed, nobody is told. Throwing {@link org.jackdaw.xmpp.StanzaException} refuses: the sender is told. Called by
 * many threads at once, for one sender's stanzas in their order; it may block.
 */
@ConsumerType
public interface StanzaFilter {

    default Optional<Message> filter(Message message) {
        return Optional.of(message);
    }

    default Optional<Presence> filter(Presence presence) {
        return Optional.of(presence);
    }

    default Optional<Iq> filter(Iq iq) {
        return Optional.of(iq);
    }

    /**
     * Returns those recipients of a stanza to many on whose way the filter has to look at it: for all others it goes past. Asked
     * once for all of them, at {@link FiltersAt.Point#INBOUND}; a filter that passes nearly everything, and says so here, makes
     * a room of thousands cost little.
     *
     * @param stanza without a recipient
     * @param recipients accounts and resources of this server
     */
    default Collection<Jid> looksOnTheWayTo(Collection<Jid> recipients, Stanza stanza) {
        return recipients;
    }
}

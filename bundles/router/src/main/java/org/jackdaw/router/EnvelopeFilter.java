package org.jackdaw.router;

import java.util.Collection;
import java.util.Optional;
import org.jackdaw.plugin.StanzaFilter;
import org.jackdaw.xmpp.Iq;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Message;
import org.jackdaw.xmpp.Presence;
import org.jackdaw.xmpp.Stanza;

/** Shows a filter that looks at nothing else the addresses, type and id of messages. */
record EnvelopeFilter(StanzaFilter filter) implements StanzaFilter {

    @Override
    public Optional<Message> filter(Message message) {
        return filter.filter(message.envelope()).map(passed -> message);
    }

    @Override
    public Optional<Presence> filter(Presence presence) {
        return filter.filter(presence);
    }

    @Override
    public Optional<Iq> filter(Iq iq) {
        return filter.filter(iq);
    }

    @Override
    public Collection<Jid> looksOnTheWayTo(Collection<Jid> recipients, Stanza stanza) {
        return filter.looksOnTheWayTo(recipients, stanza instanceof Message message ? message.envelope() : stanza);
    }
}

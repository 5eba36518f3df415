package org.jackdaw.router;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jackdaw.plugin.StanzaFilter;
import org.jackdaw.xmpp.Iq;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Message;
import org.jackdaw.xmpp.Presence;
import org.jackdaw.xmpp.Stanza;

/** Lets pass what a filter does not look at. */
record ChoosyFilter(StanzaFilter filter, Predicate<Stanza> others) implements StanzaFilter {

    @Override
    public Optional<Message> filter(Message message) {
        return others.test(message) ? Optional.of(message) : filter.filter(message);
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
        return others.test(stanza) ? List.of() : filter.looksOnTheWayTo(recipients, stanza);
    }
}

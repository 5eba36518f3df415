package org.jackdaw.archive;

import java.util.Optional;
import org.jackdaw.plugin.FiltersAt;
import org.jackdaw.plugin.StanzaFilter;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Message;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.propertytypes.ServiceRanking;

/** Takes the sender's archive ids out of what leaves for others: they must not see them (XEP-0313 §3.4). */
@Component
@FiltersAt(point = FiltersAt.Point.OUTBOUND)
@ServiceRanking(-2000)
public final class OutboundIds implements StanzaFilter {

    @Override
    public Optional<Message> filter(Message message) {
        Jid sender = message.sender().bare();
        boolean toSelf = message.to().map(Jid::bare).orElse(sender).equals(sender);
        return Optional.of(toSelf ? message : StanzaIds.without(message, sender));
    }
}

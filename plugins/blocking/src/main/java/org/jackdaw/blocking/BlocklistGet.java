package org.jackdaw.blocking;

import java.util.Optional;
import org.jackdaw.plugin.FiltersAt;
import org.jackdaw.plugin.StanzaFilter;
import org.jackdaw.session.Session;
import org.jackdaw.session.Sessions;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Iq;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.StanzaException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.propertytypes.ServiceRanking;

/**
 * Answers a client that asks for the list (XEP-0191 §3.2). A filter and no handler, because a handler's result leaves after it
 * returned: the push of a change could come between reading the list and sending it, and the client would end with the old
 * list. It is among the last filters, so that the others see the request.
 */
@Component
@FiltersAt(point = FiltersAt.Point.OUTBOUND)
@ServiceRanking(-900)
public final class BlocklistGet implements StanzaFilter {

    private final BlockLists lists;
    private final Sessions sessions;

    @Activate
    public BlocklistGet(@Reference BlockLists lists, @Reference Sessions sessions) {
        this.lists = lists;
        this.sessions = sessions;
    }

    @Override
    public Optional<Iq> filter(Iq iq) {
        if (iq.type() != Iq.Type.GET || !isForSender(iq) || !iq.payloadName().equals(BlockList.LIST)) {
            return Optional.of(iq);
        }
        if (!iq.payload().orElseThrow().elements().isEmpty()) {
            throw new StanzaException(Condition.BAD_REQUEST, "who asks for the list sends none");
        }
        Optional<Session> session = sessions.find(iq.sender());
        session.ifPresent(client -> lists.answer(iq, client));
        return session.isPresent() ? Optional.empty() : Optional.of(iq);
    }

    private static boolean isForSender(Iq iq) {
        Jid account = iq.sender().bare();
        return iq.to().orElse(account).equals(account);
    }
}

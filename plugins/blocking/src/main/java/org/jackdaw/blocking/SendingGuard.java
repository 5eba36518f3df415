package org.jackdaw.blocking;

import java.util.Optional;
import org.dom4j.QName;
import org.dom4j.tree.DefaultElement;
import org.jackdaw.plugin.FiltersAt;
import org.jackdaw.plugin.StanzaFilter;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Iq;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Message;
import org.jackdaw.xmpp.Presence;
import org.jackdaw.xmpp.Stanza;
import org.jackdaw.xmpp.StanzaError;
import org.jackdaw.xmpp.StanzaException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.propertytypes.ServiceRanking;

/**
 * Refuses what a client sends to somebody whom its account blocks (XEP-0191 §3.3). It is among the first filters: what is
 * refused is not archived or copied.
 */
@Component
@FiltersAt(point = FiltersAt.Point.OUTBOUND, envelopeOnly = true)
@ServiceRanking(10_000)
public final class SendingGuard implements StanzaFilter {

    private static final QName BLOCKED = QName.get("blocked", "urn:xmpp:blocking:errors");

    private final BlockLists lists;

    @Activate
    public SendingGuard(@Reference BlockLists lists) {
        this.lists = lists;
    }

    @Override
    public Optional<Message> filter(Message message) {
        check(message);
        return Optional.of(message);
    }

    @Override
    public Optional<Presence> filter(Presence presence) {
        check(presence);
        return Optional.of(presence);
    }

    @Override
    public Optional<Iq> filter(Iq iq) {
        check(iq);
        return Optional.of(iq);
    }

    private void check(Stanza stanza) {
        Optional<Jid> to = stanza.to();
        if (to.isPresent() && lists.blocks(stanza.sender().bare(), to.get())) {
            throw new StanzaException(new StanzaError(Condition.NOT_ACCEPTABLE, "")
                    .as(StanzaError.Type.CANCEL)
                    .with(new DefaultElement(BLOCKED)));
        }
    }
}

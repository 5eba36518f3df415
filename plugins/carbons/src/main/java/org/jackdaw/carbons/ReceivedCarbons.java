package org.jackdaw.carbons;

import java.util.List;
import java.util.Optional;
import org.jackdaw.plugin.FiltersAt;
import org.jackdaw.plugin.StanzaFilter;
import org.jackdaw.session.Session;
import org.jackdaw.session.Sessions;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Message;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.propertytypes.ServiceRanking;

/**
 * Copies what comes for an account to those of its clients that do not get it themselves (XEP-0280 §7). It comes late, so
 * that what is copied is as the other filters leave it, and what they refuse is not copied.
 */
@Component
@FiltersAt(
        point = FiltersAt.Point.INBOUND,
        messages = {Message.Type.NORMAL, Message.Type.CHAT, Message.Type.HEADLINE, Message.Type.ERROR})
@ServiceRanking(-600)
public final class ReceivedCarbons implements StanzaFilter {

    private final Sessions sessions;
    private final Rooms rooms = new Rooms();
    private final Eligibility eligibility = new Eligibility(rooms);

    @Activate
    public ReceivedCarbons(@Reference Sessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public Optional<Message> filter(Message message) {
        Jid to = message.to().orElseThrow();
        List<Session> account = sessions.of(to.bare());
        List<Session> enabled = account.stream().filter(Carbons.enabled()).toList();
        if (!enabled.isEmpty() && !isFromOwnClient(message, to)) {
            copy(message, to, account, enabled);
        }
        return Optional.of(message);
    }

    /** Then its other clients have their one copy already, as something that was sent. */
    private static boolean isFromOwnClient(Message message, Jid to) {
        Jid sender = message.sender();
        return !sender.isBare() && sender.bare().equals(to.bare());
    }

    private void copy(Message message, Jid to, List<Session> account, List<Session> enabled) {
        List<Session> recipients = Copies.recipients(message, to, account);
        if (!eligibility.isReceivedCopied(message, recipients)) {
            return;
        }
        List<Session> lacking = Copies.without(enabled, recipients);
        // Of what occupants of rooms send, only errors and invitations come as far as this, and invitations are for
        // all.
        boolean isForOne = message.type() == Message.Type.ERROR;
        Copies.send(
                message,
                Copies.RECEIVED,
                isForOne ? rooms.sharing(recipients.getFirst(), message.sender(), lacking) : lacking);
    }
}

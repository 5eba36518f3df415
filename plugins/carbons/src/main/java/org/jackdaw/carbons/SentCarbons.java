package org.jackdaw.carbons;

import java.util.List;
import java.util.Optional;
import org.jackdaw.plugin.Feature;
import org.jackdaw.plugin.FiltersAt;
import org.jackdaw.plugin.Implements;
import org.jackdaw.plugin.Needs;
import org.jackdaw.plugin.Permission;
import org.jackdaw.plugin.StanzaFilter;
import org.jackdaw.session.Session;
import org.jackdaw.session.Sessions;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Message;
import org.jackdaw.xmpp.Presence;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.propertytypes.ServiceRanking;

/**
 * Copies what a client sends to the account's other clients (XEP-0280 §8). It comes late, so that what is copied is as the
 * other filters leave it, and what they refuse is not copied.
 */
@Component
@FiltersAt(
        point = FiltersAt.Point.OUTBOUND,
        messages = {Message.Type.NORMAL, Message.Type.CHAT, Message.Type.HEADLINE, Message.Type.ERROR})
@ServiceRanking(-600)
@Feature({Carbons.NS, SentCarbons.RULES})
@Implements({"XEP-0280 1.0.1", "XEP-0297 1.0", "XEP-0334 1.0.0"})
@Needs({Permission.SEE_BODIES, Permission.SEND_AS_OTHERS})
public final class SentCarbons implements StanzaFilter {

    /** That all rules are kept which the XEP only recommends (§6.2). */
    static final String RULES = "urn:xmpp:carbons:rules:0";

    private final Sessions sessions;
    private final Rooms rooms = new Rooms();
    private final Eligibility eligibility = new Eligibility(rooms);

    @Activate
    public SentCarbons(@Reference Sessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public Optional<Presence> filter(Presence presence) {
        rooms.note(presence, sessions);
        return Optional.of(presence);
    }

    @Override
    public Optional<Message> filter(Message message) {
        Jid client = message.sender();
        List<Session> account = sessions.of(client.bare());
        List<Session> others = account.stream()
                .filter(Carbons.enabled())
                .filter(session -> !session.jid().equals(client))
                .toList();
        if (!others.isEmpty()) {
            sessions.find(client).ifPresent(sender -> copy(message, sender, account, others));
        }
        return Optional.of(message);
    }

    private void copy(Message message, Session sender, List<Session> account, List<Session> others) {
        Jid to = message.to().orElse(sender.jid().bare());
        if (!eligibility.isSentCopied(message, to, sender)) {
            return;
        }
        boolean isToItself = to.bare().equals(sender.jid().bare());
        List<Session> lacking = isToItself ? Copies.without(others, Copies.recipients(message, to, account)) : others;
        Copies.send(
                message, Copies.SENT, Eligibility.isInvitation(message) ? lacking : rooms.sharing(sender, to, lacking));
    }
}

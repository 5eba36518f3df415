package org.jackdaw.pubsub;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jackdaw.plugin.Domains;
import org.jackdaw.plugin.FiltersAt;
import org.jackdaw.plugin.FiltersAt.Point;
import org.jackdaw.plugin.Implements;
import org.jackdaw.plugin.SessionListener;
import org.jackdaw.plugin.StanzaFilter;
import org.jackdaw.plugin.Subscriptions;
import org.jackdaw.plugin.Subscriptions.Contact;
import org.jackdaw.session.Session;
import org.jackdaw.session.Sessions;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Message;
import org.jackdaw.xmpp.Presence;
import org.jackdaw.xmpp.Stanza;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Sees who comes and what it can do (XEP-0163 §4.3.2, XEP-0115), and the answers of account owners to those who want to
 * subscribe (XEP-0060 §8.6). It looks before the presence is broadcast, which ends there.
 */
@Component
@FiltersAt(
        point = {Point.OUTBOUND, Point.INBOUND},
        messages = {Message.Type.NORMAL, Message.Type.ERROR})
@Implements("XEP-0115 1.6.0")
public final class PresenceWatch implements SessionListener, StanzaFilter {

    private static final String ROOM_USER = "http://jabber.org/protocol/muc#user";

    private final PubsubEngine engine;
    private final Sessions sessions;
    private final Domains domains;
    private final Subscriptions subscriptions;

    @Activate
    public PresenceWatch(
            @Reference PubsubEngine engine,
            @Reference Sessions sessions,
            @Reference Domains domains,
            @Reference Subscriptions subscriptions) {
        this.engine = engine;
        this.sessions = sessions;
        this.domains = domains;
        this.subscriptions = subscriptions;
    }

    @Override
    public void available(Session session, Presence presence) {
        engine.arrivals().came(session, presence);
    }

    @Override
    public Optional<Presence> filter(Presence presence) {
        Jid sender = presence.sender();
        if (presence.to().isEmpty()) {
            if (presence.type() == Presence.Type.AVAILABLE) {
                sessions.find(sender)
                        .filter(Session::isAvailable)
                        .ifPresent(session -> engine.arrivals().changes(session, presence));
            }
        } else if (isOfContact(presence) && domains.isLocal(presence.to().get())) {
            Jid account = presence.to().get().bare();
            subscriptions
                    .contact(account, sender)
                    .filter(Contact::sees)
                    .ifPresent(contact -> engine.arrivals().shown(account, presence));
        }
        return Optional.of(presence);
    }

    /** An occupant of a room is nobody's contact, and there are many. */
    private boolean isOfContact(Presence presence) {
        Jid sender = presence.sender();
        return !sender.isBare() && !domains.isLocal(sender) && !presence.has("x", ROOM_USER);
    }

    @Override
    public Collection<Jid> looksOnTheWayTo(Collection<Jid> recipients, Stanza stanza) {
        return stanza instanceof Presence presence && !isOfContact(presence) ? List.of() : recipients;
    }

    /** What owners answer to an account is for this plugin, and for no resource; what comes back is for both. */
    @Override
    public Optional<Message> filter(Message message) {
        Jid account = message.sender().bare();
        if (message.isError()) {
            message.to().filter(Jid::isBare).ifPresent(to -> engine.bounces().take(to, message));
            return Optional.of(message);
        }
        Jid asker = message.to().orElse(account);
        if (Approvals.isAnswer(message)
                && (asker.equals(account)
                        || asker.isBare() && engine.approvals().isOwners(asker, message))) {
            engine.approvals().answer(asker, message);
            return Optional.empty();
        }
        return Optional.of(message);
    }
}

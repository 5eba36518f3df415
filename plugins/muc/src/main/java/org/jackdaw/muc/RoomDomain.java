package org.jackdaw.muc;

import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import org.dom4j.Element;
import org.dom4j.QName;
import org.jackdaw.muc.Presences.Departure;
import org.jackdaw.plugin.AccountListener;
import org.jackdaw.plugin.Archives;
import org.jackdaw.plugin.DomainHandler;
import org.jackdaw.plugin.Domains;
import org.jackdaw.plugin.Feature;
import org.jackdaw.plugin.Identity;
import org.jackdaw.plugin.Implements;
import org.jackdaw.plugin.Needs;
import org.jackdaw.plugin.Permission;
import org.jackdaw.plugin.Router;
import org.jackdaw.plugin.Turns;
import org.jackdaw.session.Sessions;
import org.jackdaw.store.Database;
import org.jackdaw.store.Stores;
import org.jackdaw.xmpp.Iq;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Message;
import org.jackdaw.xmpp.PageRequest;
import org.jackdaw.xmpp.Presence;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.Designate;

/** The rooms below each served domain (XEP-0045). */
@Component(
        service = {DomainHandler.class, AccountListener.class, RoomDomain.class},
        configurationPid = "org.jackdaw.muc")
@Designate(ocd = MucConfig.class)
@Identity(category = "conference", type = "text", name = "Rooms")
@Feature({
    Muc.NS,
    RoomDiscovery.ITEMS,
    "http://jabber.org/protocol/muc#stable_id",
    "urn:xmpp:sid:0",
    OccupantIds.NS,
    PageRequest.NS,
    RoomNames.NS,
    RoomCards.NS,
    ChannelSearch.NS,
    Following.FEATURE
})
@Implements("XEP-0045 1.35.5")
@Needs(Permission.USE_DATABASE)
public final class RoomDomain implements DomainHandler, AccountListener {

    private final Parts parts;
    private final Requests requests;
    private final Relays relays;
    private final Entering entering;
    private final Messages messages;
    private final RoomMessages roomMessages;
    private final Bounces bounces;
    private final Ghosts ghosts;

    @Activate
    public RoomDomain(
            MucConfig config,
            @Reference Router router,
            @Reference Database database,
            @Reference Stores stores,
            @Reference Turns turns,
            @Reference Clock clock,
            @Reference Sessions sessions,
            @Reference Domains domains) {
        parts = Parts.of(config, new Parts.Services(router, database, stores, turns, clock));
        if (parts.store().isFirstUse()) {
            parts.table().removeTemporary();
        }
        requests = new Requests(parts, database, clock);
        relays = new Relays(parts);
        entering = new Entering(parts);
        messages = new Messages(parts, new Mentions(router, clock));
        roomMessages = new RoomMessages(parts);
        bounces = new Bounces(parts);
        ghosts = new Ghosts(parts, sessions, domains, clock);
    }

    @Deactivate
    void close() {
        ghosts.close();
        parts.gone().close();
        parts.audit().close();
    }

    /** Returns what requests have in common, for the tab of the console. */
    Parts parts() {
        return parts;
    }

    /** Returns what looks for clients that are gone. */
    Ghosts ghosts() {
        return ghosts;
    }

    /** Several while a new version takes over; none that has to be there: rooms do without. */
    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindArchives(Archives service) {
        parts.archives().bind(service);
        parts.gone().sweep();
    }

    void unbindArchives(Archives service) {
        parts.archives().unbind(service);
    }

    @Override
    public void deleted(Jid account) {
        new DeletedAccounts(parts).deleted(account);
    }

    @Override
    public void handle(Message message) {
        ghosts.heard(message.sender());
        if (message.isError()) {
            bounces.handle(message);
            return;
        }
        Muc.checkRoom(message.to().orElseThrow());
        if (!roomMessages.handle(message)) {
            messages.handle(message);
        }
    }

    @Override
    public void handle(Presence presence) {
        ghosts.heard(presence.sender());
        Jid to = presence.to().orElseThrow();
        switch (presence.type()) {
            case AVAILABLE -> {
                Muc.checkRoom(to);
                entering.available(presence);
            }
            case UNAVAILABLE -> leave(to, presence);
            case ERROR -> bounces.handle(presence);
            default -> {}
        }
    }

    private void leave(Jid to, Presence presence) {
        parts.rooms().visit(to.bare(), visit -> {
            visit.room().flatMap(room -> room.occupant(presence.sender())).ifPresent(occupant -> {
                Departure departure = new Departure(
                        "",
                        Set.of(),
                        item -> {},
                        presence.copy().elements(QName.get("status", "jabber:client")),
                        presence.id());
                parts.leaving().leave(visit, occupant, presence.sender(), departure);
            });
            return true;
        });
    }

    @Override
    public Optional<Element> handle(Iq iq) {
        if (!iq.isRequest()) {
            return Optional.empty();
        }
        // What is asked of an occupant is taken but for a ping of its own.
        return isToOccupant(iq) ? Optional.empty() : requests.answer(iq);
    }

    @Override
    public void ends() {
        for (Jid room : parts.store().rooms()) {
            parts.rooms().visit(room, visit -> {
                visit.room().ifPresent(found -> parts.leaving().shutDown(visit));
                return true;
            });
        }
        parts.table().removeTemporary();
    }

    @Override
    public boolean takes(Iq request) {
        ghosts.heard(request.sender());
        return isToOccupant(request) && relays.take(request);
    }

    private static boolean isToOccupant(Iq request) {
        Jid to = request.to().orElseThrow();
        return !to.local().isEmpty() && !to.isBare();
    }
}

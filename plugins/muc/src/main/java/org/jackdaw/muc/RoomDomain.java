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
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Iq;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Message;
import org.jackdaw.xmpp.PageRequest;
import org.jackdaw.xmpp.Presence;
import org.jackdaw.xmpp.StanzaException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.Designate;

/** The rooms below each served domain (XEP-0045). */
@Component(
        service = {DomainHandler.class, RoomDomain.class},
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
    private final Entering entering;
    private final Messages messages;
    private final OwnerRequests owners;
    private final AdminRequests admins;
    private final RoomDiscovery discovery;
    private final Registering registering;
    private final RoomMessages roomMessages;
    private final Bounces bounces;
    private final RoomCards cards;
    private final ChannelSearch search;
    private final Relays relays;
    private final Ghosts ghosts;
    private final ArchiveRequests requests;
    private final Moderation moderation;
    private final RoomCommands commands;
    private final RoomArchives archives = new RoomArchives();
    private final GoneRooms gone;

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
        RoomTable table = new RoomTable(database);
        gone = new GoneRooms(table, archives);
        OccupantStore store = new OccupantStore(stores);
        if (store.isFirstUse()) {
            table.removeTemporary();
        }
        HatTable hats = new HatTable(database);
        Presences presences = new Presences(router, hats);
        RoomLog log = new RoomLog(archives, table, new HistoryStore(stores, config.history()), clock);
        History history = new History(log, router, clock, config.history());
        Retractions retractions = new Retractions(log, clock);
        Subjects subjects = new Subjects(table, router, clock);
        RequestTable waiting = new RequestTable(database, clock);
        parts = new Parts(
                config,
                router,
                new Rooms(table, store, gone, turns),
                table,
                waiting,
                store,
                presences,
                archives,
                log,
                history,
                new Leaving(store, presences, history, router),
                new Limits(config, table, store.attendance(), clock),
                new AuditLog(database, clock, config),
                new Following(new FollowerTable(database), waiting),
                hats);
        entering = new Entering(parts, subjects);
        messages = new Messages(parts, subjects, retractions, new Mentions(router, clock));
        owners = new OwnerRequests(parts);
        admins = new AdminRequests(parts);
        registering = new Registering(parts);
        roomMessages = new RoomMessages(parts);
        bounces = new Bounces(parts);
        cards = new RoomCards(database, parts);
        RoomList list = new RoomList(database, clock);
        discovery = new RoomDiscovery(parts, list, new RoomInfo(parts, cards));
        search = new ChannelSearch(parts, list);
        ghosts = new Ghosts(parts, sessions, domains, clock);
        relays = new Relays(parts);
        requests = new ArchiveRequests(parts);
        moderation = new Moderation(parts, retractions);
        commands = new RoomCommands(parts, clock);
    }

    @Deactivate
    void close() {
        ghosts.close();
        gone.close();
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
        archives.bind(service);
        gone.sweep();
    }

    void unbindArchives(Archives service) {
        archives.unbind(service);
    }

    /** Nobody follows a room under the name of somebody who is no more. */
    @Override
    public void deleted(Jid account) {
        parts.following()
                .rooms(account)
                .forEach(room -> parts.rooms()
                        .visitLater(
                                room,
                                visit -> visit.room()
                                        .ifPresent(found -> parts.following().end(found, account))));
    }

    @Override
    public void handle(Message message) {
        ghosts.heard(message.sender());
        if (message.isError()) {
            bounces.handle(message);
            return;
        }
        checkRoom(message.to().orElseThrow());
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
                checkRoom(to);
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
        if (isToOccupant(iq)) {
            // A ping of its own; all else is taken.
            return Optional.empty();
        }
        return switch (iq.payloadName().getNamespaceURI()) {
            case Muc.OWNER -> {
                checkRoom(iq.to().orElseThrow());
                yield owners.handle(iq);
            }
            case Muc.ADMIN -> {
                checkRoom(iq.to().orElseThrow());
                yield admins.handle(iq);
            }
            case Registering.NS -> {
                checkRoom(iq.to().orElseThrow());
                yield registering.handle(iq);
            }
            case RoomCards.NS -> {
                checkRoom(iq.to().orElseThrow());
                yield cards.handle(iq);
            }
            case RoomNames.NS -> {
                checkService(iq.to().orElseThrow());
                yield RoomNames.handle(iq);
            }
            case ChannelSearch.NS -> {
                checkService(iq.to().orElseThrow());
                yield search.handle(iq);
            }
            case ArchiveRequests.NS -> {
                checkRoom(iq.to().orElseThrow());
                yield requests.handle(iq);
            }
            case RoomCommands.NS -> {
                checkRoom(iq.to().orElseThrow());
                yield commands.handle(iq);
            }
            case Moderation.NS, Moderation.FASTEN -> {
                checkRoom(iq.to().orElseThrow());
                yield moderation.handle(iq);
            }
            case RoomDiscovery.INFO, RoomDiscovery.ITEMS -> discovery.handle(iq);
            default -> throw new StanzaException(Condition.SERVICE_UNAVAILABLE, "");
        };
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

    private static void checkService(Jid to) {
        if (!to.isDomain()) {
            throw new StanzaException(Condition.SERVICE_UNAVAILABLE, "ask the service");
        }
    }

    private static void checkRoom(Jid to) {
        if (to.local().isEmpty()) {
            throw new StanzaException(Condition.ITEM_NOT_FOUND, "that is no room");
        }
    }
}

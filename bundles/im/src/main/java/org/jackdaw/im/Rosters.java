package org.jackdaw.im;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jackdaw.im.RosterTable.Change;
import org.jackdaw.plugin.Implements;
import org.jackdaw.session.Session;
import org.jackdaw.session.Sessions;
import org.jackdaw.store.Database;
import org.jackdaw.xmpp.Iq;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Stanza;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/**
 * The rosters, and what clients are told of them. The pushes of an account leave in the order of its changes (RFC 6121
 * §2.6.3): the database orders changes, a lock here keeps their pushes in that order. Thread-safe; every call blocks on
 * the database.
 */
@Component(service = Rosters.class, configurationPid = "org.jackdaw.im")
@Designate(ocd = RosterLimits.class)
@Implements({"RFC 6121", "XEP-0237 1.3"})
public final class Rosters {

    /** The note on sessions that have asked for the roster: interested resources (RFC 6121 §2.2). */
    private static final String INTERESTED = "roster";

    private final RosterTable table;
    private final Sessions sessions;
    private final List<Object> locks =
            IntStream.range(0, 64).mapToObj(i -> new Object()).toList();

    @Activate
    public Rosters(RosterLimits limits, @Reference Database database, @Reference Sessions sessions) {
        table = new RosterTable(database, limits.contacts());
        this.sessions = sessions;
    }

    Roster read(Jid owner) {
        return table.read(owner);
    }

    RosterItem find(Jid owner, Jid contact) {
        return table.find(owner, contact.bare());
    }

    void remove(Jid owner) {
        table.remove(owner);
    }

    /**
     * Changes what is kept of a contact and pushes what a client can see of it.
     *
     * @param change gets an unknown item if nothing is kept; it may run more than once
     * @param beforePush told of the change when it is committed, before any push
     */
    Change change(Jid owner, Jid contact, UnaryOperator<RosterItem> change, Consumer<Change> beforePush) {
        synchronized (lock(owner)) {
            Change done = table.change(owner, contact, change);
            beforePush.accept(done);
            if (done.isVisible()) {
                interested(owner).forEach(session -> session.send(push(session, done.after())));
            }
            return done;
        }
    }

    /**
     * Answers a request for the roster: with all of it, or, if the client names a version that is known, with nothing and
     * then a push for each item that changed since (RFC 6121 §2.6.3).
     */
    void answer(Iq request, Session session) {
        Jid owner = session.jid().bare();
        Optional<String> known = request.payload().map(query -> query.attributeValue("ver"));
        synchronized (lock(owner)) {
            session.note(INTERESTED, "1");
            Roster roster = table.read(owner);
            Optional<List<RosterItem>> changes = known.flatMap(roster::since);
            if (changes.isPresent()) {
                session.send(request.result(Optional.empty()));
                changes.get().forEach(item -> session.send(push(session, item)));
            } else {
                session.send(request.result(Optional.of(roster.query())));
            }
        }
    }

    /** Sends a stanza to the resources that asked for the roster. */
    void deliver(Jid owner, Stanza stanza) {
        interested(owner).forEach(session -> session.send(stanza));
    }

    private List<Session> interested(Jid owner) {
        return sessions.of(owner).stream()
                .filter(session -> !session.note(INTERESTED).isEmpty())
                .toList();
    }

    private static Iq push(Session session, RosterItem item) {
        return Iq.of(Iq.Type.SET, "roster-" + item.version(), Roster.push(item))
                .with(iq -> iq.addAttribute("to", session.jid().toString()));
    }

    private Object lock(Jid owner) {
        return locks.get(Math.floorMod(owner.hashCode(), locks.size()));
    }
}

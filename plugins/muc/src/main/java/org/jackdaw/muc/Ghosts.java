package org.jackdaw.muc;

import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.dom4j.QName;
import org.jackdaw.muc.Presences.Departure;
import org.jackdaw.muc.Rooms.Visit;
import org.jackdaw.plugin.Domains;
import org.jackdaw.session.Sessions;
import org.jackdaw.xmpp.Iq;
import org.jackdaw.xmpp.Jid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes clients out of rooms that are gone and have not said so (XEP-0045 §17.5.3): those of this server that have no session,
 * and those from elsewhere that are silent and do not answer.
 */
final class Ghosts {

    private static final Logger LOG = LoggerFactory.getLogger(Ghosts.class);
    private static final QName PING = QName.get("ping", "urn:xmpp:ping");
    private static final int FAILED = 333;

    /** So long a ghost may stay besides. */
    private static final long ROUND_SECONDS = 60;

    private final Parts parts;
    private final Sessions sessions;
    private final Domains domains;
    private final Clock clock;

    /** When each client from elsewhere was heard of last. */
    private final Map<Jid, Long> heard = new ConcurrentHashMap<>();

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("muc-ghosts").factory());

    Ghosts(Parts parts, Sessions sessions, Domains domains, Clock clock) {
        this.parts = parts;
        this.sessions = sessions;
        this.domains = domains;
        this.clock = clock;
        if (parts.config().pingSeconds() > 0) {
            timer.scheduleWithFixedDelay(this::round, ROUND_SECONDS, ROUND_SECONDS, TimeUnit.SECONDS);
        }
    }

    void close() {
        timer.shutdownNow();
    }

    /** A client has sent something. */
    void heard(Jid session) {
        if (!domains.isLocal(session)) {
            heard.put(session, clock.millis());
        }
    }

    private void round() {
        try {
            look();
        } catch (RuntimeException e) {
            // The next round comes all the same.
            LOG.error("Rooms could not be searched for clients that are gone", e);
        }
    }

    /** Looks at all rooms that somebody is in. */
    void look() {
        Set<Jid> there = new HashSet<>();
        for (Jid room : parts.store().rooms()) {
            parts.rooms().visit(room, visit -> {
                List<Jid> all = visit.room()
                        .map(found -> found.sessions(occupant -> true))
                        .orElse(List.of());
                there.addAll(all);
                all.forEach(session -> look(visit, session));
                return true;
            });
        }
        heard.keySet().retainAll(there);
    }

    private void look(Visit visit, Jid session) {
        if (domains.isLocal(session)) {
            if (sessions.find(session).isEmpty()) {
                remove(visit, session);
            }
            return;
        }
        long now = clock.millis();
        long last = heard.computeIfAbsent(session, first -> now);
        if (now - last >= TimeUnit.SECONDS.toMillis(parts.config().pingSeconds())) {
            visit.after(() -> ping(visit.jid(), session));
        }
    }

    private void ping(Jid room, Jid session) {
        Iq ping = Iq.of(Iq.Type.GET, UUID.randomUUID().toString(), Muc.element(PING))
                .with(iq -> iq.addAttribute("from", room.toString()).addAttribute("to", session.toString()));
        parts.router().ask(ping, reply -> {
            if (Bounces.isGone(reply)) {
                remove(room, session);
            } else {
                heard(session);
            }
        });
    }

    private void remove(Jid room, Jid session) {
        parts.rooms().visit(room, visit -> {
            remove(visit, session);
            return true;
        });
    }

    private void remove(Visit visit, Jid session) {
        visit.room()
                .flatMap(room -> room.occupant(session))
                .ifPresent(occupant ->
                        parts.leaving().leave(visit, occupant, session, Departure.of(Set.of(FAILED), item -> {})));
    }
}

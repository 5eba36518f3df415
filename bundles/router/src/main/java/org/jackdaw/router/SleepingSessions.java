package org.jackdaw.router;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jackdaw.core.ClientStanzas;
import org.jackdaw.core.KeptStanzas;
import org.jackdaw.core.LocalSession;
import org.jackdaw.core.ResumableSessions;
import org.jackdaw.core.SessionState;
import org.jackdaw.core.SessionTable;
import org.jackdaw.core.Trail;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Presence;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** The sessions that can be resumed, and those that wait for it, in memory. */
@Component(service = ResumableSessions.class)
public final class SleepingSessions implements ResumableSessions {

    private static final SecureRandom RANDOM = new SecureRandom();

    /** Of so many sessions that are over it is remembered what was handled. */
    private static final int REMEMBERED = 10_000;

    /** @param sleeper null while it is awake */
    private record Entry(Jid account, Awake awake, SleepingSession sleeper) {}

    private record Past(Jid account, long handled) {}

    private final SessionTable sessions;
    private final ClientStanzas stanzas;
    private final Map<String, Entry> entries = new ConcurrentHashMap<>();
    private final Map<String, Past> past = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Past> eldest) {
            return size() > REMEMBERED;
        }
    };
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("router-sleepers").factory());

    @Activate
    public SleepingSessions(@Reference SessionTable sessions, @Reference ClientStanzas stanzas) {
        this.sessions = sessions;
        this.stanzas = stanzas;
        clock.scheduleWithFixedDelay(this::endLate, 1, 1, TimeUnit.SECONDS);
    }

    @Deactivate
    void close() {
        clock.shutdownNow();
        endAll();
    }

    @Override
    public String enter(Jid account, Awake session) {
        byte[] secret = new byte[16];
        RANDOM.nextBytes(secret);
        String id = HexFormat.of().formatHex(secret);
        entries.put(id, new Entry(account, session, null));
        return id;
    }

    private void leave(String id, long handled) {
        Entry entry = entries.remove(id);
        if (entry != null) {
            synchronized (past) {
                past.put(id, new Past(entry.account(), handled));
            }
        }
    }

    @Override
    public void sleep(String id, LocalSession session, SessionState state, KeptStanzas kept) {
        SleepingSession sleeper = new SleepingSession(session, state, kept, over -> end(id, over));
        if (!session.succeededBy(sleeper)) {
            return;
        }
        entries.put(id, new Entry(state.jid().bare(), null, sleeper));
        if (sessions.replace(session, sleeper)) {
            sleeper.isThere();
        } else {
            // Another client has bound the resource meanwhile.
            end(id, sleeper);
        }
    }

    @Override
    public void end(String id, LocalSession session, SessionState state, KeptStanzas kept) {
        SleepingSession sleeper = new SleepingSession(session, state, kept, over -> end(id, over));
        if (session.succeededBy(sleeper)) {
            end(id, sleeper);
        }
    }

    @Override
    public Optional<Sleeper> wake(String id, Jid account) {
        Entry entry = entries.get(id);
        if (entry == null || !entry.account().equals(account)) {
            return Optional.empty();
        }
        if (entry.sleeper() == null) {
            entry.awake().suspend();
            // It may have fallen asleep by itself just then; it was not suspended in that case.
            entry = entries.get(id);
        }
        return Optional.ofNullable(entry).map(Entry::sleeper);
    }

    @Override
    public void woken(String id, Awake session) {
        entries.computeIfPresent(id, (key, entry) -> new Entry(entry.account(), session, null));
    }

    @Override
    public OptionalLong handled(String id, Jid account) {
        synchronized (past) {
            Past known = past.get(id);
            return known == null || !known.account().equals(account)
                    ? OptionalLong.empty()
                    : OptionalLong.of(known.handled());
        }
    }

    private void endLate() {
        entries.forEach((id, entry) -> {
            if (entry.sleeper() != null && entry.sleeper().isLate()) {
                Thread.startVirtualThread(() -> end(id, entry.sleeper()));
            }
        });
    }

    @Override
    public void endAll() {
        entries.forEach((id, entry) -> {
            if (entry.sleeper() != null) {
                end(id, entry.sleeper());
            }
        });
    }

    /**
     * Contacts are told, and what the client has not got goes where RFC 6121 §8.5 sends it now (XEP-0198 §4). What comes
     * meanwhile waits behind it, so that nothing overtakes.
     */
    private void end(String id, SleepingSession sleeper) {
        if (!sleeper.endBegins()) {
            return;
        }
        leave(id, sleeper.kept().allHandled());
        LocalSession there = sleeper.there();
        try {
            if (sessions.find(sleeper.jid()).filter(current -> current == there).isPresent()) {
                Presence last = Presence.of(Presence.Type.UNAVAILABLE, sleeper.jid(), sleeper.jid())
                        .with(presence -> presence.addAttribute("to", null));
                stanzas.accept(there, last, new Trail());
            }
        } finally {
            for (List<KeptStanzas.Item> rest = sleeper.takeOrEnd(); !rest.isEmpty(); rest = sleeper.takeOrEnd()) {
                stanzas.returned(rest, there);
            }
            sessions.unbind(there);
        }
    }
}

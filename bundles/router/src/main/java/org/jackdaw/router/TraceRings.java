package org.jackdaw.router;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.dom4j.Element;
import org.jackdaw.core.Trace;
import org.jackdaw.core.Traces;
import org.jackdaw.core.Trail;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Presence;
import org.jackdaw.xmpp.Stanza;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * Keeps the trails of stanzas that were not simply delivered, and of those that are watched, in rings of their own: what is
 * frequent must not push out what is rare.
 */
@Component(
        service = {Traces.class, TraceRings.class},
        configurationPid = TraceRings.PID)
@Designate(ocd = TraceRings.Config.class)
public final class TraceRings implements Traces {

    static final String PID = "org.jackdaw.trace";

    /** The options of the traces. */
    @ObjectClassDefinition(
            name = "Traces",
            description = "What is remembered of stanzas that were not delivered. Changes hold at once.")
    @interface Config {

        @AttributeDefinition(
                name = "Entries",
                description = "Most stanzas remembered: so many messages and requests that were not delivered, so many"
                        + " presences, and so many stanzas of watched addresses. 0 for none.",
                min = "0",
                max = "1000000")
        int entries() default 1000;

        @AttributeDefinition(
                name = "Bytes",
                description = "Most memory that each of the three may take.",
                min = "0",
                max = "1000000000")
        long bytes() default 2_000_000;

        @AttributeDefinition(
                name = "Presence",
                description = "Whether presence is remembered that nobody was there for.")
        boolean presence() default true;

        @AttributeDefinition(
                name = "Minutes",
                description = "How long an address may be watched at most.",
                min = "1",
                max = "1440")
        int minutes() default 60;

        @AttributeDefinition(
                name = "Bodies",
                description = "How many stanzas are kept with all that is in them while an address is watched for that;"
                        + " 0 for none.",
                min = "0",
                max = "10000")
        int bodies() default 100;
    }

    private static final int LONGEST_ADDRESS = 300;
    private static final int LONGEST_TEXT = 200;
    private static final int MOST_PAYLOADS = 10;
    private static final int LONGEST_XML = 65_536;
    private static final Set<String> KINDS = Set.of("message", "presence", "iq");

    private final TraceRing undelivered = new TraceRing();
    private final TraceRing presences = new TraceRing();
    /** Of watched addresses. */
    private final TraceRing delivered = new TraceRing();

    private final AtomicLong ids = new AtomicLong();
    private final Clock clock;
    private final Watched watched;
    private final ScheduledExecutorService cleaner = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("trace-cleaner").factory());
    private volatile Config config;

    @Activate
    public TraceRings(Config config, @Reference Clock clock) {
        this.config = config;
        this.clock = clock;
        watched = new Watched(clock);
        cleaner.scheduleWithFixedDelay(this::expire, 1, 1, TimeUnit.SECONDS);
    }

    @Modified
    void change(Config changed) {
        config = changed;
    }

    @Deactivate
    void close() {
        cleaner.shutdownNow();
    }

    /** A stanza has come to its last stop. */
    void end(Trail trail) {
        try {
            if (!trail.isPlain() || !watched.isEmpty()) {
                keep(trail);
            }
        } finally {
            trail.end();
        }
    }

    private void keep(Trail trail) {
        Stanza stanza = trail.stanza();
        boolean isWatched = watched.has(stanza);
        boolean isPresence = stanza instanceof Presence;
        if (!isWatched && (trail.isPlain() || isPresence && !config.presence())) {
            return;
        }
        TraceRing ring = trail.isPlain() ? delivered : isPresence ? presences : undelivered;
        Trace trace = trace(trail, isWatched && watched.takesBody(stanza));
        ring.add(trace, config.entries(), config.bytes());
        if (trace.xml().isPresent() && !watched.has(stanza)) {
            // The watch has ended in between.
            forgetXml();
        }
    }

    private Trace trace(Trail trail, boolean withXml) {
        Stanza stanza = trail.stanza();
        Element element = stanza.copy();
        byte[] bytes = stanza.bytes();
        return new Trace(
                ids.incrementAndGet(),
                clock.instant().minusNanos(trail.age()),
                KINDS.contains(element.getName()) ? element.getName() : "",
                attribute(element, "type", LONGEST_TEXT),
                attribute(element, "id", LONGEST_TEXT),
                attribute(element, "from", LONGEST_ADDRESS),
                attribute(element, "to", LONGEST_ADDRESS),
                element.elements().stream()
                        .limit(MOST_PAYLOADS)
                        .map(child -> cut("{" + child.getNamespaceURI() + "}" + child.getName(), LONGEST_TEXT))
                        .toList(),
                bytes.length,
                trail.outcome(),
                trail.stops().stream().map(TraceRings::cut).toList(),
                trail.forgotten(),
                withXml ? Optional.of(cut(stanza.toString(), LONGEST_XML)) : Optional.empty());
    }

    private static String attribute(Element element, String name, int longest) {
        return cut(element.attributeValue(name, ""), longest);
    }

    private static Trace.Stop cut(Trace.Stop stop) {
        boolean isShort =
                stop.name().length() <= LONGEST_ADDRESS && stop.detail().length() <= LONGEST_TEXT;
        return isShort
                ? stop
                : new Trace.Stop(
                        stop.micros(),
                        stop.step(),
                        cut(stop.name(), LONGEST_ADDRESS),
                        cut(stop.detail(), LONGEST_TEXT));
    }

    private static String cut(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest) + "...";
    }

    @Override
    public List<Trace> newest(int most) {
        return newest(trace -> true, most);
    }

    @Override
    public List<Trace> newest(Jid jid, int most) {
        return newest(trace -> concerns(jid, trace.from()) || concerns(jid, trace.to()), most);
    }

    private static boolean concerns(Jid jid, String address) {
        try {
            return !address.isEmpty() && Watched.covers(jid, Jid.of(address));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private List<Trace> newest(Predicate<Trace> wanted, int most) {
        expire();
        return all().filter(wanted)
                .sorted(Comparator.comparingLong(Trace::id).reversed())
                .limit(most)
                .toList();
    }

    private Stream<Trace> all() {
        List<Trace> all = new ArrayList<>(undelivered.all());
        all.addAll(presences.all());
        all.addAll(delivered.all());
        return all.stream();
    }

    @Override
    public Optional<Trace> find(long id) {
        expire();
        return all().filter(trace -> trace.id() == id).findFirst();
    }

    @Override
    public Watch watch(Jid jid, boolean bodies, Duration time) {
        Duration longest = Duration.ofMinutes(config.minutes());
        Instant until = clock.instant().plus(time.compareTo(longest) < 0 ? time : longest);
        Watch watch = new Watch(jid, bodies, until);
        watched.add(watch, config.bodies());
        if (!bodies) {
            forgetXml();
        }
        return watch;
    }

    @Override
    public boolean unwatch(Jid jid) {
        boolean was = watched.remove(jid);
        forgetXml();
        return was;
    }

    @Override
    public List<Watch> watches() {
        expire();
        return watched.all();
    }

    private void expire() {
        if (watched.expire()) {
            forgetXml();
        }
    }

    /** Of all addresses that are no longer watched with bodies. */
    private void forgetXml() {
        List<Watch> withBodies = watched.all().stream().filter(Watch::bodies).toList();
        for (TraceRing ring : List.of(undelivered, presences, delivered)) {
            ring.change(trace -> trace.xml().isEmpty() || isCovered(trace, withBodies) ? trace : trace.withoutXml());
        }
    }

    private static boolean isCovered(Trace trace, List<Watch> watches) {
        return watches.stream()
                .anyMatch(watch -> concerns(watch.jid(), trace.from()) || concerns(watch.jid(), trace.to()));
    }

    /** Returns about how much memory the traces take. */
    long bytes() {
        return undelivered.bytes() + presences.bytes() + delivered.bytes();
    }
}

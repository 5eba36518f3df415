package org.jackdaw.router;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jackdaw.core.Trace;
import org.jackdaw.core.Traces;
import org.jackdaw.core.Traces.Watch;
import org.jackdaw.plugin.Command;
import org.jackdaw.plugin.CommandName;
import org.jackdaw.xmpp.Jid;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Says why stanzas were not delivered. */
@Component
@CommandName(
        name = "trace",
        usage = {
            "trace list [JID]                        list the newest stanzas that were not delivered, and the watched ones",
            "trace show ID                           say each stop of a stanza's way, with its time",
            "trace watch JID [--bodies] [--minutes N] keep all stanzas from and to an address, for 10 minutes",
            "trace unwatch JID                       keep them no longer"
        })
public final class TraceCommand implements Command {

    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int CALLED_WRONGLY = 2;

    private static final int MOST_LINES = 50;
    private static final int LONGEST_ID = 40;
    private static final int USUAL_MINUTES = 10;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS").withZone(ZoneId.systemDefault());

    private final Traces traces;

    @Activate
    public TraceCommand(@Reference Traces traces) {
        this.traces = traces;
    }

    @Override
    public int run(List<String> arguments, String input, PrintWriter out) {
        try {
            return switch (String.join(" ", arguments.subList(0, Math.min(1, arguments.size())))
                    + " "
                    + Math.min(3, arguments.size())) {
                case "list 1" -> list(traces.newest(MOST_LINES), out);
                case "list 2" -> list(traces.newest(jid(arguments.get(1)), MOST_LINES), out);
                case "show 2" -> show(number(arguments.get(1)), out);
                case "watch 2", "watch 3" -> watch(arguments.subList(1, arguments.size()), out);
                case "unwatch 2" -> unwatch(jid(arguments.get(1)), out);
                default ->
                    throw new IllegalArgumentException(
                            "Say list [JID], show ID, watch JID [--bodies] [--minutes N] or unwatch JID.");
            };
        } catch (IllegalArgumentException e) {
            out.println(e.getMessage());
            return CALLED_WRONGLY;
        }
    }

    private static Jid jid(String text) {
        try {
            return Jid.of(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(printable(text) + " is no address: " + e.getMessage(), e);
        }
    }

    private static long number(String text) {
        if (!text.matches("[0-9]{1,18}")) {
            throw new IllegalArgumentException(printable(text) + " is no number");
        }
        return Long.parseLong(text);
    }

    private int list(List<Trace> newest, PrintWriter out) {
        for (Watch watch : traces.watches()) {
            out.println("watched until " + TIME.format(watch.until()) + ": " + watch.jid()
                    + (watch.bodies() ? ", with bodies" : ""));
        }
        for (Trace trace : newest.reversed()) {
            out.println(printable("%6d  %s  %s from %s to %s: %s"
                    .formatted(
                            trace.id(),
                            TIME.format(trace.time()),
                            kind(trace) + id(trace),
                            trace.from(),
                            trace.to().isEmpty() ? "nobody" : trace.to(),
                            trace.summary())));
        }
        if (newest.isEmpty()) {
            out.println("Everything was delivered.");
        }
        return DONE;
    }

    private static String id(Trace trace) {
        String id = trace.stanzaId();
        return id.isEmpty() ? "" : " '" + (id.length() > LONGEST_ID ? id.substring(0, LONGEST_ID) + "..." : id) + "'";
    }

    private static String kind(Trace trace) {
        return trace.type().isEmpty() ? trace.kind() : trace.kind() + " " + trace.type();
    }

    private int show(long id, PrintWriter out) {
        Optional<Trace> found = traces.find(id);
        if (found.isEmpty()) {
            out.println("There is no trace " + id + " (any more).");
            return FAILED;
        }
        Trace trace = found.get();
        out.println(printable(kind(trace) + (trace.stanzaId().isEmpty() ? "" : ", id " + trace.stanzaId())));
        out.println(printable("from     " + trace.from()));
        out.println(printable("to       " + (trace.to().isEmpty() ? "nobody" : trace.to())));
        out.println("time     " + TIME.format(trace.time()));
        out.println(printable("content  " + trace.bytes() + " bytes: " + String.join(", ", trace.payloads())));
        trace.xml().ifPresent(xml -> out.println(printable(xml)));
        List<Trace.Stop> stops = trace.stops();
        for (int i = 0; i < stops.size(); i++) {
            if (i == stops.size() - 1 && trace.forgotten() > 0) {
                out.println("             (" + trace.forgotten() + " more stops)");
            }
            Trace.Stop stop = stops.get(i);
            out.println(printable(String.format(Locale.ROOT, "%,10d us %s", stop.micros(), stop.text())));
        }
        return DONE;
    }

    private int watch(List<String> arguments, PrintWriter out) {
        Jid jid = jid(arguments.getFirst());
        List<String> options = new ArrayList<>(arguments.subList(1, arguments.size()));
        boolean bodies = options.remove("--bodies");
        long minutes = USUAL_MINUTES;
        if (options.size() == 2 && options.getFirst().equals("--minutes")) {
            minutes = number(options.get(1));
            options.clear();
        }
        if (!options.isEmpty() || minutes < 1 || minutes > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("Say watch JID [--bodies] [--minutes N], with at least one minute.");
        }
        Watch watch = traces.watch(jid, bodies, Duration.ofMinutes(minutes));
        out.println(jid + " is watched until " + TIME.format(watch.until()) + (bodies ? ", with bodies" : ""));
        return DONE;
    }

    private int unwatch(Jid jid, PrintWriter out) {
        boolean was = traces.unwatch(jid);
        out.println(jid + (was ? " is watched no longer" : " was not watched"));
        return was ? DONE : FAILED;
    }

    /** What a client chose must not write lines of its own, or talk to the operator's terminal. */
    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}|[\\u0080-\\u009f\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069]", "?");
    }
}

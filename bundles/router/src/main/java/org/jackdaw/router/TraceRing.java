package org.jackdaw.router;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jackdaw.core.Trace;

/** The newest traces of a kind, bounded in number and size. Thread-safe. */
final class TraceRing {

    /** What an entry takes beside its texts, and what a stop takes; rather too much than too little. */
    private static final int ENTRY_BYTES = 400;

    private static final int STOP_BYTES = 64;

    private final Deque<Trace> traces = new ArrayDeque<>();
    private long bytes;

    /** Adds the newest; the oldest go until the rest keeps within the bounds. */
    synchronized void add(Trace trace, int mostEntries, long mostBytes) {
        traces.addLast(trace);
        bytes += size(trace);
        while (!traces.isEmpty() && (traces.size() > mostEntries || bytes > mostBytes)) {
            bytes -= size(traces.removeFirst());
        }
    }

    /** Puts others in the places of the traces. */
    synchronized void change(UnaryOperator<Trace> change) {
        List<Trace> changed = traces.stream().map(change).toList();
        traces.clear();
        traces.addAll(changed);
        bytes = changed.stream().mapToLong(TraceRing::size).sum();
    }

    /** Returns all, the oldest first. */
    synchronized List<Trace> all() {
        return new ArrayList<>(traces);
    }

    synchronized long bytes() {
        return bytes;
    }

    /** Returns what a trace takes of the memory, about; names of plugins are counted although they are shared. */
    static long size(Trace trace) {
        long chars = trace.from().length()
                + trace.to().length()
                + trace.type().length()
                + trace.stanzaId().length()
                + trace.xml().map(String::length).orElse(0);
        for (String payload : trace.payloads()) {
            chars += payload.length();
        }
        for (Trace.Stop stop : trace.stops()) {
            chars += stop.name().length() + stop.detail().length();
        }
        return ENTRY_BYTES + 2 * chars + (long) STOP_BYTES * trace.stops().size();
    }
}

package org.jackdaw.console;

import jakarta.servlet.Servlet;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jackdaw.core.Trace;
import org.jackdaw.core.Traces;
import org.jackdaw.core.Traces.Watch;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Why stanzas were not delivered, and what an address that is watched sends and gets. */
@Component(service = {Servlet.class, Tab.class})
@TabPlace(label = "trace", title = "Trace", order = 50)
public final class TraceTab extends Tab {

    private static final long serialVersionUID = 1L;
    private static final int SHOWN = 100;

    private final transient Traces traces;

    @Activate
    public TraceTab(@Reference Tabs tabs, @Reference Traces traces) {
        super(tabs);
        this.traces = traces;
    }

    /** @param found how many traces match; the newest of them are shown */
    private record View(int found, List<Row> traces, List<WatchRow> watches) {}

    private record WatchRow(String jid, boolean bodies, long until) {}

    /** @param outcome what became of it, in words */
    private record Row(
            long id,
            long time,
            String kind,
            String type,
            String stanzaId,
            String from,
            String to,
            int bytes,
            boolean isDelivered,
            String outcome) {}

    private record Way(Row trace, List<String> payloads, List<StopRow> stops, int forgotten, Optional<String> xml) {}

    private record StopRow(long micros, boolean isNotable, String decision, String name, String detail) {}

    @Override
    Object data(Form form) {
        String id = form.text("id");
        if (!id.isEmpty()) {
            return way(traces.find(number(id))
                    .orElseThrow(() -> new IllegalArgumentException(
                            "The trace " + id + " is not remembered any more: newer ones have taken its place.")));
        }
        String part = form.text("search").strip().toLowerCase(Locale.ROOT);
        List<Trace> found = traces.newest(Integer.MAX_VALUE).stream()
                .filter(trace -> has(trace.from(), part) || has(trace.to(), part) || has(trace.stanzaId(), part))
                .toList();
        return new View(
                found.size(),
                found.stream().limit(SHOWN).map(TraceTab::row).toList(),
                traces.watches().stream().map(TraceTab::row).toList());
    }

    private static long number(String id) {
        if (!id.matches("[0-9]{1,18}")) {
            throw new IllegalArgumentException("There is no trace of that number.");
        }
        return Long.parseLong(id);
    }

    private static boolean has(String text, String part) {
        return text.toLowerCase(Locale.ROOT).contains(part);
    }

    private static Row row(Trace trace) {
        return new Row(
                trace.id(),
                trace.time().toEpochMilli(),
                trace.kind(),
                Seen.line(trace.type()),
                Seen.line(trace.stanzaId()),
                Seen.line(trace.from()),
                Seen.line(trace.to()),
                trace.bytes(),
                trace.outcome().isEmpty(),
                Seen.line(trace.summary()));
    }

    private static WatchRow row(Watch watch) {
        return new WatchRow(
                watch.jid().toString(), watch.bodies(), watch.until().toEpochMilli());
    }

    private static Way way(Trace trace) {
        return new Way(
                row(trace),
                trace.payloads().stream().map(Seen::line).toList(),
                trace.stops().stream()
                        .map(stop -> new StopRow(
                                stop.micros(),
                                stop.step().isNotable(),
                                stop.step().text(),
                                Seen.line(stop.name()),
                                Seen.line(stop.detail())))
                        .toList(),
                trace.forgotten(),
                trace.xml().map(Seen::lines));
    }

    @Override
    Object act(String action, Form form) {
        return switch (action) {
            case "watch" -> watch(form, false);
            case "watch-bodies" -> watch(form, true);
            case "unwatch" -> {
                if (!traces.unwatch(form.jid("jid"))) {
                    throw new IllegalArgumentException(form.jid("jid") + " is not watched.");
                }
                yield form.jid("jid") + " is watched no longer.";
            }
            default -> throw unknown(action);
        };
    }

    /** Bodies are asked for by an action of their own: nobody gets them by a box ticked by mistake. */
    private String watch(Form form, boolean bodies) {
        int minutes = form.number("minutes");
        if (minutes == 0) {
            throw new IllegalArgumentException("An address is watched for one minute at least.");
        }
        Watch watch = traces.watch(form.jid("jid"), bodies, Duration.ofMinutes(minutes));
        return watch.jid() + " is watched " + (bodies ? "with bodies " : "") + "until "
                + watch.until().toString().replaceFirst("T(\\d\\d:\\d\\d).*", " $1 UTC") + ".";
    }
}

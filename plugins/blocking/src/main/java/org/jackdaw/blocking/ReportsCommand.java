package org.jackdaw.blocking;

import java.io.PrintWriter;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import org.jackdaw.blocking.Reports.Entry;
import org.jackdaw.plugin.Command;
import org.jackdaw.plugin.CommandName;
import org.jackdaw.xmpp.Jid;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Lists what users have reported (XEP-0377). */
@Component
@CommandName(
        name = "reports",
        usage = "reports [JID]                          list what users report as spam or abuse, the newest first")
public final class ReportsCommand implements Command {

    private static final int DONE = 0;
    private static final int CALLED_WRONGLY = 2;
    private static final int MOST = 100;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());

    private final Reports reports;

    @Activate
    public ReportsCommand(@Reference Reports reports) {
        this.reports = reports;
    }

    @Override
    public int run(List<String> arguments, String input, PrintWriter out) {
        if (arguments.size() > 1) {
            out.println("Say reports, or reports JID.");
            return CALLED_WRONGLY;
        }
        Optional<Jid> about;
        try {
            about = arguments.stream().map(Jid::of).findFirst();
        } catch (IllegalArgumentException e) {
            out.println(Printable.of(arguments.getFirst()) + " is no address: " + e.getMessage());
            return CALLED_WRONGLY;
        }
        List<Entry> found = reports.newest().stream()
                .filter(entry -> about.isEmpty() || isAbout(entry, about.get()))
                .toList();
        found.stream().limit(MOST).forEach(entry -> print(entry, out));
        if (found.size() > MOST) {
            out.println("(" + (found.size() - MOST) + " older ones; reports JID shows those by or of one address)");
        }
        if (found.isEmpty()) {
            out.println("Nothing was reported.");
        }
        return DONE;
    }

    private static boolean isAbout(Entry entry, Jid jid) {
        Jid reported = Jid.of(entry.reported());
        return entry.reporter().equals(jid.bare().toString())
                || reported.bare().equals(jid.bare())
                || reported.domainJid().equals(jid);
    }

    private static void print(Entry entry, PrintWriter out) {
        out.println(Printable.of(TIME.format(entry.time()) + "  " + entry.reporter() + " reports " + entry.reported()
                + " for " + entry.report().reason()));
        entry.report().text().lines().forEach(line -> out.println("    " + Printable.of(line)));
        entry.report().messages().forEach(id -> out.println("    message " + Printable.of(id)));
        if (entry.report().toOrigin()) {
            out.println("    may be passed on to the server of " + Printable.of(entry.reported()));
        }
        if (entry.report().toThirdParties()) {
            out.println("    may be passed on to third parties");
        }
    }
}

package org.jackdaw.muc;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jackdaw.muc.AuditTable.Row;
import org.jackdaw.muc.AuditTable.Wanted;
import org.jackdaw.plugin.ConsoleTab.Query;
import org.jackdaw.plugin.Screen;
import org.jackdaw.plugin.Screen.Cell;
import org.jackdaw.plugin.Screen.Field;
import org.jackdaw.plugin.Screen.Link;
import org.jackdaw.plugin.Screen.Links;
import org.jackdaw.plugin.Screen.Search;
import org.jackdaw.plugin.Screen.Table;
import org.jackdaw.xmpp.Jid;

/** The audit log in the tab of the console, of all rooms or of one, also of one that is no more. */
final class AuditScreen {

    private final AuditTable table;

    AuditScreen(AuditTable table) {
        this.table = table;
    }

    /** @param room empty for all */
    Screen show(Optional<Jid> room, Query query) {
        String search = Screens.search(query);
        long before = Screens.number(query, Screens.BEFORE);
        long after = Screens.number(query, Screens.AFTER);
        Wanted wanted = new Wanted(room.map(Jid::toString).orElse(""), search.toLowerCase(Locale.ROOT), before, after);
        // One more than are shown tells whether there is another page.
        List<Row> found = table.find(wanted, Screens.MOST + 1);
        boolean isMore = found.size() > Screens.MOST;
        List<Row> shown = !isMore ? found : after > 0 ? found.subList(1, found.size()) : found.subList(0, Screens.MOST);
        Map<String, String> place = room.map(jid -> Screens.view(jid, "audit")).orElse(Map.of(Screens.VIEW, "audit"));
        Map<String, String> searched = Screens.with(place, Screens.SEARCH, search);
        boolean isNewer = after > 0 ? isMore : before > 0;
        boolean isOlder = after > 0 || isMore;
        return new Screen(
                room.map(Jid::toString).orElse("Audit log of all rooms"),
                List.of(
                        room.map(RoomScreens::ways).orElse(new Links(List.of(new Link("All rooms", Map.of())))),
                        new Search(
                                List.of(Field.of(
                                        Screens.SEARCH, "A part of the address of a room or of somebody", search)),
                                "Search",
                                place),
                        table(room.isEmpty(), shown),
                        new Links(pages(shown, searched, isNewer, isOlder))));
    }

    private static List<Link> pages(List<Row> shown, Map<String, String> searched, boolean isNewer, boolean isOlder) {
        List<Link> links = new ArrayList<>();
        if (isNewer || shown.isEmpty() && isOlder) {
            links.add(new Link("Newest", searched));
        }
        if (isNewer && !shown.isEmpty()) {
            links.add(new Link(
                    "Newer",
                    Screens.with(searched, Screens.AFTER, "" + shown.getFirst().id())));
        }
        if (isOlder && !shown.isEmpty()) {
            links.add(new Link(
                    "Older",
                    Screens.with(searched, Screens.BEFORE, "" + shown.getLast().id())));
        }
        return links;
    }

    private static Table table(boolean isOfAll, List<Row> rows) {
        List<String> columns = new ArrayList<>(List.of("Time (UTC)", "Who", "Did", "To", "What exactly", "Reason"));
        if (isOfAll) {
            columns.add(1, "Room");
        }
        return new Table(
                "Audit log",
                columns,
                rows.stream().map(row -> cells(isOfAll, row)).toList(),
                "Nothing of that was done.");
    }

    private static List<Cell> cells(boolean isOfAll, Row row) {
        AuditEntry entry = row.entry();
        List<Cell> cells = new ArrayList<>(List.of(
                Cell.of(Screens.time(entry.time())),
                Cell.of(entry.actor() + (entry.isInConsole() ? " in the console" : "")),
                Cell.of(AuditEntry.Kind.of(row.deed())
                        .map(AuditEntry.Kind::sentence)
                        .orElse(row.deed())),
                Cell.of(entry.target()),
                Cell.of(entry.detail()),
                Cell.of(entry.reason())));
        if (isOfAll) {
            String room = entry.room().toString();
            cells.add(1, Cell.of(new Link(room, Screens.view(entry.room(), "audit"))));
        }
        return cells;
    }
}

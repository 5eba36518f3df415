package org.jackdaw.muc;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jackdaw.plugin.ConsoleTab.Query;
import org.jackdaw.plugin.Screen;
import org.jackdaw.plugin.Screen.Cell;
import org.jackdaw.plugin.Screen.Field;
import org.jackdaw.plugin.Screen.Link;
import org.jackdaw.plugin.Screen.Links;
import org.jackdaw.plugin.Screen.Search;
import org.jackdaw.plugin.Screen.Table;
import org.jackdaw.xmpp.Jid;

/** The list of all rooms in the tab of the console. */
final class RoomListScreen {

    private static final List<String> COLUMNS =
            List.of("Address", "Name", "Occupants", "Members", "Kind", "Made (UTC)");

    private final RoomIndex index;
    private final OccupantStore occupants;

    RoomListScreen(RoomIndex index, OccupantStore occupants) {
        this.index = index;
        this.occupants = occupants;
    }

    Screen show(Query query) {
        boolean isBackwards = !query.text(Screens.BEFORE).isEmpty();
        String name = isBackwards ? Screens.BEFORE : Screens.AFTER;
        Optional<Jid> from = query.text(name).isEmpty() ? Optional.empty() : Optional.of(Screens.jid(query, name));
        String search = Screens.search(query);
        // One more than are shown tells whether there is another page.
        List<RoomIndex.Entry> found = index.find(new RoomIndex.Wanted(from, isBackwards, search), Screens.MOST + 1);
        boolean isMore = found.size() > Screens.MOST;
        List<RoomIndex.Entry> shown =
                !isMore ? found : isBackwards ? found.subList(1, found.size()) : found.subList(0, Screens.MOST);
        return new Screen(
                "",
                List.of(
                        new Search(
                                List.of(Field.of(Screens.SEARCH, "A part of the address or the name", search)),
                                "Search",
                                Map.of()),
                        new Links(List.of(new Link("Audit log of all rooms", Map.of(Screens.VIEW, "audit")))),
                        new Table(
                                "",
                                COLUMNS,
                                shown.stream().map(this::row).toList(),
                                search.isEmpty() ? "There is no room." : "No room has that in its address or name."),
                        new Links(pages(
                                shown,
                                Screens.with(Map.of(), Screens.SEARCH, search),
                                isBackwards ? isMore : from.isPresent(),
                                isBackwards || isMore))));
    }

    private static List<Link> pages(
            List<RoomIndex.Entry> shown, Map<String, String> search, boolean hasPrevious, boolean hasNext) {
        if (shown.isEmpty()) {
            return hasPrevious || hasNext ? List.of(new Link("First page", search)) : List.of();
        }
        List<Link> links = new ArrayList<>();
        if (hasPrevious) {
            String first = shown.getFirst().jid().toString();
            links.add(new Link("Previous", Screens.with(search, Screens.BEFORE, first)));
        }
        if (hasNext) {
            String last = shown.getLast().jid().toString();
            links.add(new Link("Next", Screens.with(search, Screens.AFTER, last)));
        }
        return links;
    }

    private List<Cell> row(RoomIndex.Entry room) {
        String address = room.jid().toString();
        return List.of(
                Cell.of(new Link(address, Map.of(Screens.ROOM, address))),
                Cell.of(room.config().text(RoomOption.NAME)),
                Cell.of(Integer.toString(occupants.count(room.jid()))),
                Cell.of(Integer.toString(room.members())),
                Cell.of(kind(room)),
                Cell.of(Screens.time(room.created())));
    }

    private static String kind(RoomIndex.Entry room) {
        RoomConfig config = room.config();
        return Stream.of(
                        room.isLocked() ? "locked" : "",
                        config.is(RoomOption.PERSISTENT) ? "persistent" : "temporary",
                        config.is(RoomOption.PUBLIC) ? "" : "hidden",
                        config.is(RoomOption.MEMBERS_ONLY) ? "members only" : "",
                        config.is(RoomOption.PASSWORD_PROTECTED) ? "with a password" : "",
                        config.is(RoomOption.MODERATED) ? "moderated" : "")
                .filter(word -> !word.isEmpty())
                .collect(Collectors.joining(", "));
    }
}

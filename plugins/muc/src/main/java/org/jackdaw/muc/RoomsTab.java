package org.jackdaw.muc;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jackdaw.plugin.ConsoleTab;
import org.jackdaw.plugin.Screen;
import org.jackdaw.plugin.TabName;
import org.jackdaw.store.Database;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.StanzaException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The rooms in the console: all of them, what each is like, what was done to it, and what an administrator may do. */
@Component
@TabName(label = "rooms", title = "Rooms", order = 10)
public final class RoomsTab implements ConsoleTab {

    private final Parts parts;
    private final RoomListScreen list;
    private final ArchiveScreen archive;
    private final AuditScreen audit;
    private final ConsoleDeeds deeds;

    @Activate
    public RoomsTab(@Reference RoomDomain domain, @Reference Database database) {
        parts = domain.parts();
        list = new RoomListScreen(new RoomIndex(database), parts.store());
        archive = new ArchiveScreen(parts);
        audit = new AuditScreen(parts.audit().table());
        deeds = new ConsoleDeeds(parts);
    }

    @Override
    public Screen show(Query query) {
        return inWords("That cannot be shown: ", () -> screen(query));
    }

    private Screen screen(Query query) {
        String view = query.text(Screens.VIEW);
        if (query.text(Screens.ROOM).isEmpty()) {
            return view.equals("audit") ? audit.show(Optional.empty(), query) : list.show(query);
        }
        Jid room = Screens.room(query);
        return switch (view) {
            case "" -> show(room, seen -> RoomScreens.occupants(seen, query));
            case "members" -> show(room, seen -> RoomScreens.members(seen, query));
            case "configuration" -> show(room, RoomScreens::configuration);
            case "archive" -> show(room, seen -> archive.show(seen, query));
            case "audit" -> audit.show(Optional.of(room), query);
            default -> throw Screens.bad("There is nothing called " + view + " to be seen of a room.");
        };
    }

    /** The room is looked at in its turn, and shown when that is over: others go on talking. */
    private Screen show(Jid room, Function<RoomView, Screen> screen) {
        Optional<RoomView> seen =
                parts.rooms().visit(room, visit -> visit.room().map(RoomView::of));
        return seen.map(screen).orElseGet(() -> RoomScreens.none(room));
    }

    @Override
    public String act(String action, Query query) {
        return inWords("That is not done: ", () -> deeds.act(action, query));
    }

    /** What is refused to clients in half a sentence becomes a whole one. */
    private static <T> T inWords(String beginning, Supplier<T> work) {
        try {
            return work.get();
        } catch (StanzaException e) {
            String text = e.error().text();
            throw text.endsWith(".") ? e : new StanzaException(e.error().condition(), beginning + text + ".");
        }
    }
}

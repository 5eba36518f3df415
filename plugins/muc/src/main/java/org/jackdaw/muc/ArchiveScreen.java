package org.jackdaw.muc;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.dom4j.Element;
import org.dom4j.QName;
import org.jackdaw.plugin.Archives;
import org.jackdaw.plugin.ConsoleTab.Query;
import org.jackdaw.plugin.Screen;
import org.jackdaw.plugin.Screen.Cell;
import org.jackdaw.plugin.Screen.Field;
import org.jackdaw.plugin.Screen.Link;
import org.jackdaw.plugin.Screen.Links;
import org.jackdaw.plugin.Screen.Search;
import org.jackdaw.plugin.Screen.Table;
import org.jackdaw.plugin.Screen.Text;
import org.jackdaw.xmpp.Iq;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.PageRequest;
import org.jackdaw.xmpp.Stanza;

/** What is said in a room, in the tab of the console: asked of its archive as a client asks it (XEP-0313 §4). */
final class ArchiveScreen {

    private static final String FULL_TEXT = "{urn:xmpp:fulltext:0}fulltext";
    private static final String TEXT = "text";
    private static final String NICK = "nick";

    /** Says that somebody has searched: who only looks at what there is of a room reads nothing. */
    private static final String ASKED = "asked";

    private static final QName QUERY = QName.get("query", ArchiveRequests.NS);
    private static final QName SET = QName.get("set", PageRequest.NS);
    private static final QName MAX = QName.get("max", SET.getNamespace());
    private static final QName BEFORE = QName.get(Screens.BEFORE, SET.getNamespace());
    private static final QName AFTER = QName.get(Screens.AFTER, SET.getNamespace());

    /** What was found, the newest first. */
    private record Found(List<ArchivedLine> lines, boolean isComplete) {}

    private final Parts parts;

    ArchiveScreen(Parts parts) {
        this.parts = parts;
    }

    Screen show(RoomView room, Query query) {
        List<Screen.Part> all = new ArrayList<>(List.of(RoomScreens.ways(room.jid())));
        Optional<List<String>> features = parts.archives().use(Archives::features);
        if (!room.data().config().is(RoomOption.ARCHIVING)) {
            all.add(new Text("The room has no archive: its owner does not want one."));
        } else if (features.isEmpty()) {
            all.add(new Text("The room has no archive just now: the plugin that keeps archives is not running."));
        } else {
            all.add(new Text("That you read what is said here is noted in the room's audit log."));
            all.add(form(query, features.get().contains("urn:xmpp:fulltext:0"), room.jid()));
            if (!query.text(ASKED).isEmpty()) {
                note(room, query);
                all.addAll(results(find(room, query), query));
            }
        }
        return new Screen(room.jid().toString(), all);
    }

    private static Search form(Query query, boolean hasText, Jid room) {
        List<Field> fields = new ArrayList<>();
        if (hasText) {
            fields.add(Field.of(TEXT, "Words", query.text(TEXT)));
        }
        fields.add(Field.of(NICK, "Nickname", query.text(NICK)));
        return new Search(fields, "Search", Screens.with(Screens.view(room, "archive"), ASKED, "yes"));
    }

    private void note(RoomView room, Query query) {
        String words = query.text(TEXT).isBlank() ? "" : "with the words " + query.text(TEXT);
        String nick = query.text(NICK).isBlank() ? "" : "by " + query.text(NICK);
        parts.audit().read(room.jid(), query.administrator(), (words + " " + nick).strip());
    }

    private static List<Screen.Part> results(Found found, Query query) {
        List<Link> links = new ArrayList<>();
        boolean isFromTheEnd = query.text(Screens.AFTER).isEmpty();
        Map<String, String> search = Screens.with(query.parameters(), Screens.BEFORE, "", Screens.AFTER, "");
        if (!isFromTheEnd && found.lines().isEmpty()) {
            links.add(new Link("Newest", search));
        }
        if (!found.lines().isEmpty() && !(query.text(Screens.BEFORE) + query.text(Screens.AFTER)).isEmpty()) {
            links.add(new Link("Newest", search));
            links.add(new Link(
                    "Newer",
                    Screens.with(search, Screens.AFTER, found.lines().getFirst().id())));
        }
        if (!found.lines().isEmpty() && !(isFromTheEnd && found.isComplete())) {
            links.add(new Link(
                    "Older",
                    Screens.with(search, Screens.BEFORE, found.lines().getLast().id())));
        }
        return List.of(
                new Table(
                        "Archive",
                        List.of("Time (UTC)", "Nickname", "Real address", "What"),
                        found.lines().stream().map(ArchiveScreen::row).toList(),
                        "Nothing of that is in the archive."),
                new Links(links));
    }

    private static List<Cell> row(ArchivedLine line) {
        return List.of(Cell.of(line.time()), Cell.of(line.nick()), Cell.of(line.author()), Cell.of(line.text()));
    }

    private Found find(RoomView room, Query query) {
        List<ArchivedLine> lines = new ArrayList<>();
        Archives.Reader reader = new Archives.Reader(
                message -> message, result -> ArchivedLine.of(result).ifPresent(lines::add));
        Iq request = request(room.jid(), query);
        Optional<Element> fin = parts.archives()
                .use(archives -> archives.answer(
                        RoomArchives.owner(room.jid(), room.data().id()), request, reader))
                .flatMap(answer -> answer);
        return new Found(
                lines.reversed(),
                fin.filter(element -> "true".equals(element.attributeValue("complete")))
                        .isPresent());
    }

    private static Iq request(Jid room, Query query) {
        Element iq = Muc.element(QName.get("iq", "jabber:client"))
                .addAttribute("type", "set")
                .addAttribute("id", UUID.randomUUID().toString())
                .addAttribute("from", query.administrator().toString())
                .addAttribute("to", room.toString());
        Element asked = iq.addElement(QUERY);
        Element form = asked.addElement(ConfigForms.X).addAttribute("type", "submit");
        ConfigForms.field(form, "FORM_TYPE", List.of(ArchiveRequests.NS));
        if (!query.text(TEXT).isBlank()) {
            ConfigForms.field(form, FULL_TEXT, List.of(query.text(TEXT)));
        }
        if (!query.text(NICK).isBlank()) {
            ConfigForms.field(
                    form, "with", List.of(occupant(room, query.text(NICK)).toString()));
        }
        Element set = asked.addElement(SET);
        set.addElement(MAX).setText(Integer.toString(Screens.MOST));
        if (query.text(Screens.AFTER).isEmpty()) {
            set.addElement(BEFORE).setText(query.text(Screens.BEFORE));
        } else {
            set.addElement(AFTER).setText(query.text(Screens.AFTER));
        }
        return (Iq) Stanza.adopt(iq);
    }

    private static Jid occupant(Jid room, String nick) {
        try {
            return room.withResource(nick.strip());
        } catch (IllegalArgumentException e) {
            throw Screens.bad("Nobody can have that nickname: " + e.getMessage() + ".");
        }
    }
}

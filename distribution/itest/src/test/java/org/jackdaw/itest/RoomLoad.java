package org.jackdaw.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jackdaw.testkit.PlainClient;
import org.w3c.dom.Element;

/** A server, and rooms in which two of the occupants speak and all listen. */
final class RoomLoad implements AutoCloseable {

    private static final String OWNER = "http://jabber.org/protocol/muc#owner";
    private static final String ADMIN = "http://jabber.org/protocol/muc#admin";
    private static final int SPEAKERS = 2;
    private static final long SWAP_MILLIS = 20_000;
    private static final String REFUSED = "WARN  RefusedJars org.jackdaw.muc.jar is refused: org.jackdaw.muc 9.9.";
    private static final String FORM = "<x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>"
            + "http://jabber.org/protocol/muc#roomconfig</value></field>%s</x>";

    private final Path elsewhere;
    private final ServerFolders folders;
    private final ServerProcess server;
    private final int port;
    private final List<String> faults = new CopyOnWriteArrayList<>();
    private final List<List<RoomOccupant>> rooms = new ArrayList<>();
    private final List<Future<?>> speakers = new ArrayList<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile boolean ended;

    /** Lets them in; the first of each room makes it, and a member of the second. */
    RoomLoad(Path folder, int roomCount, int occupants) throws Exception {
        elsewhere = folder;
        folders = ServerFolders.in(folder).withShippedJava().set("org.jackdaw.stream", "connectionsPerAddress", 2000);
        port = folders.openForLoads();
        server = folders.start();
        try (PlainClient client = new PlainClient(port)) {
            for (int i = 0; i < roomCount * occupants; i++) {
                client.register("user" + i, Work.PASSWORD);
            }
        }
        for (int i = 0; i < roomCount; i++) {
            rooms.add(enter("room" + i + "@conference.localhost", i * occupants, occupants));
        }
    }

    private List<RoomOccupant> enter(String room, int first, int occupants) throws Exception {
        List<RoomOccupant> all = new ArrayList<>();
        for (int i = 0; i < occupants; i++) {
            RoomOccupant occupant = new RoomOccupant(port, "user" + (first + i), room, "nick" + i, faults);
            all.add(occupant);
            occupant.enters();
            if (i == 0) {
                String fields = "<field var='muc#roomconfig_persistentroom'><value>1</value></field>"
                        + "<field var='muc#roomconfig_roomname'><value>Under load</value></field>";
                done(occupant.asks("configures", "set", query(OWNER, FORM.formatted(fields))));
                done(occupant.asks(
                        "makes",
                        "set",
                        query(ADMIN, "<item jid='user" + (first + 1) + "@localhost' affiliation='member'/>")));
            }
        }
        done(all.getFirst().asks("quiets", "set", query(ADMIN, "<item nick='nick2' role='visitor'/>")));
        all.getFirst().names(subject(room));
        return all;
    }

    private static String subject(String room) {
        return "What is said in " + room;
    }

    private static String query(String namespace, String content) {
        return "<query xmlns='" + namespace + "'>" + content + "</query>";
    }

    private static void done(Element answer) {
        assertThat(answer).isNotNull();
        assertThat(answer.getAttribute("type")).isEqualTo("result");
    }

    /** @param deliveries how many messages all occupants together get in a second */
    void speak(int deliveries) {
        long listeners = rooms.stream().mapToInt(List::size).sum() / rooms.size();
        long pause = 1000 * listeners * rooms.size() * SPEAKERS / deliveries;
        for (List<RoomOccupant> room : rooms) {
            for (RoomOccupant speaker : room.subList(0, SPEAKERS)) {
                speakers.add(threads.submit(() -> speak(speaker, pause)));
            }
        }
    }

    private Void speak(RoomOccupant speaker, long pause) throws IOException, InterruptedException {
        while (!ended) {
            speaker.speaks();
            Thread.sleep(pause);
        }
        return null;
    }

    /** Replaces the plugin by a version, and waits until it serves. */
    void swap(String version) throws IOException, InterruptedException {
        int said = server.output().length();
        RebuiltPlugin.drop(folders.plugins(), "org.jackdaw.muc", version, elsewhere);
        String line = "The plugin org.jackdaw.muc " + version + " serves instead of";
        Waiting.within(SWAP_MILLIS, () -> server.output().indexOf(line, said) >= 0);
    }

    /** Tries to replace it by a version that cannot start. */
    void swapInVain(String version) throws IOException, InterruptedException {
        Path broken = RebuiltPlugin.broken(
                folders.plugins(), "org.jackdaw.muc", version, "org/jackdaw/muc/Rooms.class", elsewhere);
        ServerProcess.Result result = server.command("plugin", "update", broken.toString());
        assertThat(result.exitCode()).as(result.output()).isEqualTo(1);
        assertThat(result.output()).contains("org.jackdaw.muc.Rooms not found");
    }

    /** Returns a form of configuration that somebody is about to fill in. */
    Element halfFilledForm() throws IOException, InterruptedException {
        Element form = rooms.getFirst().getFirst().asks("form", "get", query(OWNER, ""));
        done(form);
        return form;
    }

    /** Sends what was filled in of it. */
    void submit(String description) throws IOException, InterruptedException {
        String field = "<field var='muc#roomconfig_roomdesc'><value>" + description + "</value></field>";
        done(rooms.getFirst().getFirst().asks("submit", "set", query(OWNER, FORM.formatted(field))));
    }

    /** Ends the load, and looks whether all was well; returns how many messages reached somebody. */
    long endsWell() throws Exception {
        ended = true;
        for (Future<?> speaker : speakers) {
            speaker.get();
        }
        long deliveries = 0;
        for (List<RoomOccupant> room : rooms) {
            int said = room.stream().mapToInt(RoomOccupant::said).sum();
            for (RoomOccupant occupant : room) {
                Waiting.within(SWAP_MILLIS, () -> occupant.count() >= said);
                assertThat(occupant.heard())
                        .as("one order for all")
                        .isEqualTo(room.getFirst().heard());
            }
            deliveries += (long) said * room.size();
            assertIsAsItWas(room.getFirst());
        }
        assertThat(faults.stream().limit(20)).isEmpty();
        assertThat(deliveries).as("messages that somebody got").isPositive();
        assertThat(server.output().lines().filter(line -> line.matches("[0-9:.]+ (ERROR|WARN) .*")))
                .allMatch(line -> line.contains("WARN  Quota ") || line.contains(REFUSED));
        return deliveries;
    }

    private static void assertIsAsItWas(RoomOccupant owner) throws IOException, InterruptedException {
        for (String item :
                List.of("affiliation='owner'", "affiliation='member'", "role='moderator'", "role='visitor'")) {
            Element list = owner.asks("list", "get", query(ADMIN, "<item " + item + "/>"));
            done(list);
            assertThat(list.getFirstChild().getChildNodes().getLength())
                    .as(item)
                    .isEqualTo(1);
        }
        Element info = owner.asks("info", "get", query("http://jabber.org/protocol/disco#info", ""));
        done(info);
        assertThat(info.getTextContent()).contains(subject(owner.room()));
    }

    @Override
    public void close() throws IOException {
        ended = true;
        for (List<RoomOccupant> room : rooms) {
            for (RoomOccupant occupant : room) {
                occupant.close();
            }
        }
        threads.shutdownNow();
        server.close();
    }
}

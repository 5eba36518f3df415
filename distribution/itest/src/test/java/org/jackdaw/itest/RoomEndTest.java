package org.jackdaw.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Occupants, when the rooms go: with their plugin, and with the server (XEP-0045 §11.2). */
@Tag("alone")
class RoomEndTest {

    private static final String ROOM = "orchard@conference.localhost";

    private static Stage stage;
    private static Path plugins;

    @RegisterExtension
    private final Scene scene = new Scene(() -> stage);

    @TempDir
    private Path elsewhere;

    private Client juliet;
    private Client romeo;

    @BeforeAll
    static void start() throws Exception {
        stage = Stage.with(folders -> plugins = folders.plugins());
    }

    @AfterAll
    static void stop() {
        stage.close();
    }

    @BeforeEach
    void enter() throws IOException {
        juliet = scene.isAvailable("juliet@localhost/balcony");
        romeo = scene.isAvailable("romeo@localhost/orchard");
    }

    private static void joins(Client client, String nick, String... others) {
        client.sends("<presence to='" + ROOM + "/" + nick + "'><x xmlns='" + RoomTest.MUC + "'/></presence>");
        for (String other : others) {
            client.receives("<presence from='" + ROOM + "/" + other + "'/>");
        }
        client.receives("<presence from='" + ROOM + "/" + nick + "'/>");
        client.receives("<message from='" + ROOM + "' type='groupchat'><subject/></message>");
    }

    private static void isToldOfTheEnd(Client client, String nick) {
        client.receives(
                "<presence type='unavailable' from='" + ROOM + "/" + nick + "'><x xmlns='" + RoomTest.MUC
                        + "#user'><item affiliation='none' role='none'/><status code='332'/><status code='110'/></x></presence>");
    }

    /** To replace the plugin is no end; to remove it is, and of its rooms what is persistent comes back with it. */
    @Test
    void occupantsAreToldWhenThePluginIsRemovedAndNotWhenItIsReplaced() throws Exception {
        String configuration = "<query xmlns='" + RoomTest.MUC + "#owner'><x xmlns='jabber:x:data' type='submit'>"
                + "<field var='FORM_TYPE'><value>" + RoomTest.MUC + "#roomconfig</value></field>"
                + "<field var='muc#roomconfig_persistentroom'><value>1</value></field></x></query>";
        joins(juliet, "Juliet");
        juliet.asks("set", ROOM, configuration);
        joins(romeo, "Romeo", "Juliet");
        juliet.receives("<presence from='" + ROOM + "/Romeo'/>");
        Path jar = Files.copy(jar(), elsewhere.resolve("rooms.jar"));

        command("update", jar.toString());
        romeo.receivesNothing();
        juliet.receivesNothing();
        command("remove", "org.jackdaw.muc");

        isToldOfTheEnd(juliet, "Juliet");
        isToldOfTheEnd(romeo, "Romeo");
        romeo.receivesNothing();
        command("install", jar.toString());
        joins(romeo, "Romeo");
        romeo.asks("get", ROOM, "<query xmlns='http://jabber.org/protocol/disco#items'/>");

        assertThat(stage.server().command("stop").exitCode()).isZero();
        isToldOfTheEnd(romeo, "Romeo");
        stage.restarts();
    }

    private static Path jar() throws IOException {
        try (Stream<Path> all = Files.list(plugins)) {
            return all.filter(file -> file.getFileName().toString().startsWith("org.jackdaw.muc"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static void command(String... words) throws Exception {
        String[] all = Stream.concat(Stream.of("plugin"), Stream.of(words)).toArray(String[]::new);
        ServerProcess.Result result = stage.server().command(all);
        assertThat(result.exitCode()).as(result.output()).isZero();
    }
}

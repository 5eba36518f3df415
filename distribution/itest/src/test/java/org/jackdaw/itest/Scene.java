package org.jackdaw.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The clients of one play. Accounts are made when they first enter, and are nobody else's: a play writes {@code
 * romeo@localhost} and means {@code romeo12@localhost}, so no play sees what another has left. When it is over, the
 * server must not have reported any trouble.
 */
final class Scene implements BeforeEachCallback, AfterEachCallback {

    private final Supplier<Stage> place;
    private final Set<String> registered = new HashSet<>();
    private final List<Client> clients = new ArrayList<>();
    private final List<String> expected = new ArrayList<>();
    private Stage stage;
    private int number;
    private int seen;

    Scene() {
        this(Stage::shared);
    }

    Scene(Supplier<Stage> place) {
        this.place = place;
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        stage = place.get();
        number = stage.nextScene();
        seen = stage.server().output().length();
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        for (Client client : clients) {
            client.close();
        }
        String output = stage.server().output();
        List<String> trouble = output
                // A server that was started anew has said less.
                .substring(Math.min(seen, output.length()))
                .lines()
                .filter(line -> line.contains(" ERROR ") || line.contains(" WARN "))
                .toList();
        assertThat(trouble)
                .as("what the server reported")
                .allMatch(line -> expected.stream().anyMatch(line::contains));
        assertThat(expected)
                .as("trouble that must be reported")
                .allMatch(text -> trouble.stream().anyMatch(line -> line.contains(text)));
    }

    /** The server has to report this trouble, and may: a part of the line in its log. */
    void expectsTrouble(String text) {
        expected.add(text);
    }

    Stage stage() {
        return stage;
    }

    /** Returns a text with the addresses of this scene's accounts in place of those that plays are written with. */
    String cast(String text) {
        return text.replaceAll("\\b([a-z]+)@localhost", "$1" + number + "@localhost");
    }

    /** Connects to the port with STARTTLS, and leaves everything else to the play. */
    Client connects() throws IOException {
        return added(new Client(this, stage.port()));
    }

    /** Connects to the port with direct TLS, and opens a stream: up to the login. */
    Client connectsSecurely() throws IOException {
        Client client = added(new Client(this, stage.directTlsPort()));
        client.secures(Tls.DIRECT);
        client.opens();
        return client;
    }

    private Client added(Client client) {
        clients.add(client);
        return client;
    }

    /** Logs in and binds, {@code romeo@localhost/orchard} say; an account that does not exist yet is made. */
    Client enters(String address) throws IOException {
        Client client = connectsSecurely();
        String[] parts = address.split("[@/]");
        makes(client, parts[0]);
        client.logsIn(parts[0]);
        client.binds(parts[2]);
        return client;
    }

    /** Enters and sends its first presence; nothing of that is left to be received. */
    Client isAvailable(String address) throws IOException {
        Client client = enters(address);
        client.sends("<presence/>");
        settle();
        return client;
    }

    int port() {
        return stage.port();
    }

    /** Makes an account without a client of it. */
    void account(String name) throws IOException {
        try (Client client = connectsSecurely()) {
            makes(client, name);
        }
    }

    private void makes(Client client, String name) {
        if (registered.add(name)) {
            client.sends("<iq type='set' id='register'><query xmlns='jabber:iq:register'><username>" + localpart(name)
                    + "</username><password>" + Client.PASSWORD + "</password></query></iq>");
            client.receives("<iq type='result' id='register'/>");
        }
    }

    /** Two accounts see each other's presence from now on. */
    void befriend(Client one, Client other) {
        one.sends("<presence type='subscribe' to='" + other.account() + "'/>");
        one.settles();
        other.sends("<presence type='subscribed' to='" + one.account() + "'/>");
        other.sends("<presence type='subscribe' to='" + one.account() + "'/>");
        other.settles();
        one.sends("<presence type='subscribed' to='" + other.account() + "'/>");
        settle();
    }

    /** Waits until everything that was sent has arrived, and forgets what was received. */
    void settle() {
        await();
        clients.forEach(Client::forgets);
    }

    /** Waits until everything that was sent has arrived. Twice: what one caused may cause something at another. */
    void await() {
        for (int i = 0; i < 2; i++) {
            clients.stream().filter(Client::isBound).forEach(Client::settles);
        }
    }

    String localpart(String name) {
        return name + number;
    }
}

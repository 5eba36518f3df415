package org.jackdaw.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.jackdaw.itest.ConsoleServer.Answer;
import org.jackdaw.testkit.PlainClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who guesses passwords on the console's login page is slowed down; who knows one gets in. */
class ConsoleGuessingTest {

    /** As it is shipped: so many wrong passwords are free. */
    private static final int FREE = 3;

    private static final String HELPER = "helper@localhost";
    private static final Duration SLOW = Duration.ofSeconds(1);

    private static ConsoleServer server;

    @BeforeAll
    static void start() throws Exception {
        server = ConsoleServer.start(folders -> folders.set("org.jackdaw.auth", "slowAfter", FREE));
        server.command(ConsoleServer.PASSWORD, "user", "add", HELPER, "--password-stdin");
        server.command("", "user", "role", HELPER, "admin");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** An address for each, that none is slowed down for another. */
    @ParameterizedTest
    @CsvSource({"127.0.1.1,boss@localhost", "127.0.1.2,romeo@localhost", "127.0.1.3,nobody@localhost"})
    void anAddressIsSlowedDownWhateverTheAccount(String address, String name) throws Exception {
        ConsoleServer guessing = server.from(address);
        for (int i = 1; i < FREE; i++) {
            assertThat(guessing.login(name, "wrong" + i).status()).isEqualTo(403);
        }
        long begin = System.nanoTime();
        Answer last = guessing.login(name, "wrong");

        Answer slow = guessing.login(name, "wrong again");

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(SLOW);
        assertThat(slow.status()).isEqualTo(403);
        assertThat(body(slow)).isEqualTo(body(last)).contains("do not belong to an administrator");

        assertThat(guessing.login(ConsoleServer.ADMIN, ConsoleServer.PASSWORD).text())
                .contains("Location: /console/overview");
        chats();
    }

    /** Guesses that come from many addresses are slowed down by the account; its owner gets in all the same. */
    @ParameterizedTest
    @CsvSource({"helper@localhost,127.0.2", "nobody-else@localhost,127.0.3"})
    void anAccountIsSlowedDownWhateverTheAddress(String name, String network) throws Exception {
        for (int i = 1; i < FREE; i++) {
            assertThat(server.from(network + "." + i).login(name, "wrong" + i).status())
                    .isEqualTo(403);
        }
        long begin = System.nanoTime();
        server.from(network + ".100").login(name, "wrong");

        assertThat(server.from(network + ".101").login(name, "wrong").status()).isEqualTo(403);

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(SLOW);
        assertThat(server.from(network + ".102")
                        .login(HELPER, ConsoleServer.PASSWORD)
                        .status())
                .isEqualTo(303);
    }

    /** The threads for logins that wait are few, and not those of the pages. */
    @Test
    void pagesAnswerWhileGuessesWait() throws Exception {
        String cookie = server.session(ConsoleServer.ADMIN)[0];
        ConsoleServer guessing = server.from("127.0.4.1");
        for (int i = 0; i < FREE + 1; i++) {
            guessing.login(HELPER, "wrong" + i);
        }
        Thread[] guesses = new Thread[30];
        for (int i = 0; i < guesses.length; i++) {
            guesses[i] = Thread.ofVirtual().start(() -> guess(guessing));
        }

        assertThat(server.get("/console/overview/data.json", cookie).status()).isEqualTo(200);
        for (Thread guess : guesses) {
            guess.join();
        }
        assertThat(server.login(ConsoleServer.ADMIN, ConsoleServer.PASSWORD).status())
                .isEqualTo(303);
        chats();
    }

    private static void guess(ConsoleServer guessing) {
        try {
            assertThat(guessing.login(HELPER, "wrong").status()).isIn(403, 503);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void chats() throws IOException {
        try (PlainClient romeo = PlainClient.login(server.stage().port(), "romeo", ConsoleServer.PASSWORD)) {
            romeo.ping();
        }
    }

    private static String body(Answer answer) {
        return answer.text().substring(answer.text().indexOf("\r\n\r\n"));
    }
}

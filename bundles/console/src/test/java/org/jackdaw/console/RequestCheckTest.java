package org.jackdaw.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.jackdaw.console.RequestCheck.Asked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestCheckTest {

    private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");
    private static final String HOST = "localhost:8480";

    private final RequestCheck check = new RequestCheck("Console.example.org, other.example.org");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LOCALHOST:8480",
                "127.0.0.1",
                "127.0.0.1:8480",
                "console.example.org",
                "Console.Example.Org:443",
                "other.example.org"
            })
    void isCalledByItsNames(String host) {
        assertThat(status(get(host))).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "evil.example",
                "localhost.evil.example",
                "127.0.0.1.evil.example",
                "console.example.org.evil.example",
                "127.0.0.2",
                "[::1]:8480",
                "localhost:8480:1",
                "localhost:",
                "localhost@evil.example"
            })
    void isNotCalledOtherwise(String host) {
        assertThat(status(get(host))).isEqualTo(421);
    }

    @Test
    void knowsItsAddressOfVersion6() {
        Asked asked = new Asked("GET", "[::1]:8480", InetAddress.ofLiteral("::1"), "", "", false, -1, false);

        assertThat(check.refuse(asked)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost:8480, same-origin",
        "http://localhost:8480, ''",
        "https://localhost:8480, same-origin",
        "'', same-origin"
    })
    void takesChangesFromItsOwnPages(String origin, String fetchSite) {
        assertThat(status(post(origin, fetchSite))).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "'', ''",
        "null, ''",
        "null, same-origin",
        "http://evil.example, ''",
        "http://evil.example, same-origin",
        "http://localhost, ''",
        "http://localhost:8481, ''",
        "http://localhost:8480.evil.example, ''",
        "http://localhost:8480, cross-site",
        "http://localhost:8480, same-site",
        "http://localhost:8480, none"
    })
    void takesChangesFromNobodyElse(String origin, String fetchSite) {
        assertThat(status(post(origin, fetchSite))).isEqualTo(403);
    }

    @Test
    void aForeignPageMayLeadHereAndHoldNothingOfIt() {
        assertThat(status(new Asked("GET", HOST, HERE, "", "cross-site", true, -1, false)))
                .isZero();
        assertThat(status(new Asked("GET", HOST, HERE, "", "cross-site", false, -1, false)))
                .isEqualTo(403);
        assertThat(status(new Asked("GET", HOST, HERE, "", "same-site", false, -1, false)))
                .isEqualTo(403);
    }

    @Test
    void wantsToKnowHowMuchThereIsToRead() {
        String origin = "http://" + HOST;
        assertThat(status(new Asked("POST", HOST, HERE, origin, "", false, RequestCheck.MOST_BYTES + 1, false)))
                .isEqualTo(413);
        assertThat(status(new Asked("POST", HOST, HERE, origin, "", false, -1, true)))
                .isEqualTo(411);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "DELETE", "TRACE", "OPTIONS", "get", ""})
    void knowsNoOtherMethods(String method) {
        assertThat(status(new Asked(method, HOST, HERE, "http://" + HOST, "same-origin", false, 0, false)))
                .isEqualTo(400);
    }

    private static Asked get(String host) {
        return new Asked("GET", host, HERE, "", "", false, -1, false);
    }

    private static Asked post(String origin, String fetchSite) {
        return new Asked("POST", HOST, HERE, origin, fetchSite, false, 10, false);
    }

    /** Returns 0 for a request that may go on. */
    private int status(Asked asked) {
        return check.refuse(asked).map(RequestCheck.Refused::status).orElse(0);
    }
}

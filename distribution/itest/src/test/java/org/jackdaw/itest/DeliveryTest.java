package org.jackdaw.itest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * To which of Juliet's resources a stanza goes (RFC 6121 §8.5). Where the RFC leaves a choice: M is every resource of
 * non-negative priority, O is kept for later, and S is silence.
 */
class DeliveryTest {

    @RegisterExtension
    private final Scene scene = new Scene();

    private Client romeo;

    @BeforeEach
    void enter() throws IOException {
        romeo = scene.enters("romeo@localhost/orchard");
    }

    /**
     * RFC 6121 §8.5.4, each cell of the table.
     *
     * @param account "none", or priorities of Juliet's resources: the first is balcony, then chamber, then garden; "-" for none
     * @param outcome what the table says: S, E, O, or the resources that get it
     */
    @ParameterizedTest(name = "{0}: {2} to {1}: {3}")
    @CsvFileSource(resources = "delivery.csv", numLinesToSkip = 1, delimiter = '|')
    void aMessageGoesWhereTheTableSays(String account, String to, String type, String outcome) throws Exception {
        List<Client> resources = juliet(account);

        romeo.sends("<message id='m' to='" + to + "' type='" + type + "'><body>hi</body></message>");

        for (int i = 0; i < resources.size(); i++) {
            if (outcome.contains(NAMES.get(i))) {
                resources
                        .get(i)
                        .receives("<message id='m' from='romeo@localhost/orchard' type='" + type
                                + "'><body>hi</body></message>");
            }
            resources.get(i).receivesNothing();
        }
        if (outcome.equals("E")) {
            romeo.receives("<message type='error' id='m' from='" + to + "'>" + Client.error("service-unavailable")
                    + "</message>");
        }
        romeo.receivesNothing();
        if (!account.equals("none")) {
            Client later = scene.enters("juliet@localhost/later");
            later.sends("<presence/>");
            if (outcome.equals("O")) {
                later.receivesInAnyOrder(
                        "<presence from='juliet@localhost/later'/>",
                        "<message id='m' type='" + type + "'><delay xmlns='urn:xmpp:delay'/></message>");
            } else {
                later.receives("<presence from='*'/>");
            }
        }
    }

    private static final List<String> NAMES = List.of("balcony", "chamber", "garden");

    private List<Client> juliet(String account) throws IOException {
        List<Client> resources = new ArrayList<>();
        if (account.equals("none")) {
            return resources;
        }
        scene.account("juliet");
        String[] priorities =
                account.equals("-") ? new String[0] : account.trim().split(" ");
        for (int i = 0; i < priorities.length; i++) {
            Client resource = scene.enters("juliet@localhost/" + NAMES.get(i));
            resource.sends("<presence><priority>" + priorities[i] + "</priority></presence>");
            resources.add(resource);
        }
        scene.settle();
        return resources;
    }

    /** RFC 6121 §8.5.1, §8.5.2, §8.5.3: a request is answered by the server, the resource, or nobody. */
    @ParameterizedTest
    @CsvSource({
        "none, nobody@localhost, service-unavailable",
        "none, nobody@localhost/x, service-unavailable",
        "-, juliet@localhost, service-unavailable",
        "-, juliet@localhost/balcony, service-unavailable",
        "1, juliet@localhost, service-unavailable",
        "1, juliet@localhost/elsewhere, service-unavailable"
    })
    void aRequestThatNobodyTakesIsUnavailable(String account, String to, String condition) throws Exception {
        List<Client> resources = juliet(account);

        romeo.asksInVain("get", to, "<query xmlns='urn:example:unknown'/>", condition);

        for (Client resource : resources) {
            resource.receivesNothing();
        }
    }

    /** RFC 6121 §8.5.3.1: connected is enough, whatever the priority. */
    @ParameterizedTest
    @CsvSource({"1", "-1"})
    void aRequestToAResourceIsItsAffair(String priority) throws Exception {
        Client juliet = juliet(priority).getFirst();

        romeo.sends("<iq type='get' id='1' to='juliet@localhost/balcony'><query xmlns='urn:example:unknown'/></iq>");

        juliet.receives(
                "<iq type='get' id='1' from='romeo@localhost/orchard'><query xmlns='urn:example:unknown'/></iq>");
        juliet.sends("<iq type='result' id='1' to='romeo@localhost/orchard'/>");
        romeo.receives("<iq type='result' id='1' from='juliet@localhost/balcony'/>");
    }

    /** RFC 6121 §8.5.2.1.2, §8.5.2.2.2, §8.5.3.1, §8.5.3.2.2. */
    @ParameterizedTest(name = "{0}: {2} to {1}: {3}")
    @CsvSource({
        "none, juliet@localhost, available, ''",
        "none, juliet@localhost, unavailable, ''",
        "none, juliet@localhost/balcony, available, ''",
        "-, juliet@localhost, available, ''",
        "-, juliet@localhost/balcony, unavailable, ''",
        "1 -1, juliet@localhost, available, balcony chamber",
        "1 -1, juliet@localhost, unavailable, balcony chamber",
        "1 -1, juliet@localhost/chamber, available, chamber",
        "1 -1, juliet@localhost/elsewhere, available, ''"
    })
    void presenceGoesToWhomItNames(String account, String to, String type, String outcome) throws Exception {
        List<Client> resources = juliet(account);
        String attribute = type.equals("available") ? "" : " type='unavailable'";

        romeo.sends("<presence to='" + to + "'" + attribute + "/>");

        for (int i = 0; i < resources.size(); i++) {
            if (outcome.contains(NAMES.get(i))) {
                resources.get(i).receives("<presence from='romeo@localhost/orchard'" + attribute + "/>");
            }
            resources.get(i).receivesNothing();
        }
        romeo.receivesNothing();
    }

    /** RFC 6121 §8.1, RFC 6120 §10.3.1: a message without a recipient is for one's own account. */
    @ParameterizedTest
    @CsvSource({"normal", "chat"})
    void aMessageToNobodyIsForOneself(String type) {
        romeo.sends("<presence/>");
        romeo.receives("<presence/>");

        romeo.sends("<message type='" + type + "'><body>note</body></message>");

        romeo.receives("<message from='romeo@localhost/orchard' type='" + type + "'><body>note</body></message>");
    }
}

package org.jackdaw.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.w3c.dom.Element;

/**
 * Four clients of the messaging load: Juliet's phone and desk, with carbons; Romeo, her contact; and Tybalt, whom she blocks
 * now and then and who is the app server of her phone too. Messages are numbered by kind: r are Romeo's to the phone, p the
 * phone's to Romeo, t Tybalt's to the desk, m Romeo's to the desk and Tybalt by multicast, x Tybalt's while he is blocked.
 */
final class MessagingGroup implements AutoCloseable {

    static final String TUNE = "http://jabber.org/protocol/tune";

    private static final long PAUSE_MILLIS = 20;
    private static final int MISSED = 3;
    private static final int PAGE = 100;
    private static final long PUSH_NANOS = 10_000_000_000L;
    private static final String CSI = "<%s xmlns='urn:xmpp:csi:0'/>";
    private static final String BLOCKING = "<%s xmlns='urn:xmpp:blocking'><item jid='%s'/></%1$s>";
    private static final String BLOCKLIST = "<blocklist xmlns='urn:xmpp:blocking'/>";
    private static final String CARBONS = "<enable xmlns='urn:xmpp:carbons:2'/>";

    private final MessagingClient phone;
    private final MessagingClient desk;
    private final MessagingClient romeo;
    private final MessagingClient tybalt;
    private final List<String> faults;
    private final Map<String, Integer> sent = new HashMap<>();

    MessagingGroup(int port, int number, List<String> faults) throws Exception {
        this.faults = faults;
        phone = new MessagingClient(port, "juliet" + number, "phone", PepTest.caps(TUNE), faults);
        desk = new MessagingClient(port, "juliet" + number, "desk", PepTest.caps(TUNE), faults);
        romeo = new MessagingClient(port, "romeo" + number, "orchard", "", faults);
        tybalt = new MessagingClient(port, "tybalt" + number, "street", "", faults);
        befriend(phone, romeo);
        befriend(romeo, phone);
        for (MessagingClient client : List.of(phone, desk)) {
            client.asks("set", "", CARBONS);
            client.asks("get", "", BLOCKLIST); // Who asks for it is told of changes.
        }
        phone.asks("set", "", "<enable xmlns='urn:xmpp:push:0' jid='" + tybalt.address() + "' node='n'/>");
        for (MessagingClient client : List.of(romeo, phone, desk)) {
            client.settles();
        }
    }

    private static void befriend(MessagingClient asking, MessagingClient asked) throws Exception {
        asking.sends("<presence type='subscribe' to='" + asked.account() + "'/>");
        Waiting.within(() -> !asked.sightings().of("presence subscribe").isEmpty());
        asked.sends("<presence type='subscribed' to='" + asking.account() + "'/>");
        asked.settles();
    }

    /** Does everything at once, and by turns what takes a while. */
    void step(int turn) throws IOException, InterruptedException {
        List<CompletableFuture<Element>> answers = new ArrayList<>();
        says(romeo, phone.address(), "r");
        says(phone, romeo.account(), "p");
        answers.add(romeo.requests("set", "", publish()));
        says(romeo, phone.address(), "r");
        says(phone, romeo.account(), "p");
        saysToMany();
        phone.asksForAcknowledgement();
        switch (turn % 12) {
            case 0, 6 -> blocks();
            case 1, 7 -> desk.signals(CSI.formatted("inactive"));
            case 2, 8 -> looksBack();
            case 4, 10 -> desk.signals(CSI.formatted("active"));
            case 5 -> missesMessages();
            case 9 -> {
                answers.add(desk.requests("set", "", CARBONS));
                answers.add(phone.requests(
                        "set", "", "<enable xmlns='urn:xmpp:push:0' jid='" + tybalt.address() + "' node='n'/>"));
            }
            case 11 -> losesItsConnection();
            default -> answers.add(phone.requests("get", "", BLOCKLIST));
        }
        romeo.asksForAcknowledgement();
        for (CompletableFuture<Element> answer : answers) {
            romeo.answer(answer, "what it always asks");
        }
        Thread.sleep(PAUSE_MILLIS);
    }

    private int next(String kind) {
        return sent.merge(kind, 1, Integer::sum);
    }

    private void says(MessagingClient client, String to, String kind) throws IOException {
        client.says(to, kind + " " + next(kind));
    }

    private String publish() {
        return PepTest.publish(TUNE, "" + next("event"), "<tune xmlns='" + TUNE + "'/>");
    }

    /** XEP-0033. */
    private void saysToMany() throws IOException {
        romeo.sends(
                "<message type='chat' to='multicast.localhost'><addresses xmlns='http://jabber.org/protocol/address'>"
                        + "<address type='to' jid='" + desk.address() + "'/><address type='to' jid='" + tybalt.address()
                        + "'/></addresses><body>m " + next("m") + "</body></message>");
    }

    /** XEP-0191: Tybalt is told so while he is blocked, and heard again afterwards. */
    private void blocks() throws IOException, InterruptedException {
        next("block");
        phone.asks("set", "", BLOCKING.formatted("block", tybalt.account()));
        String refused = "x " + next("x");
        tybalt.says(phone.account(), refused);
        tybalt.settles();
        String error = "error of " + refused.replace(' ', '-');
        check(tybalt.sightings().of(error).size() == 1, tybalt.address() + " is not told that he is blocked: " + error);
        phone.asks("set", "", BLOCKING.formatted("unblock", tybalt.account()));
        says(tybalt, desk.address(), "t");
    }

    /** XEP-0313: what Romeo has just sent is the end of his archive already. */
    private void looksBack() throws IOException, InterruptedException {
        String last = "r " + sent.get("r");
        Optional<Element> answer = romeo.asks(
                "set",
                "",
                "<query xmlns='urn:xmpp:mam:2' queryid='back'><set xmlns='http://jabber.org/protocol/rsm'>"
                        + "<max>20</max><before/></set></query>");
        List<String> page = romeo.sightings().archived("back");
        check(
                answer.isEmpty() || page.stream().anyMatch(line -> line.endsWith(" " + last)),
                romeo.address() + " misses " + last + " in " + page);
    }

    /** XEP-0357: the phone has acknowledged everything when it goes, and the app server is told that it misses some. */
    private void missesMessages() throws IOException, InterruptedException {
        for (MessagingClient client : List.of(romeo, tybalt, phone)) {
            client.settles();
        }
        phone.acknowledges();
        phone.settles();
        phone.acknowledges();
        Waiting.within(() -> phone.waiting() == 0);
        int before = pushed();
        phone.cuts();
        for (int i = 0; i < MISSED; i++) {
            says(romeo, phone.address(), "r");
        }
        romeo.settles();
        long limit = System.nanoTime() + PUSH_NANOS;
        while (pushed() == before && System.nanoTime() < limit) {
            Thread.sleep(5);
        }
        check(pushed() > before, tybalt.address() + " was not told that the phone misses messages");
        phone.resumes();
    }

    private int pushed() {
        return tybalt.sightings().of("pushed").stream()
                .mapToInt(Integer::parseInt)
                .sum();
    }

    /** XEP-0198 §5: in the midst of everything. */
    private void losesItsConnection() throws IOException, InterruptedException {
        says(phone, romeo.account(), "p");
        says(romeo, phone.address(), "r");
        says(phone, romeo.account(), "p");
        phone.cuts();
        says(romeo, phone.address(), "r");
        says(phone, romeo.account(), "p");
        phone.resumes();
    }

    private void check(boolean holds, String fault) {
        if (!holds) {
            faults.add(fault);
        }
    }

    /**
     * Waits until everything has arrived, and looks whether it is all that was sent, and whether the archives say the same;
     * returns how many messages there are in Juliet's.
     */
    int endsWell() throws IOException, InterruptedException {
        desk.signals(CSI.formatted("active"));
        for (int i = 0; i < 2; i++) {
            for (MessagingClient client : List.of(romeo, phone, tybalt, desk)) {
                client.asksForAcknowledgement();
                client.settles();
            }
        }
        assertThat(List.of(romeo, phone, desk, tybalt))
                .allSatisfy(client -> assertThat(client.waiting())
                        .as("acknowledgements that %s lacks", client.address())
                        .isZero());
        saw(phone, "r", "received t", "received m", "event", "block", "unblock");
        saw(desk, "received r", "sent p", "t", "m", "event", "block", "unblock");
        saw(romeo, "p");
        saw(tybalt, "m");
        Map<String, List<String>> juliets = archive(desk);
        Map<String, List<String>> romeos = archive(romeo);
        assertThat(juliets).containsOnlyKeys("r", "p", "t", "m");
        assertThat(romeos).containsOnlyKeys("r", "p", "m");
        for (String kind : List.of("r", "received t", "received m")) {
            showsTheIdsOf(juliets, phone, kind);
        }
        for (String kind : List.of("received r", "sent p", "t", "m")) {
            showsTheIdsOf(juliets, desk, kind);
        }
        showsTheIdsOf(romeos, romeo, "p");
        return juliets.values().stream().mapToInt(List::size).sum();
    }

    private int count(String kind) {
        String[] words = kind.split(" ");
        return sent.getOrDefault(words[words.length - 1].replace("unblock", "block"), 0);
    }

    private void saw(MessagingClient client, String... kinds) {
        for (String kind : kinds) {
            assertThat(client.sightings().of(kind).size())
                    .as("%s of %s", kind, client.address())
                    .isEqualTo(count(kind));
        }
    }

    private static void showsTheIdsOf(Map<String, List<String>> archive, MessagingClient client, String kind) {
        assertThat(client.sightings().of(kind))
                .as("archive ids of %s at %s", kind, client.address())
                .isEqualTo(archive.get(kind.substring(kind.indexOf(' ') + 1)));
    }

    /** Returns the ids in an account's archive by kind of message, if each is there, once and in order. */
    private Map<String, List<String>> archive(MessagingClient client) throws IOException, InterruptedException {
        Map<String, List<String>> ids = new HashMap<>();
        Map<String, List<Integer>> numbers = new HashMap<>();
        String after = "";
        boolean complete = false;
        while (!complete) {
            Element fin = client.asks(
                            "set",
                            "",
                            "<query xmlns='urn:xmpp:mam:2' queryid='all'><set xmlns='http://jabber.org/protocol/rsm'><max>"
                                    + PAGE + "</max>" + after + "</set></query>")
                    .flatMap(answer -> Sightings.child(answer, "fin"))
                    .orElseThrow();
            for (String line : client.sightings().archived("all")) {
                String[] words = line.split(" ");
                ids.computeIfAbsent(words[1], any -> new ArrayList<>()).add(words[0]);
                numbers.computeIfAbsent(words[1], any -> new ArrayList<>()).add(Integer.valueOf(words[2]));
                after = "<after>" + words[0] + "</after>";
            }
            complete = fin.getAttribute("complete").equals("true");
        }
        numbers.forEach((kind, found) -> assertThat(found)
                .as("%s in the archive of %s", kind, client.account())
                .isEqualTo(IntStream.rangeClosed(1, count(kind)).boxed().toList()));
        return ids;
    }

    @Override
    public void close() throws IOException {
        for (MessagingClient client : List.of(phone, desk, romeo, tybalt)) {
            client.close();
        }
    }
}

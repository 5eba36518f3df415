package org.jackdaw.itest;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jackdaw.testkit.PlainClient;
import org.w3c.dom.Element;

/**
 * A client with stream management (XEP-0198): one thread uses it, another reads. It counts, acknowledges, comes back when its
 * connection is cut and sends again what the server had not handled; what it sees is in {@link Sightings}.
 */
final class MessagingClient implements AutoCloseable {

    private static final String SM = "xmlns='urn:xmpp:sm:3'";
    private static final int PATIENCE_SECONDS = 20;

    private final int port;
    private final String account;
    private final String resource;
    private final List<String> faults;
    private final Sightings sightings;
    private final Map<String, CompletableFuture<Element>> requests = new ConcurrentHashMap<>();

    // Guarded by this.
    private final Deque<Long> expectedAnswers = new ArrayDeque<>();
    private final TreeMap<Long, String> unacknowledged = new TreeMap<>();
    private PlainClient client;
    private final String session;
    private boolean away;
    private long sent;
    private long received;
    private int ids;

    /**
     * Enters, available.
     *
     * @param caps what it announces: that it wants to be notified of events (XEP-0115)
     * @param faults gets what is not as it should be
     */
    MessagingClient(int port, String account, String resource, String caps, List<String> faults) throws IOException {
        this.port = port;
        this.account = account;
        this.resource = resource;
        this.faults = faults;
        sightings = new Sightings(address(), faults);
        client = PlainClient.authenticated(port, account, Work.PASSWORD);
        client.write("<iq type='set' id='bind'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>" + resource
                + "</resource></bind></iq><enable " + SM + " resume='true'/>");
        Element element = client.receive();
        while (!element.getTagName().equals("enabled")) {
            element = client.receive();
        }
        session = element.getAttribute("id");
        start(client);
        sends("<presence>" + caps + "</presence>");
    }

    /** Nobody may have anything to say for long; who waits for an answer does not wait here. */
    private void start(PlainClient connection) throws IOException {
        connection.waitsFor(0);
        Thread.ofVirtual().start(() -> read(connection));
    }

    String address() {
        return account() + "/" + resource;
    }

    String account() {
        return account + "@localhost";
    }

    Sightings sightings() {
        return sightings;
    }

    // To the server.

    /** Sends a stanza, now or when the client is back. */
    synchronized void sends(String stanza) throws IOException {
        unacknowledged.put(++sent, stanza);
        if (!away) {
            client.write(stanza);
        }
    }

    void says(String to, String body) throws IOException {
        sends("<message type='chat' id='" + body.replace(' ', '-') + "' to='" + to + "'><body>" + body
                + "</body></message>");
    }

    /** Sends something that is no stanza and has no answer. */
    synchronized void signals(String nonza) throws IOException {
        client.write(nonza);
    }

    /** Asks how much the server has handled: all that was sent before. */
    synchronized void asksForAcknowledgement() throws IOException {
        expectedAnswers.add(sent);
        client.write("<r " + SM + "/>");
    }

    /** Sends a request, to the own account if there is no address. */
    CompletableFuture<Element> requests(String type, String to, String payload) throws IOException {
        String id;
        CompletableFuture<Element> answer = new CompletableFuture<>();
        synchronized (this) {
            id = "q" + ++ids;
        }
        requests.put(id, answer);
        sends("<iq type='" + type + "' id='" + id + "'" + (to.isEmpty() ? "" : " to='" + to + "'") + ">" + payload
                + "</iq>");
        return answer;
    }

    /** Returns the answer to a request when it is there; notes it if that is none, or an error. */
    Optional<Element> answer(CompletableFuture<Element> request, String what) throws InterruptedException {
        try {
            Element answer = request.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (answer.getAttribute("type").equals("result")) {
                return Optional.of(answer);
            }
            faults.add(address() + " asked for " + what + ": " + Sightings.describe(answer));
        } catch (TimeoutException e) {
            faults.add(address() + " got no answer to " + what);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
        return Optional.empty();
    }

    Optional<Element> asks(String type, String to, String payload) throws IOException, InterruptedException {
        return answer(requests(type, to, payload), payload);
    }

    /** Returns when the server has handled what was sent, and everything is there that it sent before that. */
    void settles() throws IOException, InterruptedException {
        asks("get", "localhost", "<ping xmlns='urn:xmpp:ping'/>");
    }

    /** Acknowledges without being asked. */
    synchronized void acknowledges() throws IOException {
        client.write("<a " + SM + " h='" + received + "'/>");
    }

    // Without a connection.

    /** Cuts the connection: what was sent last may be lost with it, and so may what the server sent. */
    synchronized void cuts() throws IOException {
        away = true;
        expectedAnswers.clear();
        client.close();
    }

    /**
     * Comes back, and sends what the server has not handled. It asks again once if there is no such session: one that falls
     * asleep just while it is waked is not found (SleepingSessions.wake in the router).
     */
    void resumes() throws IOException, InterruptedException {
        PlainClient again = PlainClient.authenticated(port, account, Work.PASSWORD);
        synchronized (this) {
            Element resumed = resumed(again);
            if (!resumed.getTagName().equals("resumed")) {
                faults.add(address() + " cannot resume: " + resumed.getTagName() + " "
                        + resumed.getFirstChild().getNodeName());
                return;
            }
            handled(Long.parseLong(resumed.getAttribute("h")));
            client = again;
            away = false;
            for (String stanza : unacknowledged.values()) {
                again.write(stanza);
            }
        }
        start(again);
    }

    private Element resumed(PlainClient again) throws IOException {
        again.write("<resume " + SM + " previd='" + session + "' h='" + received + "'/>");
        return again.receive();
    }

    private void handled(long h) {
        if (h > sent || !unacknowledged.isEmpty() && h < unacknowledged.firstKey() - 1) {
            faults.add(address() + " has sent " + sent + ", acknowledged is " + h + " after "
                    + (unacknowledged.isEmpty() ? sent : unacknowledged.firstKey() - 1));
        }
        unacknowledged.headMap(h, true).clear();
    }

    // From the server.

    private void read(PlainClient connection) {
        try {
            while (true) {
                Element element = connection.receive();
                synchronized (this) {
                    if (connection != client || away) {
                        return; // What comes now was not received: it comes again.
                    }
                    receive(element);
                }
            }
        } catch (IOException e) {
            synchronized (this) {
                if (connection == client && !away) {
                    faults.add(address() + " lost its stream: " + e.getMessage());
                }
            }
        }
    }

    private void receive(Element element) throws IOException {
        switch (element.getTagName()) {
            case "r" -> acknowledges();
            case "a" -> answered(Long.parseLong(element.getAttribute("h")));
            case "message", "presence" -> {
                received++;
                sightings.sees(element);
            }
            case "iq" -> {
                received++;
                receiveIq(element);
            }
            default -> faults.add(address() + " got " + Sightings.describe(element));
        }
    }

    /** What an answer counts includes what was handled after the request, so it may answer later requests, too. */
    private void answered(long h) {
        if (!expectedAnswers.isEmpty() && h < expectedAnswers.peek()) {
            faults.add(address() + " expected h=" + expectedAnswers.peek() + " and got " + h);
        }
        while (!expectedAnswers.isEmpty() && expectedAnswers.peek() <= h) {
            expectedAnswers.remove();
        }
        handled(h);
    }

    private void receiveIq(Element iq) throws IOException {
        String id = iq.getAttribute("id");
        if (iq.getAttribute("type").equals("result") || iq.getAttribute("type").equals("error")) {
            CompletableFuture<Element> request = requests.remove(id);
            if (request == null) {
                faults.add(address() + " got an answer to nothing, or a second: " + Sightings.describe(iq));
            } else {
                request.complete(iq);
            }
            return;
        }
        sightings.sees(iq);
        String to = iq.getAttribute("from").isEmpty() ? "" : " to='" + iq.getAttribute("from") + "'";
        String payload = Sightings.child(iq, "query")
                .map(query -> "<query xmlns='http://jabber.org/protocol/disco#info'>"
                        + "<identity category='client' type='pc' name='play'/><feature var='" + MessagingGroup.TUNE
                        + "+notify'/></query>")
                .orElse("");
        sends("<iq type='result' id='" + id + "'" + to + ">" + payload + "</iq>");
    }

    /** Returns how many answers to {@link #asksForAcknowledgement} are still to come. */
    synchronized int waiting() {
        return expectedAnswers.size();
    }

    @Override
    public void close() throws IOException {
        cuts();
    }
}

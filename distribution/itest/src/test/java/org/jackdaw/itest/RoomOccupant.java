package org.jackdaw.itest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jackdaw.testkit.PlainClient;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * A client in a room: one thread uses it, another reads. It notes the messages of the room in the order in which they came, and what
 * should not have come.
 */
final class RoomOccupant implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 30;

    private final String room;
    private final String nick;
    private final PlainClient client;
    private final List<String> faults;
    private final CountDownLatch entered = new CountDownLatch(1);

    // Guarded by this.
    private final List<String> heard = new ArrayList<>();
    private final Map<String, Integer> last = new HashMap<>();
    private final Map<String, Element> answers = new HashMap<>();
    private boolean closed;
    private int said;

    RoomOccupant(int port, String account, String room, String nick, List<String> faults) throws IOException {
        this.room = room;
        this.nick = nick;
        this.faults = faults;
        client = PlainClient.login(port, account, Work.PASSWORD);
        client.write("<presence/>");
        client.ping();
        client.waitsFor(0);
        Thread.ofVirtual().start(this::read);
    }

    void enters() throws IOException, InterruptedException {
        client.write("<presence to='" + room + "/" + nick
                + "'><x xmlns='http://jabber.org/protocol/muc'><history maxstanzas='0'/></x></presence>");
        if (!entered.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            faults.add(nick + " did not get into " + room);
        }
    }

    /** Says the next number. */
    void speaks() throws IOException {
        client.write("<message type='groupchat' to='" + room + "'><body>" + ++said + "</body></message>");
    }

    /** Sets the subject. */
    void names(String subject) throws IOException {
        client.write("<message type='groupchat' to='" + room + "'><subject>" + subject + "</subject></message>");
    }

    String room() {
        return room;
    }

    int said() {
        return said;
    }

    /** Returns the answer to a request; null if there was none. */
    Element asks(String id, String type, String payload) throws IOException, InterruptedException {
        client.write("<iq type='" + type + "' id='" + id + "' to='" + room + "'>" + payload + "</iq>");
        return answer(id);
    }

    private synchronized Element answer(String id) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!answers.containsKey(id) && System.nanoTime() < end) {
            wait(100);
        }
        return answers.remove(id);
    }

    private void read() {
        try {
            while (true) {
                receive(client.receive());
            }
        } catch (IOException e) {
            synchronized (this) {
                if (!closed) {
                    faults.add(nick + " in " + room + " lost its stream: " + e.getMessage());
                }
            }
        }
    }

    private synchronized void receive(Element element) {
        String type = element.getAttribute("type");
        switch (element.getTagName()) {
            case "message" -> hears(element, type);
            case "iq" -> {
                answers.put(element.getAttribute("id"), element);
                notifyAll();
            }
            default -> sees(element, type);
        }
    }

    private void hears(Element message, String type) {
        // The room itself says what somebody has become who is not there, in no type.
        boolean isOfRoom = message.getAttribute("from").equals(room);
        if (!type.equals("groupchat") && !(isOfRoom && type.isEmpty())) {
            faults.add(nick + " in " + room + " got a message " + type);
        }
        child(message, "body").ifPresent(body -> {
            String speaker = message.getAttribute("from");
            int number = Integer.parseInt(body);
            int before = last.getOrDefault(speaker, number - 1);
            if (number != before + 1) {
                faults.add(nick + " heard " + number + " of " + speaker + " after " + before);
            }
            last.put(speaker, number);
            heard.add(speaker + " " + number);
        });
    }

    private static Optional<String> child(Element element, String name) {
        for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node.getNodeName().equals(name)) {
                return Optional.of(node.getTextContent());
            }
        }
        return Optional.empty();
    }

    private void sees(Element presence, String type) {
        if (presence.getAttribute("from").equals(room + "/" + nick)) {
            entered.countDown();
        }
        if (!type.isEmpty()) {
            faults.add(nick + " saw " + presence.getAttribute("from") + " " + type);
        }
    }

    /** Returns what was heard in the room, in order. */
    synchronized List<String> heard() {
        return List.copyOf(heard);
    }

    synchronized int count() {
        return heard.size();
    }

    @Override
    public void close() throws IOException {
        synchronized (this) {
            closed = true;
        }
        client.close();
    }
}

package org.jackdaw.itest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jackdaw.testkit.PlainClient;
import org.w3c.dom.Element;

/**
 * A client of the swap load: one thread sends through its {@code send} methods, another reads; what is not as it should be
 * is noted. Messages to its partner pass the filter, requests go to the handler, and messages to the domain come back.
 */
final class SwapClient implements AutoCloseable {

    private final PlainClient client;
    private final String partner;
    private final Map<String, Long> sent;
    private final Map<String, Long> own = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<long[]> delays;
    private final List<String> faults = new ArrayList<>();
    private int messages;
    private int requests;
    private int counted;
    private int messageExpected = 1;
    private int countExpected = 1;
    private volatile boolean closing;

    /**
     * @param sent when the messages to partners were sent, by body, for all clients
     * @param delays gets the time of each answer and how long it took, in nanoseconds
     */
    SwapClient(int port, String name, String partner, Map<String, Long> sent, ConcurrentLinkedQueue<long[]> delays)
            throws IOException {
        client = PlainClient.login(port, name, Work.PASSWORD);
        this.partner = partner;
        this.sent = sent;
        this.delays = delays;
        client.write("<presence/>");
    }

    void begin() {
        Thread.ofVirtual().start(this::read);
    }

    void sendMessage() throws IOException {
        String body = partner + " " + ++messages;
        sent.put(body, System.nanoTime());
        client.write("<message type='chat' to='" + partner + "@localhost'><body>" + body + "</body></message>");
    }

    void sendRequest() throws IOException {
        String id = "q" + ++requests;
        own.put(id, System.nanoTime());
        client.write("<iq type='get' id='" + id + "' to='localhost'><version xmlns='urn:test:swapiq'/></iq>");
    }

    void sendCounted() throws IOException {
        String id = "c" + ++counted;
        own.put(id, System.nanoTime());
        client.write("<message type='chat' id='" + id + "' to='count.localhost'><body>" + id + "</body></message>");
    }

    private void read() {
        try {
            while (true) {
                Element stanza = client.receive();
                if (stanza.getTagName().equals("message")) {
                    message(stanza);
                } else if (stanza.getTagName().equals("iq")) {
                    check(stanza.getAttribute("type").equals("result"), stanza);
                    answered(stanza.getAttribute("id"), own);
                }
            }
        } catch (IOException e) {
            fault("the stream ended: " + e.getMessage(), closing);
        }
    }

    private void message(Element message) {
        String body = text(message, "body");
        check(!message.getAttribute("type").equals("error"), message);
        if (message.getAttribute("from").startsWith("count.")) {
            check(body.equals("c" + countExpected) && text(message, "count").equals("" + countExpected), message);
            countExpected++;
            answered(body, own);
        } else {
            check(body.endsWith(" " + messageExpected), message);
            check(message.getElementsByTagName("mark").getLength() == 1, message);
            messageExpected++;
            answered(body, sent);
        }
    }

    private static String text(Element message, String child) {
        var found = message.getElementsByTagName(child);
        return found.getLength() == 0 ? "" : found.item(0).getTextContent();
    }

    private void answered(String key, Map<String, Long> waiting) {
        Long since = waiting.remove(key);
        check(since != null, null);
        if (since != null) {
            long now = System.nanoTime();
            delays.add(new long[] {now, now - since});
        }
    }

    private void check(boolean holds, Element stanza) {
        fault(stanza == null ? "an answer to nothing" : describe(stanza), holds);
    }

    private static String describe(Element stanza) {
        var errors = stanza.getElementsByTagName("error");
        String condition = errors.getLength() == 0
                ? ""
                : " " + errors.item(0).getFirstChild().getNodeName();
        return stanza.getTagName() + " " + stanza.getAttribute("type") + condition + " from "
                + stanza.getAttribute("from") + ": " + stanza.getTextContent();
    }

    private synchronized void fault(String text, boolean harmless) {
        if (!harmless) {
            faults.add(text);
        }
    }

    /** Returns what was not as it should be. */
    synchronized List<String> faults() {
        return List.copyOf(faults);
    }

    /** Returns how many answers of its own are still to come. */
    int waiting() {
        return own.size();
    }

    @Override
    public void close() throws IOException {
        closing = true;
        client.close();
    }
}

package org.jackdaw.itest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import javax.xml.stream.XMLStreamException;
import org.dom4j.Element;

/**
 * A client in a play: says what it is told to, right or wrong, and expects what it is told to expect, in that order and
 * within five seconds. What it sends and expects is XML as on the stream; addresses are {@link Scene#cast}.
 */
final class Client implements AutoCloseable {

    static final String PASSWORD = "wherefore art thou";

    private static final String HEADER = "<?xml version='1.0'?><stream:stream to='%s' version='1.0' xml:lang='en'"
            + " xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>";

    private final Scene scene;
    private final XmlSocket socket;
    private final Deque<Element> waiting = new ArrayDeque<>();
    private final List<String> transcript = new ArrayList<>();
    private String domain = "localhost";
    private String address = "";
    private int ids;

    Client(Scene scene, int port) throws IOException {
        this.scene = scene;
        socket = new XmlSocket(port);
    }

    // Streams.

    /** Opens a stream to a domain from now on. */
    Client to(String other) {
        domain = other;
        return this;
    }

    /** Opens a stream; returns its features. */
    Element opens() {
        sends(HEADER.formatted(domain));
        receivesHeader();
        return receives("<stream:features/>");
    }

    Element receivesHeader() {
        try {
            Element header = socket.header();
            noted("<- ", header.asXML());
            return header;
        } catch (IOException | XMLStreamException e) {
            throw failure("the header of a stream", e.toString());
        }
    }

    /** Negotiates TLS on a stream that is open; returns the features of the new stream. */
    Element startsTls(Tls tls) throws IOException {
        sends("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
        receives("<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
        secures(tls);
        return opens();
    }

    void secures(Tls tls) throws IOException {
        socket.secure(tls);
    }

    SSLSocket tls() {
        return socket.tls();
    }

    /** Logs in by PLAIN; returns the features of the new stream. */
    Element logsIn(String name) {
        authenticates("PLAIN", "\0" + scene.localpart(name) + "\0" + PASSWORD);
        receives("<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>");
        return opens();
    }

    /** Sends the first message of a mechanism. */
    void authenticates(String mechanism, String initial) {
        sends("<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='" + mechanism + "'>" + base64(initial)
                + "</auth>");
    }

    static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }

    /** Binds a resource; returns the full JID. */
    String binds(String resource) {
        sends("<iq type='set' id='bind'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>" + resource
                + "</resource></bind></iq>");
        Element result = receives("<iq type='result' id='bind'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>");
        address = result.elements().getFirst().elements().getFirst().getText();
        return address;
    }

    boolean isBound() {
        return !address.isEmpty();
    }

    /** Returns the bare JID. */
    String account() {
        return address.substring(0, address.indexOf('/'));
    }

    // To the server.

    void sends(String xml) {
        String text = scene.cast(xml);
        noted("-> ", text);
        if (!write(text.getBytes(UTF_8))) {
            throw failure("to send", "the connection was closed");
        }
    }

    /** Sends bytes; returns whether the connection still took them. */
    boolean write(byte[] bytes) {
        try {
            socket.write(bytes);
            return true;
        } catch (IOException e) {
            noted("(not all sent: ", e + ")");
            return false;
        }
    }

    // From the server.

    /** Expects the next stanza, or other child of the stream, to be like the pattern; returns it. */
    Element receives(String pattern) {
        Pattern expected = Pattern.of(scene.cast(pattern));
        Element actual = next(pattern);
        if (!expected.fits(actual)) {
            throw failure(scene.cast(pattern), "");
        }
        return actual;
    }

    /** Expects as many stanzas as there are patterns, in whatever order. */
    void receivesInAnyOrder(String... patterns) {
        List<String> open = new ArrayList<>(List.of(patterns));
        while (!open.isEmpty()) {
            Element actual = next(open.toString());
            String match = open.stream()
                    .filter(pattern -> Pattern.of(scene.cast(pattern)).fits(actual))
                    .findFirst()
                    .orElseThrow(() -> failure("one of " + open, ""));
            open.remove(match);
        }
    }

    /** Sends a request and expects a result, the next stanza of all; returns its payload, null if there is none. */
    Element asks(String type, String to, String payload) {
        String id = requests(type, to, payload);
        Element result = receives("<iq type='result' id='" + id + "'/>");
        return result.elements().isEmpty() ? null : result.elements().getFirst();
    }

    /** Sends a request and expects an error with that condition. */
    void asksInVain(String type, String to, String payload, String condition) {
        String id = requests(type, to, payload);
        receives("<iq type='error' id='" + id + "'>" + error(condition) + "</iq>");
    }

    /** Sends a request, without an address if that is empty; returns its id. */
    private String requests(String type, String to, String payload) {
        String id = nextId();
        String recipient = to.isEmpty() ? "" : " to='" + to + "'";
        sends("<iq type='" + type + "' id='" + id + "'" + recipient + ">" + payload + "</iq>");
        return id;
    }

    /** The pattern of a stanza error (RFC 6120 §8.3). */
    static String error(String condition) {
        return "<error type='*'><" + condition + " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>";
    }

    /** Expects that nothing waits for it, and nothing is on its way from what any client of the play has sent. */
    void receivesNothing() {
        scene.await();
        if (!waiting.isEmpty()) {
            throw failure("nothing", "");
        }
    }

    /** Waits for the answer to a ping: what was sent to it before has come by then, and is kept (XEP-0199). */
    void settles() {
        String id = "settled-" + nextId();
        sends("<iq type='get' id='" + id + "' to='localhost'><ping xmlns='urn:xmpp:ping'/></iq>");
        for (Element element = read(id); !id.equals(element.attributeValue("id")); element = read(id)) {
            waiting.add(element);
        }
    }

    /** Waits as {@link #settles} does; takes everything that has come. */
    List<Element> receivesWhatWaits() {
        settles();
        List<Element> all = List.copyOf(waiting);
        waiting.clear();
        return all;
    }

    /** Takes everything that comes until the stream ends, in whatever way. */
    List<Element> receivesUntilTheEnd() {
        address = "";
        List<Element> all = new ArrayList<>(waiting);
        try {
            for (Optional<Element> child = socket.child(); child.isPresent(); child = socket.child()) {
                all.add(child.get());
            }
        } catch (XMLStreamException e) {
            noted("<- ", e.getMessage());
        }
        return all;
    }

    void forgets() {
        waiting.clear();
    }

    /** Expects that the server ends the stream with an error (RFC 6120 §4.9), and the connection. */
    void receivesStreamError(String condition) {
        receives("<stream:error><" + condition + " xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error>");
        receivesEnd();
    }

    /** Expects the end of the stream and of the connection. */
    void receivesEnd() {
        address = "";
        try {
            if (!waiting.isEmpty() || socket.child().isPresent()) {
                throw failure("the end of the stream", "");
            }
            noted("<- ", "</stream:stream>");
            if (socket.rest().length > 0) {
                throw failure("the end of the connection", "more came");
            }
        } catch (IOException | XMLStreamException e) {
            throw failure("the end of the stream", e.toString());
        }
    }

    /** Expects the end of the connection and no XML before it; an alert of TLS may be. */
    void isCutOff() {
        address = "";
        try {
            String rest = new String(socket.rest(), UTF_8);
            if (rest.contains("<")) {
                throw failure("the end of the connection", rest);
            }
        } catch (SocketTimeoutException e) {
            throw failure("the end of the connection", e.toString());
        } catch (IOException e) {
            noted("<- ", e.toString());
        }
    }

    private Element next(String expected) {
        return waiting.isEmpty() ? read(expected) : waiting.remove();
    }

    private Element read(String expected) {
        try {
            Optional<Element> child = socket.child();
            noted("<- ", child.map(Element::asXML).orElse("</stream:stream>"));
            return child.orElseThrow(() -> failure(expected, "the stream ended"));
        } catch (XMLStreamException e) {
            throw failure(expected, e.getMessage());
        }
    }

    private String nextId() {
        return "q" + ++ids;
    }

    private void noted(String direction, String text) {
        transcript.add(direction + (text.length() < 600 ? text : text.substring(0, 600) + "..."));
    }

    private AssertionError failure(String expected, String reason) {
        return new AssertionError("%s expected %s%s\nThe stream so far:\n%s"
                .formatted(
                        address.isEmpty() ? "the client" : address,
                        expected,
                        reason.isEmpty() ? "" : " but: " + reason,
                        String.join("\n", transcript)));
    }

    /** Ends the stream in peace (RFC 6120 §4.4). */
    void leaves() {
        sends("</stream:stream>");
        receivesEnd();
    }

    /** Closes the connection without a word. */
    @Override
    public void close() throws IOException {
        address = "";
        socket.close();
    }
}

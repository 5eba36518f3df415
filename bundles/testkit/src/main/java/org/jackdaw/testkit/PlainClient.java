package org.jackdaw.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.xml.namespace.QName;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * A small client without TLS for a server with {@code plainOnLoopback}: it asks, and waits for the answer. It needs
 * nothing but Java. Used by one thread. Every method throws {@link IOException} if the server goes, and those that ask
 * throw {@link Refused}.
 */
public final class PlainClient implements AutoCloseable {

    private static final QName STREAM_ERROR = new QName("http://etherx.jabber.org/streams", "error");

    public static final String DOMAIN = "localhost";

    private static final int LIMIT_MILLIS = 15_000;

    /** The server answered a request with an error; the message is its condition (RFC 6120 §8.3.3). */
    public static final class Refused extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private Refused(String condition) {
            super(condition);
        }
    }

    private final Socket socket;
    private final Document document;
    private final List<Element> messages = new ArrayList<>();
    private XMLStreamReader reader;
    private int requests;

    /** Connects, and reads what the server offers. */
    public PlainClient(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(LIMIT_MILLIS);
        socket.setTcpNoDelay(true);
        try {
            document = DocumentBuilderFactory.newDefaultInstance()
                    .newDocumentBuilder()
                    .newDocument();
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException(e);
        }
        openStream();
    }

    /** Connects, logs in and binds a resource. */
    public static PlainClient login(int port, String name, String password) throws IOException {
        PlainClient client = authenticated(port, name, password);
        client.set("<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/>");
        return client;
    }

    /** Connects and logs in, up to the binding of a resource. */
    public static PlainClient authenticated(int port, String name, String password) throws IOException {
        PlainClient client = new PlainClient(port);
        String message = "\0" + name + "\0" + password;
        client.write("<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>"
                + Base64.getEncoder().encodeToString(message.getBytes(UTF_8)) + "</auth>");
        String answer = client.next().getTagName();
        if (!answer.equals("success")) {
            throw new AssertionError(name + " cannot log in: " + answer);
        }
        client.openStream();
        return client;
    }

    /** Waits so long for what comes next, if it must be longer than fifteen seconds; 0 for ever. */
    public void waitsFor(int millis) throws IOException {
        socket.setSoTimeout(millis);
    }

    private void openStream() throws IOException {
        write("<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' to='" + DOMAIN
                + "' version='1.0'>");
        try {
            reader = XMLInputFactory.newDefaultFactory().createXMLStreamReader(socket.getInputStream(), "UTF-8");
            reader.nextTag();
        } catch (XMLStreamException e) {
            throw new IOException(e);
        }
        next();
    }

    /** Sends XML as it is, and waits for nothing. */
    public void write(String xml) throws IOException {
        socket.getOutputStream().write(xml.getBytes(UTF_8));
    }

    /** Makes an account, on a stream that has not logged in (XEP-0077 §3.1). */
    public void register(String name, String password) throws IOException {
        set("<query xmlns='jabber:iq:register'><username>" + name + "</username><password>" + password
                + "</password></query>");
    }

    /** Returns the result of a request to the own account. */
    public Element get(String payload) throws IOException {
        return request("get", "", payload);
    }

    /** Asks the own account, or before login the server, to set something. */
    public void set(String payload) throws IOException {
        request("set", "", payload);
    }

    /** Returns when the server has handled everything that was sent before. */
    public void ping() throws IOException {
        request("get", " to='" + DOMAIN + "'", "<ping xmlns='urn:xmpp:ping'/>");
    }

    /** Reads what is still to come from a server that has gone. */
    public void readsToTheEnd() {
        try {
            while (true) {
                noted(next());
            }
        } catch (IOException _) {
            // That is the end.
        }
    }

    private void noted(Element stanza) {
        if (stanza.getTagName().equals("message")) {
            messages.add(stanza);
        }
    }

    private Element request(String type, String to, String payload) throws IOException {
        String id = "r" + ++requests;
        write("<iq type='" + type + "' id='" + id + "'" + to + ">" + payload + "</iq>");
        Element answer = next();
        while (!answer.getTagName().equals("iq") || !answer.getAttribute("id").equals(id)) {
            noted(answer);
            answer = next();
        }
        if (!answer.getAttribute("type").equals("result")) {
            throw new Refused(answer.getLastChild().getFirstChild().getNodeName());
        }
        return answer;
    }

    /** Returns the messages that came while others were waited for, also if the server has gone since. */
    public List<Element> messages() {
        return messages;
    }

    /** Returns what comes next; for those who read with a thread of their own, and only write with another. */
    public Element receive() throws IOException {
        return next();
    }

    private Element next() throws IOException {
        try {
            if (reader.nextTag() == XMLStreamConstants.END_ELEMENT) {
                throw new IOException("the server closed the stream");
            }
            boolean isEnd = STREAM_ERROR.equals(reader.getName());
            Element element = element();
            if (isEnd) {
                throw new IOException("the server ended the stream: "
                        + element.getFirstChild().getNodeName());
            }
            return element;
        } catch (XMLStreamException e) {
            throw new IOException(e);
        }
    }

    private Element element() throws XMLStreamException {
        Element element = document.createElement(reader.getLocalName());
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            element.setAttribute(reader.getAttributeLocalName(i), reader.getAttributeValue(i));
        }
        for (int event = reader.next(); event != XMLStreamConstants.END_ELEMENT; event = reader.next()) {
            element.appendChild(
                    event == XMLStreamConstants.START_ELEMENT ? element() : document.createTextNode(reader.getText()));
        }
        return element;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

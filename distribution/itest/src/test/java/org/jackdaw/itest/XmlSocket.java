package org.jackdaw.itest;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.dom4j.Element;
import org.dom4j.Namespace;
import org.dom4j.QName;
import org.dom4j.tree.DefaultElement;

/** A client's connection: bytes out, XML in, read by another parser than the server's. Used by one thread. */
final class XmlSocket implements AutoCloseable {

    private static final int LIMIT_MILLIS = 5_000;

    private Socket socket;
    private InputStream in;
    private OutputStream out;
    private XMLStreamReader reader;

    XmlSocket(int port) throws IOException {
        use(new Socket(InetAddress.getLoopbackAddress(), port));
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(LIMIT_MILLIS);
    }

    private void use(Socket next) throws IOException {
        socket = next;
        in = next.getInputStream();
        out = next.getOutputStream();
        reader = null;
    }

    /** Begins TLS, and returns when the handshake is done. */
    void secure(Tls tls) throws IOException {
        use(tls.over(socket));
    }

    /** Returns the socket, if it is inside TLS. */
    SSLSocket tls() {
        return (SSLSocket) socket;
    }

    void write(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    /** Reads the start tag of a new stream. */
    Element header() throws IOException, XMLStreamException {
        reader = XMLInputFactory.newDefaultFactory().createXMLStreamReader(in, "UTF-8");
        reader.nextTag();
        return start();
    }

    /** Reads the next child of the stream; empty if the stream's end tag came instead. */
    Optional<Element> child() throws XMLStreamException {
        for (int event = reader.next(); ; event = reader.next()) {
            switch (event) {
                case XMLStreamConstants.START_ELEMENT -> {
                    return Optional.of(element());
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    return Optional.empty();
                }
                default -> {
                    if (!reader.isWhiteSpace()) {
                        throw new AssertionError("Between stanzas: " + reader.getText());
                    }
                }
            }
        }
    }

    private Element element() throws XMLStreamException {
        Element top = start();
        Element current = top;
        while (true) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    Element child = start();
                    current.add(child);
                    current = child;
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    if (current == top) {
                        return top;
                    }
                    current = current.getParent();
                }
                default -> current.addText(reader.getText());
            }
        }
    }

    private Element start() {
        Element element = new DefaultElement(
                new QName(reader.getLocalName(), namespace(reader.getPrefix(), reader.getNamespaceURI())));
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            Namespace namespace = namespace(reader.getAttributePrefix(i), reader.getAttributeNamespace(i));
            element.addAttribute(new QName(reader.getAttributeLocalName(i), namespace), reader.getAttributeValue(i));
        }
        return element;
    }

    private static Namespace namespace(String prefix, String uri) {
        return new Namespace(prefix == null ? "" : prefix, uri == null ? "" : uri);
    }

    /** Reads until the server closes the connection; returns what came. */
    byte[] rest() throws IOException {
        return in.readAllBytes();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

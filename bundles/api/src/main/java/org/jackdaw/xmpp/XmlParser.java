package org.jackdaw.xmpp;

import com.fasterxml.aalto.AsyncByteArrayFeeder;
import com.fasterxml.aalto.AsyncXMLStreamReader;
import com.fasterxml.aalto.stax.InputFactoryImpl;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import org.dom4j.Element;
import org.dom4j.Namespace;
import org.dom4j.QName;
import org.dom4j.tree.DefaultAttribute;
import org.dom4j.tree.DefaultElement;

/**
 * Turns the bytes of a stream, in pieces as they come, into its header and one dom4j tree for each child of the root
 * (RFC 6120 §4.1). It refuses what a stream must not carry (§11.1) and what goes over the limits, so that no peer can
 * make the server work or remember more than its share. Used by one thread at a time; a failed parser is of no more use.
 */
public final class XmlParser {

    /**
     * What one stream may ask of the server.
     *
     * @param bytes longest child of the root, or header, in bytes
     * @param depth deepest nesting, the root not counted
     * @param attributes most attributes of one element
     * @param names most distinct names in the stream's whole life, the server's own vocabulary not counted
     */
    public record Limits(int bytes, int depth, int attributes, int names) {}

    /** What the parser found. */
    public interface Events {

        /** The root's start tag came: an element with its attributes and namespace declarations, the default one too. */
        void opened(Element root);

        /** A child of the root is complete. Returns false to pause: {@link #resume} goes on. */
        boolean element(Element child);

        /** The root's end tag came. */
        void closed();
    }

    private static final int INCOMPLETE = AsyncXMLStreamReader.EVENT_INCOMPLETE;

    private final Limits limits;
    private final Events events;
    private final Utf8Check utf8 = new Utf8Check();
    // A factory per stream: Aalto's symbol table would keep the names of all streams for ever.
    private final AsyncXMLStreamReader<AsyncByteArrayFeeder> reader = new InputFactoryImpl().createAsyncForByteArray();
    private Map<QName, QName> names;
    private Element current;
    private int depth;
    private long base = -1;
    private long fed;
    private long childStart;
    private byte[] chunk;
    private int chunkOffset;
    private int chunkLength;
    private boolean paused;

    public XmlParser(Limits limits, Events events) {
        this.limits = limits;
        this.events = events;
    }

    /** Returns the one element that a stored document holds. Only for XML that this server wrote. */
    public static Element parse(byte[] document) {
        return parse(document, "");
    }

    /** Returns the one element, as it stood where a default namespace was declared; empty for none. */
    static Element parse(byte[] document, String defaultNamespace) {
        List<Element> found = new ArrayList<>(1);
        XmlParser parser = new XmlParser(
                new Limits(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE), new Events() {
                    @Override
                    public void opened(Element root) {}

                    @Override
                    public boolean element(Element child) {
                        return found.add(child);
                    }

                    @Override
                    public void closed() {}
                });
        try {
            for (byte[] part : new byte[][] {ascii("<x xmlns='" + defaultNamespace + "'>"), document, ascii("</x>")}) {
                parser.feed(part, 0, part.length);
            }
        } catch (XmlException e) {
            throw new IllegalArgumentException("stored XML is damaged: " + e.getMessage(), e);
        }
        if (found.size() != 1) {
            throw new IllegalArgumentException("stored XML is not one element");
        }
        return found.getFirst();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Reads the next piece. The array must stay as it is until everything in it is read, which is when this returns
     * and the parser is not paused.
     *
     * @throws XmlException with the stream error to send; nothing more may be fed
     */
    public void feed(byte[] bytes, int offset, int length) throws XmlException {
        if (length == 0) {
            return;
        }
        utf8.accept(bytes, offset, length);
        if (base < 0) {
            base = offset;
        }
        chunk = bytes;
        chunkOffset = offset;
        chunkLength = length;
        try {
            reader.getInputFeeder().feedInput(bytes, offset, length);
        } catch (XMLStreamException e) {
            throw new IllegalStateException("fed while there was still something to read", e);
        }
        fed += length;
        read();
    }

    public boolean isPaused() {
        return paused;
    }

    /** Goes on after a pause. */
    public void resume() throws XmlException {
        paused = false;
        read();
    }

    /** Returns a copy of the bytes that were fed and not read: after a pause, what a new parser begins with. */
    public byte[] unread() {
        int left = (int) (fed + base - childStart);
        return Arrays.copyOfRange(chunk, chunkOffset + chunkLength - left, chunkOffset + chunkLength);
    }

    private void read() throws XmlException {
        try {
            while (!paused) {
                int event = reader.next();
                if (event == INCOMPLETE || event == XMLStreamConstants.END_DOCUMENT) {
                    checkSize(fed + base);
                    chunk = null;
                    return;
                }
                accept(event);
            }
        } catch (XMLStreamException e) {
            throw broken(e);
        }
    }

    private void accept(int event) throws XmlException, XMLStreamException {
        switch (event) {
            case XMLStreamConstants.START_ELEMENT -> start();
            case XMLStreamConstants.END_ELEMENT -> end();
            case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> text();
            case XMLStreamConstants.START_DOCUMENT -> declaration();
            case XMLStreamConstants.COMMENT -> throw restricted("a comment");
            case XMLStreamConstants.PROCESSING_INSTRUCTION -> throw restricted("a processing instruction");
            case XMLStreamConstants.DTD -> throw restricted("a document type definition");
            case XMLStreamConstants.ENTITY_REFERENCE -> throw restricted("an entity reference");
            default -> throw new XmlException(StreamCondition.NOT_WELL_FORMED, "not expected in a stream");
        }
    }

    private void declaration() throws XmlException {
        String encoding = reader.getCharacterEncodingScheme();
        if (encoding != null && !encoding.equalsIgnoreCase("UTF-8")) {
            throw new XmlException(StreamCondition.UNSUPPORTED_ENCODING, "streams are UTF-8");
        }
    }

    private void start() throws XmlException, XMLStreamException {
        if (depth > limits.depth()) {
            throw new XmlException(StreamCondition.POLICY_VIOLATION, "nested deeper than " + limits.depth());
        }
        QName name = name(reader.getPrefix(), reader.getNamespaceURI(), reader.getLocalName());
        Element element = new DefaultElement(name);
        attributes(element);
        namespaces(element);
        if (depth++ == 0) {
            events.opened(element);
            childStart = reader.getLocationInfo().getEndingByteOffset();
        } else {
            if (depth > 2) {
                current.add(element);
            }
            current = element;
        }
    }

    private void attributes(Element element) throws XmlException {
        int count = reader.getAttributeCount();
        if (count > limits.attributes()) {
            throw new XmlException(StreamCondition.POLICY_VIOLATION, "over " + limits.attributes() + " attributes");
        }
        for (int i = 0; i < count; i++) {
            QName name = name(
                    reader.getAttributePrefix(i), reader.getAttributeNamespace(i), reader.getAttributeLocalName(i));
            element.add(new DefaultAttribute(name, reader.getAttributeValue(i)));
        }
    }

    /** Keeps declarations that the element's own name does not need: a name in its content may. */
    private void namespaces(Element element) throws XmlException {
        for (int i = 0, n = reader.getNamespaceCount(); i < n; i++) {
            String prefix = reader.getNamespacePrefix(i);
            String uri = reader.getNamespaceURI(i);
            if (prefix == null || prefix.isEmpty()) {
                if (depth == 0) {
                    element.add(new Namespace("", uri == null ? "" : uri));
                }
            } else {
                if (uri == null || uri.isEmpty()) {
                    throw new XmlException(StreamCondition.NOT_WELL_FORMED, "a prefix bound to nothing");
                }
                if (!prefix.equals(element.getNamespacePrefix())) {
                    element.add(new Namespace(prefix, uri));
                }
            }
        }
    }

    private void end() throws XmlException, XMLStreamException {
        depth--;
        if (depth == 0) {
            events.closed();
        } else if (depth == 1) {
            long end = reader.getLocationInfo().getEndingByteOffset();
            checkSize(end);
            childStart = end;
            Element child = current;
            current = null;
            paused = !events.element(child);
        } else {
            current = current.getParent();
        }
    }

    /** White space between stanzas keeps a connection alive (RFC 6120 §4.6.1); other text there is an error. */
    private void text() throws XmlException, XMLStreamException {
        if (depth > 1) {
            current.addText(reader.getText());
        } else if (!reader.isWhiteSpace()) {
            throw new XmlException(StreamCondition.BAD_FORMAT, "text outside a stanza");
        } else {
            childStart = reader.getLocationInfo().getEndingByteOffset();
        }
    }

    private void checkSize(long end) throws XmlException {
        if (end - Math.max(childStart, base) > limits.bytes()) {
            throw new XmlException(StreamCondition.POLICY_VIOLATION, "over " + limits.bytes() + " bytes");
        }
    }

    private QName name(String prefix, String uri, String local) throws XmlException {
        String space = uri == null ? "" : uri;
        boolean prefixed = prefix != null && !prefix.isEmpty();
        QName known = prefixed ? null : Names.known(space, local);
        return known != null ? known : strange(prefixed ? prefix : "", space, local);
    }

    private QName strange(String prefix, String uri, String local) throws XmlException {
        if (names == null) {
            names = new HashMap<>(8);
        }
        QName name = Names.strange(prefix, uri, local);
        QName seen = names.putIfAbsent(name, name);
        if (names.size() > limits.names()) {
            throw new XmlException(StreamCondition.POLICY_VIOLATION, "over " + limits.names() + " different names");
        }
        // QNames are equal whatever their prefix is, and the prefix is to be kept.
        return seen == null || !seen.getNamespacePrefix().equals(prefix) ? name : seen;
    }

    private static XmlException restricted(String what) {
        return new XmlException(StreamCondition.RESTRICTED_XML, what);
    }

    /** Aalto calls a DTD's internal subset and an entity in an attribute plain bad syntax; the RFC does not. */
    private XmlException broken(XMLStreamException e) {
        String message = String.valueOf(e.getMessage());
        if (message.contains("ENTITY_REFERENCE")) {
            return restricted("an entity reference");
        }
        String here = chunk == null ? "" : new String(chunk, chunkOffset, chunkLength, StandardCharsets.ISO_8859_1);
        if (depth == 0 && here.contains("<!DOCTYPE")) {
            return restricted("a document type definition");
        }
        int detail = message.indexOf('\n');
        return new XmlException(StreamCondition.NOT_WELL_FORMED, detail < 0 ? message : message.substring(0, detail));
    }
}

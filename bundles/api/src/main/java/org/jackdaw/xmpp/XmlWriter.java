package org.jackdaw.xmpp;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.dom4j.Attribute;
import org.dom4j.CharacterData;
import org.dom4j.Element;
import org.dom4j.Namespace;
import org.dom4j.Node;

/**
 * A dom4j tree as bytes of UTF-8. It exists because dom4j's own writer costs several times as much and allocates
 * 20 kB a stanza. One instance writes one tree; it is not shared between threads.
 */
public final class XmlWriter {

    /** The ASCII characters that stand for themselves everywhere. */
    private static final boolean[] PLAIN = new boolean[128];

    static {
        Arrays.fill(PLAIN, ' ', 0x80, true);
        for (char special : new char[] {'&', '<', '>', '\''}) {
            PLAIN[special] = false;
        }
    }

    private byte[] buffer = new byte[512];
    private int length;

    /** Prefixes in scope, a prefix and its URI in turn; the last binding of a prefix counts. */
    private String[] scope = new String[8];

    private int bound;

    private XmlWriter() {}

    /**
     * Returns an element as it stands in a place where a default namespace is already declared.
     *
     * @param defaultNamespace the namespace in scope; empty if there is none, as at the root of a document
     */
    public static byte[] bytes(Element element, String defaultNamespace) {
        XmlWriter writer = new XmlWriter();
        writer.bind("xml", "http://www.w3.org/XML/1998/namespace");
        writer.bind("", defaultNamespace);
        if (defaultNamespace.equals(Names.CLIENT)) {
            writer.bind("stream", Names.STREAM);
        }
        writer.element(element);
        return Arrays.copyOf(writer.buffer, writer.length);
    }

    /** Returns what was written with one more attribute, of which the start and the value are given, at a place. */
    static byte[] with(byte[] written, int place, String start, String value) {
        if (isWrittenAsItIs(value)) {
            return with(written, place, start + value + '\'');
        }
        XmlWriter writer = new XmlWriter();
        writer.length = place;
        writer.ensure(written.length + start.length() + value.length() + 1);
        System.arraycopy(written, 0, writer.buffer, 0, place);
        writer.raw(start);
        writer.escaped(value, true);
        writer.put('\'');
        writer.ensure(written.length - place);
        System.arraycopy(written, place, writer.buffer, writer.length, written.length - place);
        return Arrays.copyOf(writer.buffer, writer.length + written.length - place);
    }

    private static boolean isWrittenAsItIs(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c >= PLAIN.length || !PLAIN[c]) {
                return false;
            }
        }
        return true;
    }

    /** A room does this for each of thousands: it allocates what it returns, and little else. */
    private static byte[] with(byte[] written, int place, String attribute) {
        byte[] more = attribute.getBytes(StandardCharsets.ISO_8859_1);
        byte[] all = new byte[written.length + more.length];
        System.arraycopy(written, 0, all, 0, place);
        System.arraycopy(more, 0, all, place, more.length);
        System.arraycopy(written, place, all, place + more.length, written.length - place);
        return all;
    }

    private void element(Element element) {
        int outer = bound;
        Namespace namespace = element.getNamespace();
        String name = element.getQualifiedName();
        put('<');
        ascii(name);
        declare(namespace.getPrefix(), namespace.getURI());
        List<Attribute> attributes = element.attributes();
        for (int i = 0, n = attributes.size(); i < n; i++) {
            attribute(attributes.get(i));
        }
        int nodes = element.nodeCount();
        boolean content = false;
        for (int i = 0; i < nodes; i++) {
            if (element.node(i) instanceof Namespace declared) {
                declare(declared.getPrefix(), declared.getURI());
            } else {
                content = true;
            }
        }
        if (content) {
            put('>');
            for (int i = 0; i < nodes; i++) {
                node(element.node(i));
            }
            put('<');
            put('/');
            ascii(name);
        } else {
            put('/');
        }
        put('>');
        bound = outer;
    }

    /** Comments and processing instructions are not for streams (RFC 6120 §11.1) and are left out. */
    private void node(Node node) {
        if (node instanceof Element child) {
            element(child);
        } else if (node instanceof CharacterData && node.getNodeType() != Node.COMMENT_NODE) {
            escaped(node.getText(), false);
        }
    }

    private void attribute(Attribute attribute) {
        String prefix = attribute.getNamespacePrefix();
        if (!prefix.isEmpty()) {
            declare(prefix, attribute.getNamespaceURI());
        }
        put(' ');
        ascii(attribute.getQualifiedName());
        put('=');
        put('\'');
        escaped(attribute.getValue(), true);
        put('\'');
    }

    private void declare(String prefix, String uri) {
        if (uri.equals(uriOf(prefix))) {
            return;
        }
        bind(prefix, uri);
        ascii(" xmlns");
        if (!prefix.isEmpty()) {
            put(':');
            ascii(prefix);
        }
        put('=');
        put('\'');
        escaped(uri, true);
        put('\'');
    }

    private void bind(String prefix, String uri) {
        if (bound + 2 > scope.length) {
            scope = Arrays.copyOf(scope, scope.length * 2);
        }
        scope[bound++] = prefix;
        scope[bound++] = uri;
    }

    private String uriOf(String prefix) {
        for (int i = bound - 2; i >= 0; i -= 2) {
            if (scope[i].equals(prefix)) {
                return scope[i + 1];
            }
        }
        return "\0";
    }

    /** Names need no escaping; those that are not ASCII take the long way. */
    private void ascii(String text) {
        escaped(text, false);
    }

    private void escaped(String text, boolean inAttribute) {
        int n = text.length();
        ensure(n);
        for (int i = 0; i < n; i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                i = wide(text, i);
            } else if (PLAIN[c]) {
                buffer[length++] = (byte) c;
            } else {
                special(c, inAttribute);
            }
            if (buffer.length - length < n - i) {
                ensure(n - i);
            }
        }
    }

    private void special(char c, boolean inAttribute) {
        switch (c) {
            case '&' -> raw("&amp;");
            case '<' -> raw("&lt;");
            case '>' -> raw("&gt;");
            case '\'' -> raw(inAttribute ? "&apos;" : "'");
            case '\r' -> raw("&#xD;");
            case '\n' -> raw(inAttribute ? "&#xA;" : "\n");
            case '\t' -> raw(inAttribute ? "&#x9;" : "\t");
            default -> {
                if (c < ' ') {
                    throw new IllegalArgumentException("character " + (int) c + " is not allowed in XML");
                }
                put(c);
            }
        }
    }

    /** Writes the character at i, which is not ASCII, and returns the index of its last code unit. */
    private int wide(String text, int i) {
        int code = text.codePointAt(i);
        if (Character.isSurrogate((char) code) && code < 0x10000 || code == 0xFFFE || code == 0xFFFF) {
            throw new IllegalArgumentException("half a character, or one that is not allowed in XML");
        }
        ensure(4);
        if (code < 0x800) {
            buffer[length++] = (byte) (0xC0 | code >> 6);
        } else if (code < 0x10000) {
            buffer[length++] = (byte) (0xE0 | code >> 12);
            buffer[length++] = (byte) (0x80 | code >> 6 & 0x3F);
        } else {
            buffer[length++] = (byte) (0xF0 | code >> 18);
            buffer[length++] = (byte) (0x80 | code >> 12 & 0x3F);
            buffer[length++] = (byte) (0x80 | code >> 6 & 0x3F);
        }
        buffer[length++] = (byte) (0x80 | code & 0x3F);
        return code < 0x10000 ? i : i + 1;
    }

    private void raw(String ascii) {
        byte[] bytes = ascii.getBytes(StandardCharsets.ISO_8859_1);
        ensure(bytes.length);
        System.arraycopy(bytes, 0, buffer, length, bytes.length);
        length += bytes.length;
    }

    private void put(char c) {
        ensure(1);
        buffer[length++] = (byte) c;
    }

    private void ensure(int more) {
        if (buffer.length - length < more) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, length + more));
        }
    }
}

package org.jackdaw.testkit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.dom4j.Element;
import org.jackdaw.xmpp.Iq;
import org.jackdaw.xmpp.Message;
import org.jackdaw.xmpp.Presence;
import org.jackdaw.xmpp.Stanza;
import org.jackdaw.xmpp.XmlException;
import org.jackdaw.xmpp.XmlParser;

/** Stanzas written as XML, read as a client's stream would be: the default namespace is {@code jabber:client}. */
public final class Stanzas {

    private static final XmlParser.Limits LIMITS = new XmlParser.Limits(1 << 20, 100, 100, 1000);

    private Stanzas() {}

    public static Message message(String xml) {
        return (Message) stanza(xml);
    }

    public static Presence presence(String xml) {
        return (Presence) stanza(xml);
    }

    public static Iq iq(String xml) {
        return (Iq) stanza(xml);
    }

    public static Stanza stanza(String xml) {
        return Stanza.adopt(element(xml));
    }

    /**
     * Returns the one element that the text holds.
     *
     * @throws IllegalArgumentException if it is not well-formed, or not one element
     */
    public static Element element(String xml) {
        List<Element> found = new ArrayList<>();
        XmlParser parser = new XmlParser(LIMITS, new XmlParser.Events() {
            @Override
            public void opened(Element root) {}

            @Override
            public boolean element(Element child) {
                return found.add(child);
            }

            @Override
            public void closed() {}
        });
        byte[] stream = ("<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>" + xml)
                .getBytes(StandardCharsets.UTF_8);
        try {
            parser.feed(stream, 0, stream.length);
        } catch (XmlException e) {
            throw new IllegalArgumentException(e.getMessage() + ": " + xml, e);
        }
        if (found.size() != 1) {
            throw new IllegalArgumentException("not one element: " + xml);
        }
        return found.getFirst();
    }
}

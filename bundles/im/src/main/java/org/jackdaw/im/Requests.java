package org.jackdaw.im;

import java.nio.charset.StandardCharsets;
import org.jackdaw.xmpp.Presence;
import org.jackdaw.xmpp.Stanza;
import org.jackdaw.xmpp.XmlParser;
import org.jackdaw.xmpp.XmlWriter;

/** Requests to subscribe as text, to be kept until they are answered (RFC 6121 §3.1.3). */
final class Requests {

    /** As long as the column is; what is over it goes without its content. */
    private static final int LONGEST = 32_672;

    private Requests() {}

    static String text(Presence request) {
        String text = write(request);
        return text.length() <= LONGEST ? text : write(request.with(copy -> copy.clearContent()));
    }

    private static String write(Presence request) {
        return new String(XmlWriter.bytes(request.copy(), ""), StandardCharsets.UTF_8);
    }

    static Stanza read(String text) {
        return Stanza.adopt(XmlParser.parse(text.getBytes(StandardCharsets.UTF_8)));
    }
}

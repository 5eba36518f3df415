package org.jackdaw.core;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.dom4j.Element;
import org.dom4j.QName;
import org.jackdaw.plugin.KeepRules;
import org.jackdaw.xmpp.Message;
import org.jackdaw.xmpp.Stanza;

/**
 * What a client was sent and has not acknowledged, and the counters of both directions (XEP-0198 §4). It outlives the
 * connection, and the stream's classes. Thread-safe.
 */
public final class KeptStanzas {

    private static final long MODULUS = 1L << 32;
    private static final QName DELAY = QName.get("delay", "urn:xmpp:delay");

    /** A stanza that was sent, and when: in milliseconds since 1970. */
    public record Item(Outgoing outgoing, long millis) {

        /** Returns the stanza, a message with the time when it was sent (XEP-0198 §4, XEP-0203). */
        public Stanza stanza() {
            Stanza stanza = outgoing.stanza();
            return stanza instanceof Message message && !message.has("delay", DELAY.getNamespaceURI())
                    ? message.with(copy -> addDelay(message, copy))
                    : stanza;
        }

        private void addDelay(Message message, Element copy) {
            Element delay = copy.addElement(DELAY);
            message.to().ifPresent(to -> delay.addAttribute("from", to.domain()));
            delay.addAttribute(
                    "stamp",
                    Instant.ofEpochMilli(millis).truncatedTo(ChronoUnit.MILLIS).toString());
        }
    }

    private final KeepRules rules;
    private final Deque<Item> items = new ArrayDeque<>();
    private long bytes;
    private long acknowledged;
    private long handled;

    /** When the client was asked for an acknowledgement that it has not given; 0 if it was not. */
    private long requested;

    public KeptStanzas(KeepRules rules) {
        this(rules, 0, 0);
    }

    /** Goes on counting from what was sent and handled before. */
    KeptStanzas(KeepRules rules, long sent, long handled) {
        this.rules = rules;
        this.acknowledged = sent;
        this.handled = handled;
    }

    public KeepRules rules() {
        return rules;
    }

    /** Keeps a stanza that is being sent; returns whether there was room for it. It is kept in any case. */
    public synchronized boolean add(Outgoing stanza) {
        items.add(new Item(stanza, System.currentTimeMillis()));
        bytes += stanza.bytes().length;
        return items.size() <= rules.stanzas() && bytes <= rules.bytes();
    }

    /** Whether the client is to be asked for an acknowledgement now; to be called when it is asked if so. */
    public synchronized boolean requests(long now) {
        if (requested != 0 || items.isEmpty()) {
            return false;
        }
        requested = now;
        return true;
    }

    /** Whether the client owes an acknowledgement for too long. */
    public synchronized boolean isOverdue(long now) {
        return requested != 0 && now - requested > rules.answer().toMillis();
    }

    /** The connection is another one, or none: nobody will answer what was asked on the old. */
    public synchronized void forgetRequest() {
        requested = 0;
    }

    /**
     * The client has so many, modulo 2^32.
     *
     * @throws IllegalArgumentException if that is more than it was sent
     */
    public void acknowledged(long h) {
        List<Outgoing> arrived = new ArrayList<>();
        synchronized (this) {
            long more = (h - acknowledged % MODULUS + MODULUS) % MODULUS;
            if (more > items.size()) {
                throw new IllegalArgumentException(h + " stanzas acknowledged, and " + sent() + " sent");
            }
            for (long i = 0; i < more; i++) {
                Outgoing outgoing = items.remove().outgoing();
                bytes -= outgoing.bytes().length;
                arrived.add(outgoing);
            }
            acknowledged += more;
            requested = 0;
        }
        arrived.forEach(Outgoing::arrived);
    }

    /** Returns how many stanzas were sent, modulo 2^32. */
    public synchronized long sent() {
        return (acknowledged + items.size()) % MODULUS;
    }

    /** One more of the client's stanzas is handled. */
    public synchronized void handled() {
        handled++;
    }

    /** Returns how many of the client's stanzas are handled, modulo 2^32. */
    public synchronized long allHandled() {
        return handled % MODULUS;
    }

    /** Returns what the client has not acknowledged, in order. */
    public synchronized List<Item> items() {
        return List.copyOf(items);
    }

    /** Returns the messages among them. */
    public List<Message> messages() {
        return items().stream()
                .filter(item -> item.outgoing().isMessage())
                .map(item -> (Message) item.outgoing().stanza())
                .toList();
    }

    /** Gives away what the client has not acknowledged, in order: it will not any more. */
    public synchronized List<Item> take() {
        List<Item> rest = List.copyOf(items);
        items.clear();
        bytes = 0;
        return rest;
    }
}

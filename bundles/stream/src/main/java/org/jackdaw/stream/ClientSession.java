package org.jackdaw.stream;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.dom4j.Attribute;
import org.dom4j.Element;
import org.dom4j.QName;
import org.dom4j.tree.DefaultElement;
import org.jackdaw.core.LocalSession;
import org.jackdaw.core.PluginCall;
import org.jackdaw.core.Step;
import org.jackdaw.core.Traffic;
import org.jackdaw.core.Trail;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Presence;
import org.jackdaw.xmpp.Stanza;
import org.jackdaw.xmpp.StanzaError;
import org.jackdaw.xmpp.StanzaException;
import org.jackdaw.xmpp.StreamCondition;
import org.jackdaw.xmpp.XmlWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The session that a stream is from the binding of its resource on (RFC 6120 §7, §8). */
final class ClientSession implements LocalSession {

    static final String CLIENT = "jabber:client";

    /** What the client is sent; without somebody to tell that it has left, it is given back if it does not. */
    private record Outgoing(byte[] bytes, Runnable left) {

        long to(Transport transport) {
            return left == null ? transport.send(bytes) : transport.send(bytes, left);
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(ClientSession.class);
    private static final QName LANG = new QName("lang", org.dom4j.Namespace.XML_NAMESPACE);
    private static final Set<String> STANZA_ATTRIBUTES = Set.of("from", "to", "id", "type");
    private static final int NOTE_LENGTH = 1000;

    /** How long a client that asks for much may take to read it. */
    private static final long PATIENCE_MILLIS = 30_000;

    private final Jid jid;
    private final String address;
    private final String language;
    private final ClientStream stream;
    private final Transport transport;
    private final ClientStream.Setting setting;
    private final Traffic traffic;
    private final Instant since = Instant.now();

    /** Used on the stream's thread alone. */
    private final Trail trail = new Trail();

    /** As bytes: many threads ask for it, and a tree is not even safe to read for two. */
    private volatile byte[] presence;

    private volatile int priority;
    private volatile Map<String, String> notes = Map.of();
    private volatile boolean ended;

    /** What others sent while the session was held; null while it is not. */
    private volatile List<Outgoing> held;

    private long heldBytes;

    /** @param language the stream's default language; empty for none */
    ClientSession(Jid jid, String language, ClientStream stream, Transport transport, ClientStream.Setting setting) {
        this.jid = jid;
        this.address = jid.toString();
        this.language = language;
        this.stream = stream;
        this.transport = transport;
        this.setting = setting;
        traffic = setting.sessions().traffic();
    }

    // From the client, on the stream's thread.

    /** Takes a child of the stream: a stanza, or the stream ends (RFC 6120 §4.9.3.24). */
    void received(Element element) {
        String name = element.getName();
        if (!name.equals("message") && !name.equals("presence") && !name.equals("iq")) {
            throw new StreamException(StreamCondition.UNSUPPORTED_STANZA_TYPE, "");
        }
        if (!element.getNamespaceURI().equals(CLIENT)) {
            throw new StreamException(StreamCondition.INVALID_NAMESPACE, "");
        }
        try {
            refuseDisguises(element);
            stamp(element);
            Stanza stanza = Stanza.adopt(element);
            traffic.received(stanza);
            LOG.debug("From {}: {}", jid, stanza);
            setting.stanzas().accept(this, stanza, trail);
        } catch (StanzaException e) {
            refuse(element, e.error());
        }
    }

    /** dom4j finds attributes by local name: one in a namespace could pass for the sender or the recipient. */
    private static void refuseDisguises(Element element) {
        for (Attribute attribute : element.attributes()) {
            if (!attribute.getNamespaceURI().isEmpty() && STANZA_ATTRIBUTES.contains(attribute.getName())) {
                throw new StanzaException(Condition.BAD_REQUEST, attribute.getQualifiedName());
            }
        }
    }

    /** The sender is who has logged in; to claim anything else ends the stream (RFC 6120 §8.1.2.1, §4.9.3.9). */
    private void stamp(Element element) {
        String from = element.attributeValue("from");
        if (from != null && !from.equals(address) && !isMine(from)) {
            throw new StreamException(StreamCondition.INVALID_FROM, "");
        }
        element.addAttribute("from", address);
        if (!language.isEmpty() && element.attribute(LANG) == null) {
            element.addAttribute(LANG, language);
        }
    }

    private boolean isMine(String from) {
        try {
            Jid claimed = Jid.of(from);
            return claimed.equals(jid) || claimed.equals(jid.bare());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Answers what is not even a stanza, and so cannot make its own reply. */
    private void refuse(Element element, StanzaError error) {
        if ("error".equals(element.attributeValue("type")) || "result".equals(element.attributeValue("type"))) {
            return;
        }
        Element reply = new DefaultElement(element.getQName());
        reply.addAttribute("type", "error");
        reply.addAttribute("to", address);
        if (element.attributeValue("id") != null) {
            reply.addAttribute("id", element.attributeValue("id"));
        }
        reply.add(error.element());
        hand(new Outgoing(XmlWriter.bytes(reply, CLIENT), null));
    }

    // To the client, on any thread.

    @Override
    public boolean send(Stanza stanza) {
        return hand(stanza) != Step.GONE;
    }

    @Override
    public boolean send(Stanza stanza, Runnable left) {
        return hand(new Outgoing(stanza.bytes(), left)) != Step.GONE;
    }

    @Override
    public Step hand(Stanza stanza) {
        return hand(new Outgoing(stanza.bytes(), null));
    }

    private Step hand(Outgoing outgoing) {
        if (ended) {
            return Step.GONE;
        }
        traffic.sent();
        if (held != null && !stream.isAtWork() && holdBack(outgoing)) {
            return Step.HELD;
        }
        long waiting = outgoing.to(transport);
        if (waiting > setting.config().sendQueueBytes() && !waitOrCutOff()) {
            return Step.CUT_OFF;
        }
        return waiting < 0 ? Step.GONE : Step.SENT;
    }

    private boolean awaitRoom() {
        return transport.awaitRoom(setting.config().sendQueueBytes(), PATIENCE_MILLIS);
    }

    private synchronized boolean holdBack(Outgoing outgoing) {
        if (held == null) {
            return false;
        }
        held.add(outgoing);
        heldBytes += outgoing.bytes().length;
        return true;
    }

    /**
     * A client that does not read what it asked for gets time; one that others send to gets none: they must not wait.
     * Returns false if it is cut off.
     */
    private boolean waitOrCutOff() {
        if (stream.isAtWork() && PluginCall.outside(this::awaitRoom)) {
            return true;
        }
        stream.close(StreamCondition.POLICY_VIOLATION, "this client does not read");
        return false;
    }

    @Override
    public synchronized void hold() {
        held = new ArrayList<>();
        heldBytes = 0;
    }

    @Override
    public void release() {
        giveBack(passOnHeld());
        if (heldBytes > setting.config().sendQueueBytes()) {
            waitOrCutOff();
        }
    }

    /** Returns what the transport did not take. */
    private synchronized List<byte[]> passOnHeld() {
        List<byte[]> unsent = held.stream()
                .filter(outgoing -> outgoing.to(transport) < 0 && outgoing.left() == null)
                .map(Outgoing::bytes)
                .toList();
        held = null;
        return unsent;
    }

    @Override
    public void close(StreamCondition condition, String text) {
        stream.close(condition, text);
    }

    /** The stream is over: contacts are told, and the address is free. On the stream's thread. */
    void end() {
        if (ended) {
            return;
        }
        ended = true;
        if (setting.sessions().find(jid).filter(current -> current == this).isPresent()) {
            Presence last = Presence.of(Presence.Type.UNAVAILABLE, jid, jid).with(e -> e.addAttribute("to", null));
            setting.stanzas().accept(this, last, trail);
        }
        setting.sessions().unbind(this);
    }

    /** Sends messages that never left on to where RFC 6121 §8.5 sends them now. */
    void giveBack(List<byte[]> unsent) {
        for (byte[] bytes : unsent) {
            String start = new String(bytes, 0, Math.min(8, bytes.length), StandardCharsets.ISO_8859_1);
            if (start.equals("<message")) {
                setting.stanzas().returned(Stanza.of(bytes), jid);
            }
        }
    }

    // What is known of it.

    @Override
    public Jid jid() {
        return jid;
    }

    @Override
    public Optional<Presence> presence() {
        byte[] last = presence;
        return last == null ? Optional.empty() : Optional.of((Presence) Stanza.of(last));
    }

    @Override
    public boolean isAvailable() {
        return presence != null;
    }

    @Override
    public void presence(Optional<Presence> current) {
        priority = current.map(Presence::priority).orElse(0);
        presence = current.map(Stanza::bytes).orElse(null);
    }

    @Override
    public int priority() {
        return priority;
    }

    @Override
    public String note(String key) {
        return notes.getOrDefault(key, "");
    }

    @Override
    public synchronized void note(String key, String value) {
        if (value.length() > NOTE_LENGTH) {
            throw new IllegalArgumentException("a note of over " + NOTE_LENGTH + " characters");
        }
        Map<String, String> next = new ConcurrentHashMap<>(notes);
        next.put(key, value);
        next.values().removeIf(String::isEmpty);
        notes = Map.copyOf(next);
    }

    @Override
    public InetAddress address() {
        return transport.address();
    }

    @Override
    public boolean isSecure() {
        return transport.isSecure();
    }

    @Override
    public Instant since() {
        return since;
    }
}

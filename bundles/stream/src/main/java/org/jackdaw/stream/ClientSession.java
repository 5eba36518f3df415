package org.jackdaw.stream;

import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import org.dom4j.Attribute;
import org.dom4j.Element;
import org.dom4j.QName;
import org.dom4j.tree.DefaultElement;
import org.jackdaw.core.KeptStanzas;
import org.jackdaw.core.LocalSession;
import org.jackdaw.core.Outgoing;
import org.jackdaw.core.PluginCall;
import org.jackdaw.core.SessionState;
import org.jackdaw.core.Step;
import org.jackdaw.core.Traffic;
import org.jackdaw.core.Trail;
import org.jackdaw.plugin.Pace;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Message;
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

    private static final Logger LOG = LoggerFactory.getLogger(ClientSession.class);
    private static final QName LANG = new QName("lang", org.dom4j.Namespace.XML_NAMESPACE);
    private static final Set<String> STANZA_ATTRIBUTES = Set.of("from", "to", "id", "type");

    /** How long a client that asks for much may take to read it. */
    private static final long PATIENCE_MILLIS = 30_000;

    private final SessionState state;
    private final String address;
    private final String language;
    private final ClientStream stream;
    private final Transport transport;
    private final ClientStream.Setting setting;
    private final Traffic traffic;
    private final ToClient toClient;

    /** Used on the stream's thread alone. */
    private final Trail trail = new Trail();

    private boolean ended;

    /** @param language the stream's default language; empty for none */
    ClientSession(
            SessionState state,
            String language,
            ClientStream stream,
            Transport transport,
            ClientStream.Setting setting) {
        this.state = state;
        this.address = state.jid().toString();
        this.language = language;
        this.stream = stream;
        this.transport = transport;
        this.setting = setting;
        traffic = setting.sessions().traffic();
        toClient = new ToClient(transport, stream::isAtWork);
    }

    // From the client, on the stream's thread.

    /** Takes a child of the stream: a stanza, or the stream ends (RFC 6120 §4.9.3.24). */
    void received(Element element) {
        String name = element.getName();
        boolean isStanza = name.equals("message") || name.equals("presence") || name.equals("iq");
        if (!element.getNamespaceURI().equals(CLIENT)) {
            if (isStanza) {
                throw new StreamException(StreamCondition.INVALID_NAMESPACE, "");
            }
            stream.extend(element);
            return;
        }
        if (!isStanza) {
            throw new StreamException(StreamCondition.UNSUPPORTED_STANZA_TYPE, "");
        }
        handle(element);
        KeptStanzas kept = toClient.kept();
        if (kept != null) {
            kept.handled();
        }
    }

    private void handle(Element element) {
        try {
            refuseDisguises(element);
            stamp(element);
            Stanza stanza = Stanza.adopt(element);
            traffic.received(stanza);
            LOG.debug("From {}: {}", address, stanza);
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
            return claimed.equals(jid()) || claimed.equals(jid().bare());
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
        toClient.hand(new Outgoing(XmlWriter.bytes(reply, CLIENT), NOBODY, null), Pace.NOW);
    }

    // To the client, on any thread.

    ToClient toClient() {
        return toClient;
    }

    @Override
    public Step hand(Stanza stanza, Outgoing outgoing) {
        boolean asks = toClient.isPaced() && !stream.isAtWork();
        Step step = toClient.hand(outgoing, asks ? setting.extensions().pace(stanza, this) : Pace.NOW);
        if (step == Step.GONE) {
            LocalSession next = toClient.successor();
            return next == null ? Step.GONE : next.hand(stanza, outgoing);
        }
        traffic.sent();
        if (step == Step.CUT_OFF) {
            stream.close(StreamCondition.POLICY_VIOLATION, "this client does not acknowledge");
        } else if (toClient.waiting() > setting.config().sendQueueBytes() && !waitOrCutOff()) {
            return Step.CUT_OFF;
        }
        return step;
    }

    private boolean awaitRoom() {
        return transport.awaitRoom(setting.config().sendQueueBytes(), PATIENCE_MILLIS);
    }

    /**
     * A client that does not read what it asked for gets time; one that others send to gets none, for they must not wait. If
     * what it is sent is kept, a bound of its own holds for that. Returns false if the client is cut off.
     */
    private boolean waitOrCutOff() {
        if (stream.isAtWork() ? PluginCall.outside(this::awaitRoom) : toClient.isKept()) {
            return true;
        }
        stream.close(StreamCondition.POLICY_VIOLATION, "this client does not read");
        return false;
    }

    @Override
    public void hold() {
        toClient.hold();
    }

    @Override
    public void release() {
        giveBack(toClient.release());
        if (toClient.waiting() > setting.config().sendQueueBytes()) {
            waitOrCutOff();
        }
    }

    @Override
    public boolean succeededBy(LocalSession successor) {
        return toClient.succeededBy(successor);
    }

    @Override
    public void close(StreamCondition condition, String text) {
        LocalSession next = toClient.successor();
        if (next == null) {
            stream.close(condition, text);
        } else {
            next.close(condition, text);
        }
    }

    /** The stream is over: contacts are told, the address is free, and what waited goes elsewhere. On the stream's thread. */
    void end() {
        if (ended) {
            return;
        }
        ended = true;
        List<Outgoing> rest = toClient.end();
        if (setting.sessions().find(jid()).filter(current -> current == this).isPresent()) {
            Presence last = Presence.of(Presence.Type.UNAVAILABLE, jid(), jid()).with(e -> e.addAttribute("to", null));
            setting.stanzas().accept(this, last, trail);
        }
        setting.sessions().unbind(this);
        giveBack(rest);
    }

    /** Sends what never left on to where RFC 6121 §8.5 sends it now. */
    void giveBack(List<Outgoing> unsent) {
        for (Outgoing stanza : unsent) {
            stanza.lost().ifPresent(lost -> setting.stanzas().returned(lost.stanza(), this));
        }
    }

    // What is known of it.

    @Override
    public SessionState state() {
        return state;
    }

    @Override
    public boolean isConnected() {
        return toClient.isOpen();
    }

    @Override
    public List<Message> unacknowledged() {
        KeptStanzas kept = toClient.kept();
        return kept == null ? List.of() : kept.messages();
    }

    @Override
    public boolean isPaced() {
        return toClient.isPaced();
    }

    @Override
    public void pace(boolean on) {
        toClient.pace(on);
    }

    @Override
    public InetAddress address() {
        return transport.address();
    }

    @Override
    public boolean isSecure() {
        return transport.isSecure();
    }
}

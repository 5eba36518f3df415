package org.jackdaw.xmpp;

import java.util.HashMap;
import java.util.Map;
import org.dom4j.Namespace;
import org.dom4j.QName;

/** The qualified names that streams carry all day, made once. dom4j's own cache never lets go and is not used. */
final class Names {

    static final String CLIENT = "jabber:client";
    static final String STREAM = "http://etherx.jabber.org/streams";

    private static final Namespace CLIENT_NAMESPACE = new Namespace("", CLIENT);
    static final QName MESSAGE = new QName("message", CLIENT_NAMESPACE);
    static final QName PRESENCE = new QName("presence", CLIENT_NAMESPACE);
    static final QName IQ = new QName("iq", CLIENT_NAMESPACE);
    static final QName ERROR = new QName("error", CLIENT_NAMESPACE);

    private static final Map<String, Map<String, QName>> KNOWN = new HashMap<>();

    static {
        know(MESSAGE, PRESENCE, IQ, ERROR);
        know("", "to", "from", "id", "type", "node", "ver", "hash", "jid", "name", "subscription", "ask");
        know("", "stamp", "version", "h", "r", "max", "resume", "code", "by", "lang", "var", "label", "mechanism");
        know(CLIENT, "body", "subject", "thread", "show", "status", "priority");
        know("urn:xmpp:ping", "ping");
        know("urn:xmpp:receipts", "request", "received");
        know("urn:xmpp:sm:3", "r", "a", "enable", "enabled", "resume", "resumed");
        know("urn:xmpp:sid:0", "origin-id", "stanza-id");
        know("urn:xmpp:chat-markers:0", "markable", "received", "displayed");
        know("http://jabber.org/protocol/chatstates", "active", "composing", "paused", "inactive", "gone");
        know("http://jabber.org/protocol/caps", "c");
        know("http://jabber.org/protocol/disco#info", "query", "identity", "feature");
        know("http://jabber.org/protocol/disco#items", "query", "item");
        know("jabber:iq:roster", "query", "item", "group");
        know("jabber:x:data", "x", "field", "value");
        know("http://jabber.org/protocol/muc", "x", "history", "password");
        know("urn:xmpp:delay", "delay");
        know("urn:ietf:params:xml:ns:xmpp-bind", "bind", "resource", "jid");
        know("urn:ietf:params:xml:ns:xmpp-session", "session");
        know("urn:ietf:params:xml:ns:xmpp-sasl", "auth", "challenge", "response", "success", "abort", "failure");
        know("urn:ietf:params:xml:ns:xmpp-tls", "starttls", "proceed");
    }

    private Names() {}

    private static void know(QName... names) {
        for (QName name : names) {
            KNOWN.computeIfAbsent(name.getNamespaceURI(), uri -> new HashMap<>())
                    .put(name.getName(), name);
        }
    }

    private static void know(String uri, String... names) {
        Namespace namespace = uri.isEmpty() ? Namespace.NO_NAMESPACE : new Namespace("", uri);
        for (String name : names) {
            know(new QName(name, namespace));
        }
    }

    /** Returns the known name without a prefix, or null. */
    static QName known(String uri, String name) {
        Map<String, QName> names = KNOWN.get(uri);
        return names == null ? null : names.get(name);
    }
}

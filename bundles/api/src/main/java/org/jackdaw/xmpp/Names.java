package org.jackdaw.xmpp;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
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

    /** Names that are none of those, and came lately: dom4j looks each new one over letter by letter, which costs more than all else. */
    private static final Map<Strange, QName> STRANGE = new ConcurrentHashMap<>();

    private static final int MOST_STRANGE = 4096;
    private static final int LONGEST_STRANGE = 200;

    private record Strange(String prefix, String uri, String local) {}

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

    /** Returns any other name; whoever sends ever new ones makes only others be looked over again. */
    static QName strange(String prefix, String uri, String local) {
        Strange key = new Strange(prefix, uri, local);
        QName seen = STRANGE.get(key);
        if (seen != null) {
            return seen;
        }
        QName name = new QName(local, new Namespace(prefix, uri), prefix.isEmpty() ? local : prefix + ":" + local);
        if (uri.length() + prefix.length() + local.length() <= LONGEST_STRANGE) {
            if (STRANGE.size() >= MOST_STRANGE) {
                STRANGE.clear();
            }
            STRANGE.put(key, name);
        }
        return name;
    }

    /** Returns the known name without a prefix, or null. */
    static QName known(String uri, String name) {
        Map<String, QName> names = KNOWN.get(uri);
        return names == null ? null : names.get(name);
    }
}

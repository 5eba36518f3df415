package org.jackdaw.stream;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import org.dom4j.Element;
import org.dom4j.Namespace;
import org.jackdaw.core.SessionState;
import org.jackdaw.core.Trail;
import org.jackdaw.plugin.StreamInfo;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.StreamCondition;
import org.jackdaw.xmpp.XmlWriter;

/**
 * A stream before its resource is bound: header and features (RFC 6120 §4.3), STARTTLS (§5), then login (§6) and binding
 * (§7). The transport pauses after every element until {@link #proceed}, so there is one thing at a time.
 */
final class Negotiation {

    static final String STREAM = "http://etherx.jabber.org/streams";
    static final String TLS = "urn:ietf:params:xml:ns:xmpp-tls";

    private static final SecureRandom RANDOM = new SecureRandom();

    private final ClientStream stream;
    private final Transport transport;
    private final ClientStream.Setting setting;
    private final Login login;
    private final Binding binding;
    private String domain;
    private String language = "";
    private boolean headerSent;

    Negotiation(ClientStream stream, Transport transport, ClientStream.Setting setting) {
        this.stream = stream;
        this.transport = transport;
        this.setting = setting;
        this.domain = setting.domains().served().getFirst();
        this.login = new Login(this, transport, setting);
        this.binding = new Binding(this, transport, setting);
    }

    // The header (RFC 6120 §4.7).

    void opened(Element root) {
        String to = root.attributeValue("to", domain);
        headerSent = false;
        if (!root.getNamespaceURI().equals(STREAM) || !contentNamespace(root).equals(ClientSession.CLIENT)) {
            throw new StreamException(StreamCondition.INVALID_NAMESPACE, "");
        }
        if (!root.getName().equals("stream")) {
            throw new StreamException(StreamCondition.BAD_FORMAT, "");
        }
        String asked = prepared(to);
        boolean changed = login.account().isPresent() && !asked.equals(domain);
        if (changed || !setting.domains().served().contains(asked)) {
            throw new StreamException(StreamCondition.HOST_UNKNOWN, "");
        }
        domain = asked;
        language = root.attributeValue(new org.dom4j.QName("lang", Namespace.XML_NAMESPACE), "");
        if (!root.attributeValue("version", "0.9").matches("[1-9][0-9]*\\.[0-9]+")) {
            throw new StreamException(StreamCondition.UNSUPPORTED_VERSION, "");
        }
        send(missingHeader() + features());
    }

    private static String contentNamespace(Element root) {
        for (Namespace declared : root.declaredNamespaces()) {
            if (declared.getPrefix().isEmpty()) {
                return declared.getURI();
            }
        }
        return "";
    }

    private static String prepared(String domain) {
        try {
            return Jid.of("", domain, "").domain();
        } catch (IllegalArgumentException e) {
            throw new StreamException(StreamCondition.HOST_UNKNOWN, "");
        }
    }

    /** Returns this server's header if it was not sent yet: even an error goes inside a stream (RFC 6120 §4.9.1.2). */
    String missingHeader() {
        if (headerSent) {
            return "";
        }
        headerSent = true;
        byte[] id = new byte[12];
        RANDOM.nextBytes(id);
        return "<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='" + STREAM + "' id='"
                + HexFormat.of().formatHex(id) + "' from='" + escaped(domain) + "' version='1.0' xml:lang='en'>";
    }

    // Features (RFC 6120 §4.3.2).

    private String features() {
        StringBuilder features = new StringBuilder("<stream:features>");
        boolean authenticated = login.account().isPresent();
        if (!transport.isSecure() && !authenticated) {
            features.append("<starttls xmlns='").append(TLS).append("'>");
            features.append(login.isPossible() ? "" : "<required/>").append("</starttls>");
        }
        features.append(authenticated ? binding.features() : login.features());
        int limit = authenticated
                ? setting.config().stanzaBytes()
                : setting.limitsBeforeLogin().bytes();
        features.append("<limits xmlns='urn:xmpp:stream-limits:0'><max-bytes>")
                .append(limit)
                .append("</max-bytes></limits>");
        if (authenticated || login.isPossible()) {
            for (Element offered : setting.offers().offered(info())) {
                features.append(new String(XmlWriter.bytes(offered, ClientSession.CLIENT), StandardCharsets.UTF_8));
            }
        }
        return features.append("</stream:features>").toString();
    }

    StreamInfo info() {
        return new StreamInfo(domain, transport.address(), transport.isSecure(), login.account());
    }

    // One element at a time.

    void received(Element element) {
        switch (element.getNamespaceURI()) {
            case TLS -> startTls(element);
            case Login.SASL -> login.received(element);
            case ClientSession.CLIENT -> stanza(element);
            default -> {
                stream.extend(element);
                proceed();
            }
        }
    }

    private void startTls(Element element) {
        if (!element.getName().equals("starttls")
                || transport.isSecure()
                || login.account().isPresent()) {
            // RFC 6120 §5.4.2.2: the failure ends the stream.
            send("<failure xmlns='" + TLS + "'/>");
            throw new StreamException(StreamCondition.UNSUPPORTED_FEATURE, "no TLS at this point");
        }
        send("<proceed xmlns='" + TLS + "'/>");
        headerSent = false;
        transport.startTls(domain, setting.limitsBeforeLogin());
    }

    private void stanza(Element element) {
        switch (element.getName()) {
            case "iq" -> {
                if (!login.isPossible() && login.account().isEmpty()) {
                    throw new StreamException(StreamCondition.NOT_AUTHORIZED, "");
                }
                binding.request(element);
            }
            case "message", "presence" -> throw new StreamException(StreamCondition.NOT_AUTHORIZED, "");
            default -> throw new StreamException(StreamCondition.UNSUPPORTED_STANZA_TYPE, "");
        }
    }

    /** Goes on with the next element of this stream. */
    void proceed() {
        transport.proceed(false, setting.limitsBeforeLogin());
    }

    /** The client is to open a new stream on this connection (RFC 6120 §6.4.6). */
    void restart() {
        headerSent = false;
        transport.proceed(true, setting.limits(setting.config().stanzaBytes()));
    }

    /** Makes this stream a session. */
    void bound(Jid jid) {
        ClientSession session = session(new SessionState(jid));
        setting.sessions().find(jid).ifPresent(old -> setting.stanzas().accept(old, unavailable(jid), new Trail()));
        stream.bound(session);
        transport.loggedIn();
        setting.sessions().bind(session);
    }

    ClientSession session(SessionState state) {
        return new ClientSession(state, language, stream, transport, setting);
    }

    private static org.jackdaw.xmpp.Presence unavailable(Jid jid) {
        return org.jackdaw.xmpp.Presence.of(org.jackdaw.xmpp.Presence.Type.UNAVAILABLE, jid, jid)
                .with(element -> element.addAttribute("to", null));
    }

    String domain() {
        return domain;
    }

    Optional<Jid> account() {
        return login.account();
    }

    void send(String xml) {
        transport.send(xml.getBytes(StandardCharsets.UTF_8));
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("'", "&apos;");
    }
}

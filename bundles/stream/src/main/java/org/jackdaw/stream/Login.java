package org.jackdaw.stream;

import java.net.InetAddress;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dom4j.Element;
import org.jackdaw.plugin.SaslExchange;
import org.jackdaw.plugin.SaslFailure;
import org.jackdaw.plugin.SaslFailure.Reason;
import org.jackdaw.plugin.SaslMechanism;
import org.jackdaw.plugin.SaslStream;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.StreamCondition;

/** The login of a stream (RFC 6120 §6): which mechanisms it offers, and the exchange of the one that the client chose. */
final class Login implements SaslStream {

    static final String SASL = "urn:ietf:params:xml:ns:xmpp-sasl";

    /** COMPAT: slixmpp tries six mechanisms with a binding that TLS 1.3 does not have before one that works. */
    private static final int OTHER_FAILURES = 10;

    private static final List<String> BINDINGS = List.of("tls-exporter", "tls-server-end-point");

    private final Negotiation negotiation;
    private final Transport transport;
    private final ClientStream.Setting setting;
    private Set<String> offered = Set.of();
    private SaslExchange exchange;
    private Jid account;
    private int failures;
    private int refusals;

    Login(Negotiation negotiation, Transport transport, ClientStream.Setting setting) {
        this.negotiation = negotiation;
        this.transport = transport;
        this.setting = setting;
    }

    Optional<Jid> account() {
        return Optional.ofNullable(account);
    }

    /** Whether the client may log in as the stream is: inside TLS, or on loopback where that is allowed. */
    boolean isPossible() {
        return transport.isSecure()
                || setting.config().plainOnLoopback() && transport.address().isLoopbackAddress();
    }

    String features() {
        if (!isPossible()) {
            return "";
        }
        StringBuilder features = new StringBuilder();
        Set<String> names = new LinkedHashSet<>();
        for (Offers.Mechanism mechanism : setting.offers().mechanisms()) {
            if (!mechanism.binds() || transport.isSecure()) {
                names.add(mechanism.name());
            }
        }
        offered = Set.copyOf(names);
        features.append("<mechanisms xmlns='").append(SASL).append("'>");
        names.forEach(name -> features.append("<mechanism>").append(name).append("</mechanism>"));
        features.append("</mechanisms>");
        return features.append(bindings()).toString();
    }

    /** Which channel bindings there are (XEP-0440 §2). */
    private String bindings() {
        StringBuilder types = new StringBuilder();
        for (String type : BINDINGS) {
            if (transport.channelBinding(type).isPresent()) {
                types.append("<channel-binding type='").append(type).append("'/>");
            }
        }
        return types.isEmpty()
                ? ""
                : "<sasl-channel-binding xmlns='urn:xmpp:sasl-cb:0'>" + types + "</sasl-channel-binding>";
    }

    void received(Element element) {
        if (account != null) {
            throw new StreamException(StreamCondition.NOT_AUTHORIZED, "already logged in");
        }
        try {
            respond(element);
        } catch (SaslFailure e) {
            fail(e);
        }
    }

    private void respond(Element element) throws SaslFailure {
        switch (element.getName()) {
            case "auth" -> exchange = start(element.attributeValue("mechanism", ""));
            case "response" -> {
                if (exchange == null) {
                    throw new SaslFailure(Reason.MALFORMED_REQUEST, "a response to nothing");
                }
            }
            case "abort" -> throw new SaslFailure(Reason.ABORTED, "");
            default -> throw new StreamException(StreamCondition.UNSUPPORTED_STANZA_TYPE, "");
        }
        switch (exchange.respond(decoded(element.getTextTrim()))) {
            case SaslExchange.Challenge(byte[] data) -> {
                negotiation.send("<challenge xmlns='" + SASL + "'>" + encoded(data) + "</challenge>");
                negotiation.proceed();
            }
            case SaslExchange.Success(Jid jid, byte[] data) -> {
                account = jid;
                String text = data.length == 0 ? "" : encoded(data);
                negotiation.send("<success xmlns='" + SASL + "'>" + text + "</success>");
                negotiation.restart();
            }
        }
    }

    private SaslExchange start(String name) throws SaslFailure {
        for (Offers.Mechanism mechanism : setting.offers().mechanisms()) {
            if (mechanism.name().equals(name)) {
                SaslMechanism service = mechanism.service().getService();
                if (!isPossible()) {
                    throw new SaslFailure(Reason.ENCRYPTION_REQUIRED, "");
                }
                if (offered.contains(name) && service != null) {
                    return service.start(this);
                }
            }
        }
        throw new SaslFailure(Reason.INVALID_MECHANISM, "");
    }

    private void fail(SaslFailure failure) {
        exchange = null;
        String text = failure.getMessage().isEmpty()
                ? ""
                : "<text xml:lang='en'>" + Negotiation.escaped(failure.getMessage()) + "</text>";
        negotiation.send("<failure xmlns='" + SASL + "'><" + failure.reason().element() + "/>" + text + "</failure>");
        failures++;
        refusals += failure.reason() == Reason.NOT_AUTHORIZED ? 1 : 0;
        int most = setting.config().loginAttempts();
        if (refusals >= most || failures >= most + OTHER_FAILURES) {
            throw new StreamException(StreamCondition.POLICY_VIOLATION, "too many failed logins");
        }
        negotiation.proceed();
    }

    /** Base64; a single equals sign is empty data, no text none at all (RFC 6120 §6.4.2). */
    private static byte[] decoded(String text) throws SaslFailure {
        if (text.equals("=")) {
            return new byte[0];
        }
        // Java's decoder would do without the padding that RFC 4648 §4 demands.
        if (text.length() % 4 != 0) {
            throw new SaslFailure(Reason.INCORRECT_ENCODING, "");
        }
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new SaslFailure(Reason.INCORRECT_ENCODING, "");
        }
    }

    private static String encoded(byte[] data) {
        return data.length == 0 ? "=" : Base64.getEncoder().encodeToString(data);
    }

    @Override
    public String domain() {
        return negotiation.domain();
    }

    @Override
    public InetAddress address() {
        return transport.address();
    }

    @Override
    public Set<String> offered() {
        return offered;
    }

    @Override
    public Optional<byte[]> channelBinding(String type) {
        return transport.channelBinding(type);
    }
}

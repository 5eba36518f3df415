package org.jackdaw.csi;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.dom4j.Element;
import org.dom4j.QName;
import org.dom4j.tree.DefaultElement;
import org.jackdaw.plugin.Feature;
import org.jackdaw.plugin.HandlesNonza;
import org.jackdaw.plugin.Implements;
import org.jackdaw.plugin.LiveStream;
import org.jackdaw.plugin.Needs;
import org.jackdaw.plugin.NonzaHandler;
import org.jackdaw.plugin.Pace;
import org.jackdaw.plugin.Pacing;
import org.jackdaw.plugin.Permission;
import org.jackdaw.plugin.StreamFeature;
import org.jackdaw.plugin.StreamInfo;
import org.jackdaw.session.Session;
import org.jackdaw.xmpp.Iq;
import org.jackdaw.xmpp.Message;
import org.jackdaw.xmpp.Presence;
import org.jackdaw.xmpp.Stanza;
import org.jackdaw.xmpp.StreamCondition;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * Lets clients say that nobody looks at them, and then sends them only what matters at once (XEP-0352). What waits is kept by
 * the server, in order; of presence the newest waits, one for each sender.
 */
@Component(configurationPid = "org.jackdaw.csi")
@Designate(ocd = ClientState.Config.class)
@HandlesNonza(namespace = ClientState.NS)
@Feature(ClientState.NS)
@Needs(Permission.SEE_BODIES)
@Implements("XEP-0352 1.0.0")
public final class ClientState implements NonzaHandler, StreamFeature, Pacing {

    static final String NS = "urn:xmpp:csi:0";

    private static final String CHAT_STATES = "http://jabber.org/protocol/chatstates";
    private static final String EVENT = "http://jabber.org/protocol/pubsub#event";
    private static final String FORWARD = "urn:xmpp:forward:0";
    private static final String CARBONS = "urn:xmpp:carbons:2";
    private static final String CLIENT = "jabber:client";

    /** What says nothing by itself about whether a message matters. */
    private static final Set<String> BESIDES = Set.of("urn:xmpp:hints", "urn:xmpp:sid:0", "urn:xmpp:delay");

    /** The options. */
    @ObjectClassDefinition(
            name = "Client state indication",
            description = "What waits while nobody looks at a client. Everything else is sent at once.")
    @interface Config {

        @AttributeDefinition(name = "Presence", description = "Whether presence of contacts and occupants waits.")
        boolean presence() default true;

        @AttributeDefinition(
                name = "Chat states",
                description = "Whether messages wait that only say that somebody types or has stopped.")
        boolean chatStates() default true;

        @AttributeDefinition(
                name = "Nodes",
                description = "Personal events that wait, by their nodes, separated by commas; * for all.")
        String[] nodes() default {
            "http://jabber.org/protocol/tune",
            "http://jabber.org/protocol/mood",
            "http://jabber.org/protocol/activity",
            "http://jabber.org/protocol/geoloc",
            "urn:xmpp:avatar:metadata",
            "http://jabber.org/protocol/nick"
        };
    }

    private final Config config;
    private final Set<String> nodes;

    @Activate
    public ClientState(Config config) {
        this.config = config;
        nodes = Set.of(
                Arrays.stream(config.nodes()).map(String::strip).distinct().toArray(String[]::new));
    }

    @Override
    public Optional<Element> offer(StreamInfo stream) {
        return stream.account().map(account -> new DefaultElement(QName.get("csi", NS)));
    }

    /** There is no answer (§4.2), and nothing to be paced before there is a session. */
    @Override
    public void handle(Element nonza, LiveStream stream) {
        if (stream.info().account().isEmpty()) {
            stream.fail(StreamCondition.NOT_AUTHORIZED, Optional.empty());
            return;
        }
        switch (nonza.getName()) {
            case "active" -> stream.session().ifPresent(session -> session.pace(false));
            case "inactive" -> stream.session().ifPresent(session -> session.pace(true));
            default -> stream.fail(StreamCondition.UNSUPPORTED_STANZA_TYPE, Optional.empty());
        }
    }

    @Override
    public Pace pace(Stanza stanza, Session session) {
        return switch (stanza) {
            case Iq _ -> Pace.NOW;
            case Presence presence -> pace(presence);
            case Message message -> pace(message);
        };
    }

    private Pace pace(Presence presence) {
        boolean waits = config.presence()
                && (presence.type() == Presence.Type.AVAILABLE || presence.type() == Presence.Type.UNAVAILABLE)
                && !isOwnOccupant(presence);
        return waits ? Pace.newest("presence " + presence.sender()) : Pace.NOW;
    }

    /** COMPAT: what a room says of oneself, being in it or thrown out, clients wait for. */
    private static boolean isOwnOccupant(Presence presence) {
        return presence.child("x", "http://jabber.org/protocol/muc#user")
                .filter(x -> x.elements().stream()
                        .anyMatch(child ->
                                child.getName().equals("status") && "110".equals(child.attributeValue("code"))))
                .isPresent();
    }

    private Pace pace(Message message) {
        Element content = carried(message.copy());
        if (config.chatStates() && isChatState(content)) {
            return Pace.newest(
                    "chat state " + content.attributeValue("from", "") + " " + content.attributeValue("to", ""));
        }
        return Optional.ofNullable(content.element(QName.get("event", EVENT)))
                .flatMap(event -> event.elements().stream().findFirst())
                .filter(said -> nodes.contains("*") || nodes.contains(said.attributeValue("node", "")))
                .map(said -> Pace.newest("event " + content.attributeValue("from", "") + " " + about(said)))
                .orElse(Pace.NOW);
    }

    /** Returns what an event is about: a later one about the same replaces it. */
    private static String about(Element said) {
        return said.attributeValue("node", "")
                + said.elements().stream()
                        .map(item -> " " + item.attributeValue("id", ""))
                        .collect(Collectors.joining());
    }

    /** Returns the message that a carbon copy carries (XEP-0280), or else the message itself. */
    private static Element carried(Element message) {
        for (String direction : List.of("received", "sent")) {
            Element carbon = message.element(QName.get(direction, CARBONS));
            Element forwarded = carbon == null ? null : carbon.element(QName.get("forwarded", FORWARD));
            Element inner = forwarded == null ? null : forwarded.element(QName.get("message", CLIENT));
            if (inner != null) {
                return inner;
            }
        }
        return message;
    }

    private static boolean isChatState(Element message) {
        List<Element> telling = message.elements().stream()
                .filter(child -> !child.getName().equals("thread") && !BESIDES.contains(child.getNamespaceURI()))
                .toList();
        return !telling.isEmpty()
                && telling.stream().allMatch(child -> child.getNamespaceURI().equals(CHAT_STATES));
    }
}

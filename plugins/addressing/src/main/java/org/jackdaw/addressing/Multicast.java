package org.jackdaw.addressing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dom4j.Element;
import org.dom4j.QName;
import org.dom4j.tree.DefaultElement;
import org.jackdaw.plugin.DomainHandler;
import org.jackdaw.plugin.Domains;
import org.jackdaw.plugin.Feature;
import org.jackdaw.plugin.Identity;
import org.jackdaw.plugin.Implements;
import org.jackdaw.plugin.Needs;
import org.jackdaw.plugin.Permission;
import org.jackdaw.plugin.Router;
import org.jackdaw.store.Lifetime;
import org.jackdaw.store.Store;
import org.jackdaw.store.Stores;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Iq;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Message;
import org.jackdaw.xmpp.Presence;
import org.jackdaw.xmpp.Stanza;
import org.jackdaw.xmpp.StanzaException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * A domain that sends one message or presence on to several addresses (XEP-0033). Accounts of this server may name any address,
 * others only addresses of this server: it relays nothing between strangers.
 */
@Component(configurationPid = "org.jackdaw.addressing")
@Designate(ocd = Multicast.Config.class)
@Identity(category = "service", type = "multicast", name = "Multicast")
@Feature({Multicast.NS, Multicast.ITEMS})
@Needs(Permission.SEND_AS_OTHERS)
@Implements("XEP-0033 1.2.1")
public final class Multicast implements DomainHandler {

    static final String NS = "http://jabber.org/protocol/address";
    static final String ITEMS = "http://jabber.org/protocol/disco#items";

    private static final QName ADDRESSES = QName.get("addresses", NS);
    private static final QName ADDRESS = QName.get("address", NS);

    /** Those that are sent to; the others say whom to answer, or who wrote. */
    private static final Set<String> RECIPIENTS = Set.of("to", "cc", "bcc");

    private static final String SEEN_BY = "seen by";

    /** The options. */
    @ObjectClassDefinition(name = "Multicast", description = "A domain that sends one stanza on to several addresses")
    public @interface Config { // public, or Declarative Services cannot read the prefix

        String PREFIX_ = "jackdaw.";

        @AttributeDefinition(name = "Domain", description = "The first label of the domain, before each served one.")
        String domain() default "multicast";

        @AttributeDefinition(name = "Addresses", description = "Most addresses of one stanza.", min = "1", max = "1000")
        int addresses() default 50;
    }

    private final Config config;
    private final Domains domains;
    private final Router router;

    /** Whom each resource has shown presence to: they are to see it go, too. */
    private final Store presences;

    @Activate
    public Multicast(Config config, @Reference Domains domains, @Reference Router router, @Reference Stores stores) {
        this.config = config;
        this.domains = domains;
        this.router = router;
        presences = stores.open("addressing.presences", Lifetime.TRANSIENT);
    }

    @Override
    public void handle(Message message) {
        if (!message.isError()) {
            send(message, recipients(message));
        }
    }

    /** Who has seen a resource come sees it go (§6), whether the addresses are named again or not. */
    @Override
    public void handle(Presence presence) {
        switch (presence.type()) {
            case AVAILABLE -> {
                Map<Jid, Element> recipients = recipients(presence);
                remember(presence.sender(), recipients.keySet());
                send(presence, recipients);
            }
            case UNAVAILABLE -> {
                for (Jid watcher : forget(presence.sender())) {
                    router.route(presence.with(copy -> {
                        copy.addAttribute("to", watcher.toString());
                        copy.remove(copy.element(ADDRESSES));
                    }));
                }
            }
            case ERROR -> {}
            default -> throw new StanzaException(Condition.BAD_REQUEST, "subscriptions are between two");
        }
    }

    /** It has no items; what else it is asked it does not know. */
    @Override
    public Optional<Element> handle(Iq iq) {
        boolean asksForItems = iq.type() == Iq.Type.GET
                && iq.to().orElseThrow().isDomain()
                && iq.payloadName().getNamespaceURI().equals(ITEMS);
        if (!asksForItems) {
            throw new StanzaException(Condition.SERVICE_UNAVAILABLE, "");
        }
        return Optional.of(new DefaultElement(QName.get("query", ITEMS)));
    }

    /** Returns to whom a stanza is to be sent, each with its address; all of them are fit for it, or none gets it (§2). */
    private Map<Jid, Element> recipients(Stanza stanza) {
        if (!stanza.to().orElseThrow().isDomain()) {
            throw new StanzaException(Condition.ITEM_NOT_FOUND, "write to the domain");
        }
        List<Element> addresses = addresses(stanza);
        if (addresses.size() > config.addresses()) {
            throw new StanzaException(Condition.NOT_ACCEPTABLE, "over " + config.addresses() + " addresses");
        }
        Map<Jid, Element> recipients = new LinkedHashMap<>();
        for (Element address : addresses) {
            boolean delivered = "true".equals(address.attributeValue("delivered"));
            if (RECIPIENTS.contains(type(address)) && !delivered) {
                recipients.putIfAbsent(recipient(address, stanza), address);
            }
        }
        if (recipients.isEmpty()) {
            throw new StanzaException(Condition.BAD_REQUEST, "to whom?");
        }
        return recipients;
    }

    private static List<Element> addresses(Stanza stanza) {
        Element addresses = stanza.copy().element(ADDRESSES);
        if (addresses == null) {
            throw new StanzaException(Condition.BAD_REQUEST, "no addresses");
        }
        return addresses.elements(ADDRESS);
    }

    private static String type(Element address) {
        String type = address.attributeValue("type", "");
        boolean isKnown = RECIPIENTS.contains(type)
                || Set.of("replyto", "replyroom", "noreply", "ofrom").contains(type);
        if (!isKnown) {
            throw new StanzaException(Condition.BAD_REQUEST, "an address of no known type");
        }
        return type;
    }

    /** §4.2: other schemes than XMPP's are not understood here. */
    private Jid recipient(Element address, Stanza stanza) {
        Jid jid;
        try {
            jid = Jid.of(address.attributeValue("jid", ""));
        } catch (IllegalArgumentException e) {
            throw new StanzaException(Condition.JID_MALFORMED, "an address without a JID");
        }
        Jid service = stanza.to().orElseThrow();
        if (jid.domain().equals(service.domain())) {
            throw new StanzaException(Condition.NOT_ACCEPTABLE, "that is where this came to");
        }
        boolean isOurs = domains.served().stream()
                .anyMatch(served -> jid.domain().equals(served) || jid.domain().endsWith("." + served));
        if (!isOurs && !domains.isLocal(stanza.sender())) {
            throw new StanzaException(Condition.FORBIDDEN, "nothing is relayed between others");
        }
        return jid;
    }

    /** Nobody sees who got a blind copy, but who got it himself (§4.6.3). */
    private void send(Stanza stanza, Map<Jid, Element> recipients) {
        recipients.forEach((jid, own) -> router.route(addressed(stanza, jid, own)));
    }

    private static Stanza addressed(Stanza stanza, Jid jid, Element own) {
        return switch (stanza) {
            case Message message -> message.with(copy -> address(copy, jid, own));
            case Presence presence -> presence.with(copy -> address(copy, jid, own));
            case Iq iq -> throw new IllegalArgumentException(iq.toString());
        };
    }

    private static void address(Element stanza, Jid jid, Element own) {
        stanza.addAttribute("to", jid.toString());
        for (Element address : new ArrayList<>(stanza.element(ADDRESSES).elements(ADDRESS))) {
            boolean isBlind = "bcc".equals(address.attributeValue("type"));
            boolean isOwn = own.attributeValue("jid").equals(address.attributeValue("jid"));
            if (isBlind && !isOwn) {
                address.detach();
            } else if (!isBlind && RECIPIENTS.contains(address.attributeValue("type"))) {
                address.addAttribute("delivered", "true");
            }
        }
    }

    private void remember(Jid sender, Set<Jid> watchers) {
        presences.update(sender.bare(), key(sender), old -> {
            Element all = old.orElseGet(() -> new DefaultElement(ADDRESSES));
            for (Jid watcher : watchers) {
                boolean isKnown = all.elements().stream()
                        .anyMatch(known -> watcher.toString().equals(known.attributeValue("jid")));
                if (!isKnown) {
                    all.addElement(ADDRESS).addAttribute("jid", watcher.toString());
                }
            }
            if (all.elements().size() > config.addresses()) {
                throw new StanzaException(Condition.NOT_ACCEPTABLE, "presence to over " + config.addresses());
            }
            return Optional.of(all);
        });
    }

    private List<Jid> forget(Jid sender) {
        List<Jid> watchers = new ArrayList<>();
        presences.update(sender.bare(), key(sender), old -> {
            watchers.clear();
            old.ifPresent(all -> all.elements().forEach(known -> watchers.add(Jid.of(known.attributeValue("jid")))));
            return Optional.empty();
        });
        return watchers;
    }

    /** Keys are short; a resourcepart may be too long for one, and its hash is good enough to keep resources apart. */
    private static String key(Jid sender) {
        String resource = sender.resource();
        return SEEN_BY + " " + (resource.length() > 200 ? Integer.toHexString(resource.hashCode()) : resource);
    }
}

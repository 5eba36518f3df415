package org.jackdaw.pubsub;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dom4j.Element;
import org.jackdaw.plugin.AccountNodes;
import org.jackdaw.xmpp.Jid;

/** What nodes are to service discovery (XEP-0060 §5.2 to §5.5). */
final class NodeDiscovery {

    private static final String META_DATA = Pubsub.NS + "#meta-data";

    /** An answer is one stanza. */
    private static final int MOST = 1000;

    private final Parts parts;

    NodeDiscovery(Parts parts) {
        this.parts = parts;
    }

    private Optional<Node> find(Jid service, String name, Jid asker) {
        NodeKey key = new NodeKey(service, name);
        Optional<Node> node = parts.nodes().find(key);
        if (node.isEmpty()) {
            parts.moved(key, asker).ifPresent(gone -> {
                throw gone;
            });
        }
        return node.filter(found -> isShown(found, asker, parts.access().of(found, asker)));
    }

    /** Who may neither subscribe nor read need not know of it (XEP-0060 §5.2, XEP-0163 §6.2). */
    private boolean isShown(Node node, Jid asker, Affiliation affiliation) {
        if (affiliation != Affiliation.NONE) {
            return affiliation != Affiliation.OUTCAST;
        }
        return switch (node.config().text(NodeOption.ACCESS_MODEL)) {
            case "open", "authorize" -> true;
            default -> parts.access().mayRead(node, asker);
        };
    }

    /** Returns what the service says of its commands (XEP-0050 §2.2); empty if a node is none of them. */
    static Optional<List<Element>> commandInfo(String node) {
        return switch (node) {
            case PendingCommand.COMMANDS -> Optional.of(List.of(automation("command-list", "Commands")));
            case PendingCommand.NODE ->
                Optional.of(List.of(
                        automation("command-node", PendingCommand.NAME),
                        feature(PendingCommand.COMMANDS),
                        feature(Forms.NS)));
            default -> Optional.empty();
        };
    }

    private static Element automation(String type, String name) {
        Element identity = Pubsub.element("identity", CapsHash.INFO);
        identity.addAttribute("category", "automation");
        identity.addAttribute("type", type);
        identity.addAttribute("name", name);
        return identity;
    }

    private static Element feature(String name) {
        Element feature = Pubsub.element("feature", CapsHash.INFO);
        feature.addAttribute("var", name);
        return feature;
    }

    /** Returns the commands of the service. */
    static List<AccountNodes.Item> commands(Jid service) {
        return List.of(new AccountNodes.Item(service, PendingCommand.NODE, PendingCommand.NAME));
    }

    /** Returns what a node is; empty if there is none, or not for who asks. */
    Optional<List<Element>> info(Jid service, String name, Jid asker) {
        return find(service, name, asker).map(node -> {
            Element identity = Pubsub.element("identity", CapsHash.INFO);
            identity.addAttribute("category", "pubsub");
            identity.addAttribute("type", "leaf");
            return List.of(identity, feature(Pubsub.NS), metaData(node));
        });
    }

    private Element metaData(Node node) {
        Element form = Forms.form("result", META_DATA);
        for (NodeOption option : List.of(
                NodeOption.TITLE,
                NodeOption.DESCRIPTION,
                NodeOption.LANGUAGE,
                NodeOption.TYPE,
                NodeOption.ACCESS_MODEL,
                NodeOption.PUBLISH_MODEL,
                NodeOption.MAX_ITEMS)) {
            List<String> values = node.config().values(option);
            if (!values.equals(List.of(""))) {
                Forms.add(form, option.variable(), values);
            }
        }
        Map<Jid, Affiliation> affiliations = parts.members().affiliations(node);
        add(form, "pubsub#owner", parts.access().owners(node).stream());
        add(
                form,
                "pubsub#publisher",
                affiliations.entrySet().stream()
                        .filter(entry -> entry.getValue() == Affiliation.PUBLISHER)
                        .map(Map.Entry::getKey));
        Forms.add(form, "pubsub#creator", List.of(node.creator().toString()));
        Forms.add(
                form,
                "pubsub#creation_date",
                List.of(Instant.ofEpochSecond(node.created() / 1000).toString()));
        long subscribers = parts.members().subscriptions(node).stream()
                .filter(Subscription::isActive)
                .count();
        Forms.add(form, "pubsub#num_subscribers", List.of(Long.toString(subscribers)));
        return form;
    }

    private static void add(Element form, String variable, java.util.stream.Stream<Jid> addresses) {
        List<String> texts = addresses.map(Jid::toString).sorted().toList();
        if (!texts.isEmpty()) {
            Forms.add(form, variable, texts).addAttribute("type", "jid-multi");
        }
    }

    /** Returns the nodes of a service or account that are shown. */
    List<AccountNodes.Item> nodes(Jid service, Jid asker) {
        Map<String, Affiliation> affiliations = parts.members().affiliations(service, asker);
        Affiliation usual = service.equals(asker.bare()) ? Affiliation.OWNER : Affiliation.NONE;
        return parts.nodes().of(service, MOST).stream()
                .filter(node -> isShown(node, asker, affiliations.getOrDefault(node.name(), usual)))
                .map(node -> new AccountNodes.Item(
                        service, node.name(), node.config().text(NodeOption.TITLE)))
                .toList();
    }

    /** Returns the items of a node by their names; empty if there is none, or not for who asks. */
    Optional<List<AccountNodes.Item>> items(Jid service, String name, Jid asker) {
        return find(service, name, asker)
                .filter(node -> parts.access().mayRead(node, asker))
                .map(node -> parts.items().places(node).stream()
                        .limit(MOST)
                        .map(place -> new AccountNodes.Item(service, "", place.id()))
                        .toList());
    }
}

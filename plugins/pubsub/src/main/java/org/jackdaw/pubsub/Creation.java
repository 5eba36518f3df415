package org.jackdaw.pubsub;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jackdaw.plugin.Accounts;
import org.jackdaw.plugin.Domains;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.StanzaError;
import org.jackdaw.xmpp.StanzaException;

/** Who may make nodes, and how many (XEP-0060 §8.1). */
final class Creation {

    /** Who may make nodes of a service; an account's are made by itself alone. */
    enum Creators {
        LOCAL,
        ADMINS,
        ANYBODY
    }

    private final Creators creators;
    private final NodeTable nodes;
    private final Limits limits;
    private final Domains domains;
    private final Accounts accounts;

    Creation(Creators creators, NodeTable nodes, Limits limits, Domains domains, Accounts accounts) {
        this.creators = creators;
        this.nodes = nodes;
        this.limits = limits;
        this.domains = domains;
        this.accounts = accounts;
    }

    boolean isAllowed(Jid service, Jid creator) {
        if (!service.local().isEmpty()) {
            return creator.bare().equals(service);
        }
        return switch (creators) {
            case LOCAL -> domains.isLocal(creator);
            case ADMINS ->
                domains.isLocal(creator) && accounts.roles(creator.bare()).contains("admin");
            case ANYBODY -> true;
        };
    }

    /** Returns the configuration of a new node, before anything is changed. */
    NodeConfig initial(Jid service) {
        return NodeConfig.initial(!service.local().isEmpty(), limits.payloadBytes());
    }

    /** Makes a node that is not there. The caller holds its lock. */
    Node create(NodeKey key, Jid creator, NodeConfig config) {
        if (!isAllowed(key.service(), creator)) {
            throw Pubsub.forbidden();
        }
        if (key.name().getBytes(UTF_8).length > Pubsub.LONGEST_NAME) {
            throw new StanzaException(
                    Condition.NOT_ACCEPTABLE, "a node's name has at most " + Pubsub.LONGEST_NAME + " bytes");
        }
        if (nodes.count(key.service(), creator.bare()) >= limits.nodes()) {
            throw Pubsub.refusal(Condition.POLICY_VIOLATION, StanzaError.Type.WAIT, "max-nodes-exceeded");
        }
        nodes.add(key, config, creator.bare());
        return nodes.find(key).orElseThrow();
    }
}

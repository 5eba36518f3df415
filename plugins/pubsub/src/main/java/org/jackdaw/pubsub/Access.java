package org.jackdaw.pubsub;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jackdaw.plugin.Subscriptions;
import org.jackdaw.plugin.Subscriptions.Contact;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Jid;

/** Who may do what with a node: affiliations and access models (XEP-0060 §4.1, §4.5). */
final class Access {

    private final MemberTable members;
    private final Subscriptions rosters;

    Access(MemberTable members, Subscriptions rosters) {
        this.members = members;
        this.rosters = rosters;
    }

    /** Returns what an entity is to a node; an account owns its own (XEP-0163 §3.2). */
    Affiliation of(Node node, Jid jid) {
        return node.service().equals(jid.bare()) ? Affiliation.OWNER : members.affiliation(node, jid);
    }

    void checkOwner(Node node, Jid jid) {
        if (of(node, jid) != Affiliation.OWNER) {
            throw Pubsub.forbidden();
        }
    }

    /** Returns the bare addresses of those who own a node. */
    Set<Jid> owners(Node node) {
        Set<Jid> owners = members.affiliations(node).entrySet().stream()
                .filter(entry -> entry.getValue() == Affiliation.OWNER)
                .map(java.util.Map.Entry::getKey)
                .collect(Collectors.toSet());
        if (node.isPersonal()) {
            owners.add(node.service());
        }
        return owners;
    }

    /** Whether an entity may publish (XEP-0060 §7.1.3.1). */
    boolean mayPublish(Node node, Jid jid) {
        Affiliation affiliation = of(node, jid);
        if (affiliation.isPublisher()) {
            return true;
        }
        return affiliation != Affiliation.OUTCAST
                && switch (node.config().text(NodeOption.PUBLISH_MODEL)) {
                    case "open" -> true;
                    case "subscribers" -> isSubscribed(node, jid) && isStillWelcome(node, jid, affiliation);
                    default -> false;
                };
    }

    private boolean isSubscribed(Node node, Jid jid) {
        return members.subscriptionsOf(node, jid).stream().anyMatch(Subscription::isActive);
    }

    /**
     * Refuses who may not subscribe (XEP-0060 §6.1.3).
     *
     * @return whether an owner has to approve of it
     */
    boolean checkSubscriber(Node node, Jid jid) {
        Affiliation affiliation = of(node, jid);
        refuseUnwanted(affiliation);
        if (affiliation.isTrusted()) {
            return false;
        }
        checkModel(node, jid);
        return node.config().is(NodeOption.ACCESS_MODEL, "authorize");
    }

    /** Refuses who may not retrieve items (XEP-0060 §6.5.9). */
    void checkReader(Node node, Jid jid) {
        Affiliation affiliation = of(node, jid);
        refuseUnwanted(affiliation);
        if (affiliation.isTrusted()) {
            return;
        }
        checkModel(node, jid);
        if (node.config().is(NodeOption.ACCESS_MODEL, "authorize") && !isSubscribed(node, jid)) {
            throw Pubsub.refusal(Condition.NOT_AUTHORIZED, "not-subscribed");
        }
    }

    private static void refuseUnwanted(Affiliation affiliation) {
        if (affiliation == Affiliation.OUTCAST || affiliation == Affiliation.PUBLISH_ONLY) {
            throw Pubsub.forbidden();
        }
    }

    private void checkModel(Node node, Jid jid) {
        switch (node.config().text(NodeOption.ACCESS_MODEL)) {
            case "presence" -> {
                if (owners(node).stream().noneMatch(owner -> rosters.sees(jid, owner))) {
                    throw Pubsub.refusal(Condition.NOT_AUTHORIZED, "presence-subscription-required");
                }
            }
            case "roster" -> {
                if (owners(node).stream().noneMatch(owner -> isInGroup(node, owner, jid))) {
                    throw Pubsub.refusal(Condition.NOT_AUTHORIZED, "not-in-roster-group");
                }
            }
            case "whitelist" -> throw Pubsub.refusal(Condition.NOT_ALLOWED, "closed-node");
            default -> {
                // Anybody, and who must ask is asked for.
            }
        }
    }

    private boolean isInGroup(Node node, Jid owner, Jid jid) {
        return rosters.contact(owner, jid)
                .filter(contact -> contact.sees() && isInGroup(node, contact))
                .isPresent();
    }

    private static boolean isInGroup(Node node, Contact contact) {
        List<String> allowed = node.config().values(NodeOption.ROSTER_GROUPS_ALLOWED);
        return contact.groups().stream().anyMatch(allowed::contains);
    }

    /** Whether an entity may hear of a node that has moved; what it was to the node nobody remembers. */
    boolean knowsOf(Gone node, Jid service, Jid jid) {
        Jid owner = service.local().isEmpty() ? node.creator() : service;
        return owner.equals(jid.bare())
                || switch (node.accessModel()) {
                    case "open", "authorize" -> true;
                    case "presence" -> rosters.sees(jid, owner);
                    default -> false;
                };
    }

    /** Whether an entity may retrieve items. */
    boolean mayRead(Node node, Jid jid) {
        try {
            checkReader(node, jid);
            return true;
        } catch (org.jackdaw.xmpp.StanzaException e) {
            return false;
        }
    }

    /** Whether a contact that sees the owner's presence gets events without having subscribed (XEP-0060 §9.1). */
    boolean isImplicit(Node node, Contact contact, Affiliation affiliation) {
        if (!contact.sees() || affiliation == Affiliation.OUTCAST || affiliation == Affiliation.PUBLISH_ONLY) {
            return false;
        }
        return affiliation.isTrusted()
                || switch (node.config().text(NodeOption.ACCESS_MODEL)) {
                    case "open", "presence" -> true;
                    case "roster" -> isInGroup(node, contact);
                    default -> false;
                };
    }

    /** Whether an entity that subscribed once still may: its access may have ended since (XEP-0060 §12.4). */
    boolean isStillWelcome(Node node, Jid jid, Affiliation affiliation) {
        if (affiliation == Affiliation.OUTCAST || affiliation == Affiliation.PUBLISH_ONLY) {
            return false;
        }
        if (affiliation.isTrusted() || node.service().equals(jid.bare())) {
            return true;
        }
        return switch (node.config().text(NodeOption.ACCESS_MODEL)) {
            case "presence", "roster" -> mayRead(node, jid);
            case "whitelist" -> false;
            default -> true;
        };
    }
}

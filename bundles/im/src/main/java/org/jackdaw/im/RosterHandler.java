package org.jackdaw.im;

import static org.jackdaw.plugin.HandlesIq.To.OWN_ACCOUNT;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dom4j.Element;
import org.dom4j.QName;
import org.jackdaw.im.RosterTable.Change;
import org.jackdaw.plugin.HandlesIq;
import org.jackdaw.plugin.IqHandler;
import org.jackdaw.plugin.Router;
import org.jackdaw.session.Sessions;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Iq;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Presence;
import org.jackdaw.xmpp.StanzaException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Adds, changes and removes a contact as the client asks (RFC 6121 §2.3 to §2.5). */
@Component(configurationPid = "org.jackdaw.im")
@HandlesIq(element = "query", namespace = RosterItem.NS, type = Iq.Type.SET, to = OWN_ACCOUNT)
public final class RosterHandler implements IqHandler {

    private static final QName ITEM = QName.get("item", RosterItem.NS);
    private static final QName GROUP = QName.get("group", RosterItem.NS);

    private final RosterLimits limits;
    private final Rosters rosters;
    private final Router router;
    private final ResourcePresence resources;

    @Activate
    public RosterHandler(
            RosterLimits limits, @Reference Rosters rosters, @Reference Router router, @Reference Sessions sessions) {
        this.limits = limits;
        this.rosters = rosters;
        this.router = router;
        resources = new ResourcePresence(sessions, router);
    }

    @Override
    public Optional<Element> handle(Iq request) {
        Jid owner = request.sender().bare();
        Element item = onlyItem(request.payload().orElseThrow());
        Jid contact = contact(item);
        // A client's word on the state of the subscription counts for nothing else (§2.1.2.5).
        if ("remove".equals(item.attributeValue("subscription"))) {
            remove(owner, contact);
        } else if (contact.equals(owner)) {
            throw new StanzaException(Condition.NOT_ALLOWED, "an account is no contact of its own");
        } else {
            String name = limited(item.attributeValue("name", ""));
            List<String> groups = groups(item);
            rosters.change(owner, contact, old -> old.named(name, groups), done -> {});
        }
        return Optional.empty();
    }

    /** Removes a contact and cancels its subscriptions both ways (§2.5.2). */
    private void remove(Jid owner, Jid contact) {
        Change done = rosters.change(owner, contact, RosterHandler::removed, change -> {});
        Subscription was = done.before().subscription();
        if (was.isFrom()) {
            resources.hide(owner, contact);
            router.route(Presence.of(Presence.Type.UNSUBSCRIBED, owner, contact));
        }
        if (was.isTo() || was.isPendingOut()) {
            router.route(Presence.of(Presence.Type.UNSUBSCRIBE, owner, contact));
        }
    }

    private static RosterItem removed(RosterItem item) {
        if (!item.listed()) {
            throw new StanzaException(Condition.ITEM_NOT_FOUND, "no such contact");
        }
        return item.removed();
    }

    private static Element onlyItem(Element query) {
        List<Element> children = query.elements();
        if (children.size() != 1 || !children.getFirst().getQName().equals(ITEM)) {
            throw new StanzaException(Condition.BAD_REQUEST, "a roster set has exactly one item");
        }
        return children.getFirst();
    }

    private static Jid contact(Element item) {
        String jid = item.attributeValue("jid");
        if (jid == null) {
            throw new StanzaException(Condition.BAD_REQUEST, "an item has a jid");
        }
        try {
            return Jid.of(jid).bare();
        } catch (IllegalArgumentException e) {
            throw new StanzaException(Condition.JID_MALFORMED, e.getMessage());
        }
    }

    private List<String> groups(Element item) {
        List<String> groups = item.elements(GROUP).stream()
                .map(Element::getText)
                .map(this::limited)
                .toList();
        Set<String> distinct = new HashSet<>(groups);
        if (distinct.size() < groups.size()) {
            throw new StanzaException(Condition.BAD_REQUEST, "the same group twice");
        }
        if (distinct.contains("") || groups.size() > limits.groups()) {
            throw new StanzaException(Condition.NOT_ACCEPTABLE, "a group without a name, or too many groups");
        }
        return groups;
    }

    private String limited(String name) {
        if (name.length() > limits.name()) {
            throw new StanzaException(Condition.NOT_ACCEPTABLE, "a name of over " + limits.name() + " characters");
        }
        return name;
    }
}

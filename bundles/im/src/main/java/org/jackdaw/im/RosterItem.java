package org.jackdaw.im;

import java.util.List;
import org.dom4j.Element;
import org.dom4j.QName;
import org.dom4j.tree.DefaultElement;
import org.jackdaw.xmpp.Jid;

/**
 * What an account's server keeps of a contact (RFC 6121 §2.1.2). Immutable.
 *
 * @param groups in the client's order
 * @param approved whether the account approved a request that has yet to come (§3.4)
 * @param listed whether the contact is in the roster; one that only asked to subscribe is not, nor is one removed
 * @param request the XML of a request that the account has not answered; empty for none
 * @param version the roster's version at the last change that a client can see; 0 if there was none
 */
record RosterItem(
        Jid contact,
        String name,
        List<String> groups,
        Subscription subscription,
        boolean approved,
        boolean listed,
        String request,
        long version) {

    static final String NS = "jabber:iq:roster";

    static RosterItem unknown(Jid contact) {
        return new RosterItem(contact, "", List.of(), Subscription.NONE, false, false, "", 0);
    }

    /** In the roster, with this name, empty for none, and these groups. */
    RosterItem named(String newName, List<String> newGroups) {
        return new RosterItem(contact, newName, newGroups, subscription, approved, true, request, version);
    }

    /** In that state; a request that is answered now is forgotten. */
    RosterItem in(Subscription state) {
        return new RosterItem(
                contact, name, groups, state, approved, listed, state.isPendingIn() ? request : "", version);
    }

    RosterItem inRoster() {
        return new RosterItem(contact, name, groups, subscription, approved, true, request, version);
    }

    RosterItem approved(boolean isApproved) {
        return new RosterItem(contact, name, groups, subscription, isApproved, listed, request, version);
    }

    RosterItem requested(String xml) {
        return new RosterItem(contact, name, groups, subscription, approved, listed, xml, version);
    }

    /** No longer in the roster; whether the contact may subscribe is still to be answered if it was. */
    RosterItem removed() {
        Subscription left = subscription.isPendingIn() ? Subscription.NONE_IN : Subscription.NONE;
        return new RosterItem(contact, "", List.of(), left, false, false, request, version);
    }

    RosterItem at(long newVersion) {
        return new RosterItem(contact, name, groups, subscription, approved, listed, request, newVersion);
    }

    /** Whether it stands for something now, and is not only the memory of a removal. */
    boolean isLive() {
        return listed || subscription != Subscription.NONE;
    }

    /** Whether a client would see no difference. A request alone is not shown in the roster (§A.1). */
    boolean looksLike(RosterItem other) {
        return listed == other.listed
                && (!listed
                        || name.equals(other.name)
                                && groups.equals(other.groups)
                                && approved == other.approved
                                && subscription.attribute().equals(other.subscription.attribute())
                                && subscription.isPendingOut() == other.subscription.isPendingOut());
    }

    /** Returns the {@code <item/>} of a roster result or push. */
    Element element() {
        Element item = new DefaultElement(QName.get("item", NS));
        item.addAttribute("jid", contact.toString());
        if (!listed) {
            item.addAttribute("subscription", "remove");
            return item;
        }
        item.addAttribute("subscription", subscription.attribute());
        if (!name.isEmpty()) {
            item.addAttribute("name", name);
        }
        if (subscription.isPendingOut()) {
            item.addAttribute("ask", "subscribe");
        }
        if (approved) {
            item.addAttribute("approved", "true");
        }
        groups.forEach(group -> item.addElement(QName.get("group", NS)).setText(group));
        return item;
    }
}

package org.jackdaw.plugin;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jackdaw.xmpp.Jid;
import org.osgi.annotation.versioning.ProviderType;

/** Who may see whose presence (RFC 6121 §3), and who sees it (§4.6). Thread-safe; it may block on the database. */
@ProviderType
public interface Subscriptions {

    /**
     * Whether an entity is subscribed to the presence of a local account, or is that account itself. Resources do not
     * matter.
     */
    boolean sees(Jid watcher, Jid account);

    /** Returns the contacts in an account's roster, and those that have a subscription without being in it; in no order. */
    List<Contact> contacts(Jid account);

    /** Returns what an account's roster says of a contact; empty if it is no contact. Resources do not matter. */
    Optional<Contact> contact(Jid account, Jid contact);

    /** Returns to whom a resource has sent directed presence that says it is available (RFC 6121 §4.6). */
    Set<Jid> directed(Jid resource);

    /**
     * A contact of an account (RFC 6121 §2.1.2).
     *
     * @param jid the bare address
     * @param isListed whether the account's clients see it in the roster
     * @param sees whether the contact is subscribed to the account's presence: "from" or "both"
     * @param isSeen whether the account is subscribed to the contact's presence: "to" or "both"
     * @param groups the roster groups that it is in; empty for none
     */
    record Contact(Jid jid, boolean isListed, boolean sees, boolean isSeen, List<String> groups) {

        public Contact {
            groups = List.copyOf(groups);
        }
    }
}

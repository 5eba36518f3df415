package org.jackdaw.plugin;

import org.jackdaw.xmpp.Jid;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Told what happened to the nodes of local accounts (XEP-0163), whoever did it: also by {@link PersonalEvents}. Called after
 * it was committed and subscribers were told, on the thread that did it, so who publishes waits for it; it may block. Of
 * two events of one node it may be told at the same time. What it throws is logged.
 */
@ConsumerType
public interface PersonalEventListener {

    /** An item was published, in place of one of the same name if there was one; it has a name. */
    default void published(Jid account, String node, PersonalEvents.Item item) {}

    /** An item was retracted, or had to make room for another. */
    default void retracted(Jid account, String node, String id) {}

    /** All items of a node were removed; it is still there. */
    default void purged(Jid account, String node) {}

    /** A node was deleted with its items; not told when the account itself was. */
    default void deleted(Jid account, String node) {}
}

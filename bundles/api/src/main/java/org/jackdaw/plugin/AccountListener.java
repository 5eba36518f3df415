package org.jackdaw.plugin;

import org.jackdaw.xmpp.Jid;
import org.osgi.annotation.versioning.ConsumerType;

/** Told of accounts that come and go, or may no longer log in, on the thread that asked for it, before it is answered. */
@ConsumerType
public interface AccountListener {

    default void created(Jid account) {}

    /** The account cannot log in any more; remove what belongs to it. What {@link org.jackdaw.store.Stores} hold goes by itself. */
    default void deleted(Jid account) {}

    /** The account cannot log in for the time being; what belongs to it stays. */
    default void disabled(Jid account) {}
}

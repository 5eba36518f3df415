package org.jackdaw.plugin;

import org.jackdaw.xmpp.Jid;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Knows whom accounts want to hear nothing of (XEP-0191). What comes for an account is filtered already; this is for what was
 * kept before it blocked somebody. Thread-safe; it may block on the database.
 */
@ConsumerType
@FunctionalInterface
public interface Blocks {

    /** Nobody is blocked, as long as no plugin says otherwise. */
    Blocks NOBODY = (account, entity) -> false;

    /** Whether an account blocks an entity; the account is a bare address. */
    boolean blocks(Jid account, Jid entity);
}

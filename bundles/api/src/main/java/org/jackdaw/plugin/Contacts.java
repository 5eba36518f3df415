package org.jackdaw.plugin;

import org.jackdaw.xmpp.Jid;
import org.osgi.annotation.versioning.ProviderType;

/** Who is in whose roster (RFC 6121 §2). Thread-safe; it may block on the database. */
@ProviderType
@FunctionalInterface
public interface Contacts {

    /** Whether a contact is in the roster of a local account. Resources do not matter. */
    boolean knows(Jid account, Jid contact);
}

package org.jackdaw.plugin;

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

    /** Returns the bare addresses that are subscribed to the presence of a local account; without itself. */
    Set<Jid> watchers(Jid account);

    /** Returns to whom a resource has sent directed presence that says it is available (RFC 6121 §4.6). */
    Set<Jid> directed(Jid resource);
}

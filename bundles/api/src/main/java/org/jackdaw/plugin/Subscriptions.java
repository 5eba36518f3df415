package org.jackdaw.plugin;

import org.jackdaw.xmpp.Jid;
import org.osgi.annotation.versioning.ProviderType;

/** Who may know of whom (RFC 6121 §3). Thread-safe; it may block on the database. */
@ProviderType
@FunctionalInterface
public interface Subscriptions {

    /** Whether a watcher may see an account's presence: by subscription, or because it is the account itself. */
    boolean sees(Jid watcher, Jid account);
}

package org.jackdaw.plugin;

import java.util.Collection;
import java.util.SortedSet;
import org.jackdaw.xmpp.Jid;
import org.osgi.annotation.versioning.ProviderType;

/** What this server answers to service discovery (XEP-0030). Thread-safe. */
@ProviderType
public interface Discovery {

    /** Returns the features of a served domain, of a service's domain or of a local account; empty for any other address. */
    SortedSet<String> features(Jid entity);

    /** Returns the domains of the services below a served domain. */
    Collection<Jid> items(Jid domain);
}

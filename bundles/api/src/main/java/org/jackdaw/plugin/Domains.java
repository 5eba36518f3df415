package org.jackdaw.plugin;

import java.util.List;
import org.jackdaw.xmpp.Jid;
import org.osgi.annotation.versioning.ProviderType;

/** The domains that this server serves accounts of. Thread-safe; the list may change while the server runs. */
@ProviderType
public interface Domains {

    /** Returns the served domains, prepared (RFC 7622), the main one first; never empty. */
    List<String> served();

    /** Whether the domain of an address is a served one: its accounts are here. */
    default boolean isLocal(Jid jid) {
        return served().contains(jid.domain());
    }
}

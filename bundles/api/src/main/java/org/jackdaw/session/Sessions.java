package org.jackdaw.session;

import java.util.List;
import java.util.Optional;
import org.jackdaw.xmpp.Jid;
import org.osgi.annotation.versioning.ProviderType;

/** Finds sessions. Thread-safe; what it returns is a moment's picture. */
@ProviderType
public interface Sessions {

    /** Returns the session bound to a full address. */
    Optional<Session> find(Jid resource);

    /** Returns the sessions of an account, available or not, in the order in which they were bound; empty if none. */
    List<Session> of(Jid account);

    /** Returns how many sessions there are on this server. */
    int count();
}

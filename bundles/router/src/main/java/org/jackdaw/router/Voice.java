package org.jackdaw.router;

import org.jackdaw.core.Grants;
import org.jackdaw.plugin.Permission;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Stanza;
import org.osgi.framework.Bundle;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Knows in whose name a bundle may speak: that of the domains that it serves, or with a permission anybody's. */
@Component(service = Voice.class)
public final class Voice {

    private final Grants grants;
    private final DomainTable services;

    @Activate
    public Voice(@Reference Grants grants, @Reference DomainTable services) {
        this.grants = grants;
        this.services = services;
    }

    /** @throws SecurityException if the bundle may not send the stanza */
    void check(Bundle bundle, Stanza stanza) {
        long id = bundle.getBundleId();
        boolean own = stanza.from()
                .map(Jid::domain)
                .filter(domain -> services.isServedBy(id, domain))
                .isPresent();
        if (!own && !grants.allows(id, Permission.SEND_AS_OTHERS)) {
            throw new SecurityException(bundle.getSymbolicName() + " may not send as "
                    + stanza.from().map(Jid::toString).orElse("the server")
                    + ": it has no permission " + Permission.SEND_AS_OTHERS);
        }
    }
}

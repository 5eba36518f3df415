package org.jackdaw.blocking;

import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.dom4j.tree.DefaultElement;
import org.jackdaw.store.Lifetime;
import org.jackdaw.store.Store;
import org.jackdaw.store.Stores;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Presence;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Lets through the one presence that still reaches somebody who is blocked: that which says goodbye (XEP-0191 §3.3). Its id is
 * a pass, in memory that all versions of this plugin share, because another version's guards may look at it. It needs nothing
 * of the core but storage: the guards must not go when something else is restarted.
 */
@Component(service = Goodbyes.class)
public final class Goodbyes {

    private final Store passes;

    @Activate
    public Goodbyes(@Reference Stores stores) {
        passes = stores.open("blocking.passes", Lifetime.TRANSIENT);
    }

    /** Hands over a pass for a presence of an account, good until that has returned. */
    void with(Jid account, Consumer<String> sending) {
        String pass = UUID.randomUUID().toString();
        passes.update(account, pass, old -> Optional.of(new DefaultElement("pass")));
        try {
            sending.accept(pass);
        } finally {
            passes.update(account, pass, old -> Optional.empty());
        }
    }

    boolean isOne(Presence presence) {
        return presence.type() == Presence.Type.UNAVAILABLE
                && presence.id()
                        .flatMap(id -> passes.get(presence.sender().bare(), id))
                        .isPresent();
    }
}

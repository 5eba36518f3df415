package org.jackdaw.push;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.dom4j.Element;
import org.dom4j.QName;
import org.dom4j.tree.DefaultElement;
import org.jackdaw.plugin.AccountListener;
import org.jackdaw.store.Lifetime;
import org.jackdaw.store.Store;
import org.jackdaw.store.Stores;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.StanzaException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * The registrations of all accounts, in the database. Every message asks for those of its recipient, so they are cached; and
 * they may be changed through another version of this plugin, which has a cache of its own. So each change renews a stamp of
 * its account, in memory that both versions share, and what was cached holds only under the stamp that was read before it.
 */
@Component(service = {Registrations.class, AccountListener.class})
public final class Registrations implements AccountListener {

    /** Most of one account: a user's phones, and a few that are forgotten. */
    static final int MOST = 20;

    private static final int CACHED = 20_000;
    private static final String KEY = "stamp";
    private static final QName STAMP = QName.get("stamp", Registration.NS);

    /** @param stamp empty if the account's were not changed since the server started */
    private record Known(String stamp, List<Registration> all) {}

    private final Store durable;
    private final Store stamps;
    private final Map<Jid, Known> known = new ConcurrentHashMap<>();

    @Activate
    public Registrations(@Reference Stores stores) {
        durable = stores.open("push", Lifetime.DURABLE);
        stamps = stores.open("push.stamps", Lifetime.TRANSIENT);
    }

    List<Registration> of(Jid account) {
        String stamp = stamps.get(account, KEY).map(Element::getText).orElse("");
        Known cached = known.get(account);
        if (cached != null && cached.stamp().equals(stamp)) {
            return cached.all();
        }
        List<Registration> read =
                durable.all(account).values().stream().map(Registration::of).toList();
        if (known.size() >= CACHED) {
            known.clear();
        }
        known.put(account, new Known(stamp, read));
        return read;
    }

    /** @throws StanzaException resource-constraint if the account has too many */
    void put(Jid account, Registration registration) {
        boolean isNew = of(account).stream().noneMatch(other -> other.key().equals(registration.key()));
        if (isNew && of(account).size() >= MOST) {
            throw new StanzaException(Condition.RESOURCE_CONSTRAINT, "over " + MOST + " push services");
        }
        durable.update(account, registration.key(), old -> Optional.of(registration.stored()));
        changed(account);
    }

    /** Changes one that is still there. */
    void replace(Jid account, Registration registration) {
        durable.update(account, registration.key(), old -> old.map(stored -> registration.stored()));
        changed(account);
    }

    void remove(Jid account, List<Registration> registrations) {
        for (Registration registration : registrations) {
            durable.update(account, registration.key(), old -> Optional.empty());
        }
        changed(account);
    }

    private void changed(Jid account) {
        Element stamp = new DefaultElement(STAMP);
        stamp.setText(UUID.randomUUID().toString());
        stamps.update(account, KEY, old -> Optional.of(stamp));
    }

    /** An account that is made again under the name must not find these. */
    @Override
    public void deleted(Jid account) {
        changed(account);
    }
}

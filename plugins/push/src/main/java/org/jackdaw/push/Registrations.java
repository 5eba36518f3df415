package org.jackdaw.push;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
 * The registrations of all accounts, in the database. Every message asks for those of its recipient, so what was read once is
 * kept in the server's memory, where another version of this plugin finds it, too. There it is replaced by what the database
 * holds after a change, and whoever reads meanwhile notices: so it is never older than the last change.
 */
@Component(service = {Registrations.class, AccountListener.class})
public final class Registrations implements AccountListener {

    /** Most of one account: a user's phones, and a few that are forgotten. */
    static final int MOST = 20;

    private static final String KEY = "all";
    private static final QName ALL = QName.get("registrations", Registration.NS);

    private final Store durable;
    private final Store memory;

    @Activate
    public Registrations(@Reference Stores stores) {
        durable = stores.open("push", Lifetime.DURABLE);
        memory = stores.open("push.memory", Lifetime.TRANSIENT);
    }

    List<Registration> of(Jid account) {
        Element all = memory.get(account, KEY).orElseGet(() -> remember(account));
        return all.elements().stream().map(Registration::of).toList();
    }

    private Element remember(Jid account) {
        return memory.update(account, KEY, known -> known.isPresent() ? known : Optional.of(read(account)))
                .orElseThrow();
    }

    private Element read(Jid account) {
        Element all = new DefaultElement(ALL);
        durable.all(account).values().forEach(all::add);
        return all;
    }

    /** @throws StanzaException resource-constraint if the account has too many */
    void put(Jid account, Registration registration) {
        boolean isNew = of(account).stream().noneMatch(known -> known.key().equals(registration.key()));
        if (isNew && of(account).size() >= MOST) {
            throw new StanzaException(Condition.RESOURCE_CONSTRAINT, "over " + MOST + " push services");
        }
        durable.update(account, registration.key(), old -> Optional.of(registration.stored()));
        changed(account);
    }

    /** Changes one that is still there. */
    void replace(Jid account, Registration registration) {
        durable.update(account, registration.key(), old -> old.map(known -> registration.stored()));
        changed(account);
    }

    void remove(Jid account, List<Registration> registrations) {
        for (Registration registration : new ArrayList<>(registrations)) {
            durable.update(account, registration.key(), old -> Optional.empty());
        }
        changed(account);
    }

    private void changed(Jid account) {
        memory.update(account, KEY, old -> Optional.of(read(account)));
    }

    @Override
    public void deleted(Jid account) {
        memory.clear(account);
    }
}

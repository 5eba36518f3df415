package org.jackdaw.auth;

import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jackdaw.plugin.AccountListener;
import org.jackdaw.xmpp.Jid;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells every listener, by falling ranking. It gets a listener only when there is something to tell: most listeners
 * need the accounts themselves, and could not start while the accounts wait for them.
 */
@Component(service = AccountListeners.class)
public final class AccountListeners implements AccountListener {

    private static final Logger LOG = LoggerFactory.getLogger(AccountListeners.class);

    private final BundleContext context;
    private final List<ServiceReference<AccountListener>> listeners = new CopyOnWriteArrayList<>();

    @Activate
    public AccountListeners(BundleContext context) {
        this.context = context;
    }

    @Reference(
            service = AccountListener.class,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC)
    void bindListener(ServiceReference<AccountListener> listener) {
        listeners.add(listener);
    }

    void unbindListener(ServiceReference<AccountListener> listener) {
        listeners.remove(listener);
    }

    @Override
    public void created(Jid account) {
        tell(account, listener -> listener.created(account));
    }

    @Override
    public void deleted(Jid account) {
        tell(account, listener -> listener.deleted(account));
    }

    @Override
    public void disabled(Jid account) {
        tell(account, listener -> listener.disabled(account));
    }

    /** What one listener cannot do must not keep it from the others. */
    private void tell(Jid account, Consumer<AccountListener> news) {
        listeners.stream().sorted(Comparator.reverseOrder()).forEach(reference -> {
            AccountListener listener = context.getService(reference);
            if (listener != null) {
                try {
                    news.accept(listener);
                } catch (RuntimeException e) {
                    LOG.error(
                            "{} failed when the account {} came or went; what it keeps of it may be wrong",
                            listener.getClass().getName(),
                            account,
                            e);
                } finally {
                    context.ungetService(reference);
                }
            }
        });
    }
}

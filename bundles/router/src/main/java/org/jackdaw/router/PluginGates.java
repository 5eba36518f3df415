package org.jackdaw.router;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.jackdaw.core.Gates;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.ComponentServiceObjects;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Remembers which bundles are not called: those that are still being tried, and those on their way out. */
@Component(service = {Gates.class, PluginGates.class})
public final class PluginGates implements Gates {

    private enum State {
        HELD,
        LEAVING
    }

    private final Map<Long, State> closed = new ConcurrentHashMap<>();
    private final AtomicLong changes = new AtomicLong();
    private final PluginFences fences;

    @Activate
    public PluginGates(@Reference PluginFences fences) {
        this.fences = fences;
    }

    @Override
    public void hold(long bundle) {
        closed.put(bundle, State.HELD);
        changes.incrementAndGet();
    }

    @Override
    public void open(long bundle) {
        closed.remove(bundle);
        changes.incrementAndGet();
    }

    @Override
    public void leave(long bundle) {
        closed.put(bundle, State.LEAVING);
        changes.incrementAndGet();
    }

    @Override
    public void giveUp(long bundle) {
        fences.giveUp(bundle);
    }

    @Override
    public void forget(long bundle) {
        closed.remove(bundle);
        fences.forget(bundle);
    }

    /** Returns how often a gate has been opened or closed: who looks at several can tell whether that was at one time. */
    long changes() {
        return changes.get();
    }

    /** Returns a binding of a service, to be called while its bundle's gate is open. */
    <H> Binding<H> binding(ComponentServiceObjects<H> service, int ranking) {
        return binding(service, ranking, UnaryOperator.identity());
    }

    /** @param guard what is called instead of the service, and calls it */
    <H> Binding<H> binding(ComponentServiceObjects<H> service, int ranking, UnaryOperator<H> guard) {
        ServiceReference<H> reference = service.getServiceReference();
        Bundle bundle = reference.getBundle();
        long id = bundle.getBundleId();
        return new Binding<>(
                reference, ranking, () -> guarded(service.getService(), guard), () -> isOpen(id), fences.of(bundle));
    }

    /** The service is null if it could not be made. */
    private static <H> H guarded(H service, UnaryOperator<H> guard) {
        return service == null ? null : guard.apply(service);
    }

    private boolean isOpen(long bundle) {
        return closed.isEmpty() || !closed.containsKey(bundle);
    }

    /** Whether a service is to be announced; not if it is gone. */
    boolean announces(ServiceReference<?> service) {
        Bundle bundle = service.getBundle();
        return bundle != null && isOpen(bundle.getBundleId()) && fences.isOpen(bundle.getBundleId());
    }

    /** Whether a service that goes will be back: its bundle, or only its component, is being restarted. */
    boolean restarts(ServiceReference<?> service) {
        Bundle bundle = service.getBundle();
        BundleContext context = bundle == null ? null : bundle.getBundleContext();
        return context != null
                && isOpen(bundle.getBundleId())
                && context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).getState() == Bundle.ACTIVE;
    }
}

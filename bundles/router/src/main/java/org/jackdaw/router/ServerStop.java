package org.jackdaw.router;

import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.Constants;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** Ends the domains when the server begins to stop: streams are closed before plugins are, and what is said must be heard. */
@Component(service = {})
public final class ServerStop implements SynchronousBundleListener {

    private final BundleContext context;
    private final DomainTable domains;

    @Activate
    public ServerStop(BundleContext context, @Reference DomainTable domains) {
        this.context = context;
        this.domains = domains;
        context.addBundleListener(this);
    }

    @Deactivate
    void close() {
        context.removeBundleListener(this);
    }

    @Override
    public void bundleChanged(BundleEvent event) {
        boolean isServer = event.getBundle().getBundleId() == Constants.SYSTEM_BUNDLE_ID;
        if (isServer && event.getType() == BundleEvent.STOPPING) {
            domains.end();
        }
    }
}

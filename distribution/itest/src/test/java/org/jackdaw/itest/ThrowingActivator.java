package org.jackdaw.itest;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** For a bundle that does not start. */
public final class ThrowingActivator implements BundleActivator {

    @Override
    public void start(BundleContext context) {
        throw new IllegalStateException("no licence for this machine");
    }

    @Override
    public void stop(BundleContext context) {}
}

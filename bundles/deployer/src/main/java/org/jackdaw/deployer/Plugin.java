package org.jackdaw.deployer;

import java.util.Optional;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/** A plugin that serves. */
record Plugin(PluginJar jar, Bundle bundle) {

    private static final String SCHEME = "plugin:";

    /** Returns what the framework calls it: unique, so that one content may be installed twice. */
    static String location(PluginJar jar, long number) {
        return SCHEME + jar.file() + "#" + jar.sha() + "#" + number;
    }

    static boolean isInstalled(BundleContext context, PluginJar jar) {
        return Stream.of(context.getBundles()).anyMatch(bundle -> isOf(bundle, jar));
    }

    /** Returns the bundle of a jar that was installed early and nobody has started. */
    static Optional<Bundle> waiting(BundleContext context, PluginJar jar) {
        return Stream.of(context.getBundles())
                .filter(bundle -> isOf(bundle, jar)
                        && (bundle.getState() == Bundle.INSTALLED || bundle.getState() == Bundle.RESOLVED))
                .findFirst();
    }

    private static boolean isOf(Bundle bundle, PluginJar jar) {
        return is(bundle) && file(bundle).equals(jar.file()) && sha(bundle).equals(jar.sha());
    }

    static boolean is(Bundle bundle) {
        return bundle.getLocation().startsWith(SCHEME);
    }

    static String file(Bundle bundle) {
        return bundle.getLocation().substring(SCHEME.length()).split("#", 3)[0];
    }

    static String sha(Bundle bundle) {
        return bundle.getLocation().split("#", 3)[1];
    }
}

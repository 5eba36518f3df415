package org.jackdaw.deployer;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;
import org.jackdaw.core.PluginLeaks.Remain;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/**
 * Remembers the class loaders of plugins that were uninstalled, without holding them: one that can still be reached after the
 * collector was there is held by somebody else. Thread-safe.
 */
@Component(immediate = true, service = Remains.class)
public final class Remains implements SynchronousBundleListener {

    /** Collectors that leave classes alone, by their names in HotSpot. */
    private static final Pattern YOUNG = Pattern.compile(".*(Young|Copy|Scavenge|Minor|Pauses).*");

    private record Running(String plugin, String version, WeakReference<ClassLoader> loader) {}

    /** A heap dump is searched for these, by the names of the class and of its fields. */
    private record Gone(
            long bundle, Running was, WeakReference<ClassLoader> loader, Instant removed, long collections) {

        boolean isThere() {
            return !loader.refersTo(null);
        }
    }

    private final Map<Long, Running> running = new ConcurrentHashMap<>();
    private final Queue<Gone> gone = new ConcurrentLinkedQueue<>();

    @Activate
    void start(BundleContext context) {
        context.addBundleListener(this);
        for (Bundle bundle : context.getBundles()) {
            resolved(bundle);
        }
    }

    @Deactivate
    void stop(BundleContext context) {
        context.removeBundleListener(this);
    }

    @Override
    public void bundleChanged(BundleEvent event) {
        Bundle bundle = event.getBundle();
        switch (event.getType()) {
            case BundleEvent.RESOLVED, BundleEvent.STARTING -> resolved(bundle);
            case BundleEvent.UNRESOLVED, BundleEvent.UNINSTALLED -> remove(bundle.getBundleId());
            default -> {}
        }
    }

    private void resolved(Bundle bundle) {
        BundleWiring wiring = Plugin.is(bundle) ? bundle.adapt(BundleWiring.class) : null;
        if (wiring != null && wiring.getClassLoader() != null) {
            add(
                    bundle.getBundleId(),
                    bundle.getSymbolicName(),
                    bundle.getVersion().toString(),
                    wiring.getClassLoader());
        }
    }

    /** A plugin has this class loader from now on. */
    void add(long bundle, String plugin, String version, ClassLoader loader) {
        running.put(bundle, new Running(plugin, version, new WeakReference<>(loader)));
    }

    /** A plugin is uninstalled, or gets another class loader. */
    void remove(long bundle) {
        Running was = running.remove(bundle);
        if (was != null) {
            gone.removeIf(other -> !other.isThere());
            gone.add(new Gone(bundle, was, was.loader(), Instant.now().truncatedTo(ChronoUnit.SECONDS), looks()));
        }
    }

    /** Returns what can still be reached, oldest first: something always can until the collector was there. */
    List<Remain> remaining() {
        gone.removeIf(plugin -> !plugin.isThere());
        long looks = looks();
        return gone.stream()
                .map(plugin -> new Remain(
                        plugin.bundle(),
                        plugin.was().plugin(),
                        plugin.was().version(),
                        plugin.removed(),
                        looks - plugin.collections()))
                .sorted(Comparator.comparing(Remain::removed))
                .toList();
    }

    /** Returns how often the collector has looked through all of the memory. */
    private static long looks() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .filter(collector -> !YOUNG.matcher(collector.getName()).matches())
                .mapToLong(GarbageCollectorMXBean::getCollectionCount)
                .sum();
    }

    /** Returns the name of the class whose instances a heap dump has for what was removed. */
    static String nameInHeap() {
        return Gone.class.getName();
    }
}

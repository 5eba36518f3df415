package org.jackdaw.config;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/**
 * Knows when new values are in force. The framework tells components of them on a thread of its own, and each component shows
 * the values that it has taken as properties of its service.
 */
final class Effect {

    /** Some take longer, to open a port say; they are not waited for. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final BundleContext context;

    Effect(BundleContext context) {
        this.context = context;
    }

    /** Does something that gives the components of a PID these values, and waits until they have taken them. */
    void await(String pid, Map<String, Object> values, Change change) throws IOException {
        boolean hasService = services(pid).findAny().isPresent();
        change.make();
        if (hasService) {
            waitUntil(() -> {
                List<ServiceReference<?>> now = services(pid).toList();
                return !now.isEmpty() && now.stream().allMatch(has(values));
            });
        }
    }

    /** What is to have an effect. */
    @FunctionalInterface
    interface Change {
        void make() throws IOException;
    }

    private static Predicate<ServiceReference<?>> has(Map<String, Object> values) {
        return service -> values.entrySet().stream()
                .allMatch(value -> Objects.deepEquals(service.getProperty(value.getKey()), value.getValue()));
    }

    private Stream<ServiceReference<?>> services(String pid) {
        try {
            ServiceReference<?>[] found =
                    context.getAllServiceReferences(null, "(" + Constants.SERVICE_PID + "=" + pid + ")");
            return found == null ? Stream.empty() : Stream.of(found);
        } catch (InvalidSyntaxException e) {
            throw new IllegalArgumentException(pid, e);
        }
    }

    private static void waitUntil(BooleanSupplier done) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (!done.getAsBoolean() && System.nanoTime() - end < 0) {
                Thread.sleep(2);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

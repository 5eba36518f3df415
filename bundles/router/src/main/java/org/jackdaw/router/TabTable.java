package org.jackdaw.router;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jackdaw.core.PluginTabs;
import org.jackdaw.core.TabProblem;
import org.jackdaw.core.Trail;
import org.jackdaw.plugin.ConsoleTab;
import org.jackdaw.plugin.ConsoleTab.Query;
import org.jackdaw.plugin.Screen;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.ComponentServiceObjects;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The tabs of the console that plugins bring, each behind its plugin's fence. */
@Component
public final class TabTable implements PluginTabs {

    private static final Logger LOG = LoggerFactory.getLogger(TabTable.class);

    private static final Pattern LABEL = Pattern.compile("[a-z][a-z0-9-]{0,31}");
    private static final int LONGEST_TITLE = 30;
    private static final int DEFAULT_ORDER = 100;

    /** The web server has few threads, and who waits longer has gone on to something else. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Map<ServiceReference<ConsoleTab>, Place> places = new ConcurrentHashMap<>();
    private final Bindings<String, ConsoleTab> tabs;
    private final PluginGates gates;

    @Activate
    public TabTable(@Reference PluginGates gates) {
        this.gates = gates;
        tabs = new Bindings<>(gates::changes);
    }

    @Reference(
            service = ConsoleTab.class,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC)
    void bindTab(ComponentServiceObjects<ConsoleTab> tab) {
        ServiceReference<ConsoleTab> reference = tab.getServiceReference();
        String label = Properties.string(reference, "jackdaw.tab.label");
        String title = Properties.string(reference, "jackdaw.tab.title").strip();
        if (!LABEL.matcher(label).matches() || title.isEmpty() || title.length() > LONGEST_TITLE) {
            LOG.warn(
                    "{} brings a tab of the console that is not shown: label and title are not as TabName has them",
                    reference.getBundle().getSymbolicName());
            return;
        }
        if (tabs.has(label)) {
            LOG.info("{} takes over the tab {}", reference.getBundle().getSymbolicName(), label);
        }
        int order = reference.getProperty("jackdaw.tab.order") instanceof Integer number ? number : DEFAULT_ORDER;
        tabs.bind(label, gates.binding(tab, 0));
        places.put(reference, new Place(label, title, order));
    }

    void unbindTab(ComponentServiceObjects<ConsoleTab> tab) {
        ServiceReference<ConsoleTab> reference = tab.getServiceReference();
        places.remove(reference);
        if (!tabs.unbind(reference, gates.restarts(reference))) {
            LOG.warn("Removed {} while somebody was still looking at it", reference);
        }
    }

    @Deactivate
    void close() {
        tabs.close();
    }

    /** While two versions of a plugin overlap, the newer one's title counts. */
    @Override
    public List<Place> places() {
        Comparator<Place> order = Comparator.comparingInt(Place::order).thenComparing(Place::title);
        return places.entrySet().stream()
                .sorted(Map.Entry.<ServiceReference<ConsoleTab>, Place>comparingByKey()
                        .reversed())
                .filter(entry -> gates.announces(entry.getKey()))
                .collect(Collectors.toMap(
                        entry -> entry.getValue().label(), Map.Entry::getValue, (first, second) -> first))
                .values()
                .stream()
                .sorted(order)
                .toList();
    }

    @Override
    public Screen show(String label, Query query) {
        return call(label, tab -> Objects.requireNonNull(tab.show(query), "no screen"));
    }

    @Override
    public String act(String label, String action, Query query) {
        return call(label, tab -> Objects.requireNonNull(tab.act(action, query), "no sentence"));
    }

    private <R> R call(String label, Function<ConsoleTab, R> work) {
        try {
            return inTime(label, work)
                    .orElseThrow(() -> new TabProblem("There is no tab " + label
                            + " just now: the plugin that brings it is not running, or is left alone after failures."));
        } catch (PluginFault e) {
            throw new TabProblem("The tab " + label + " failed: the server's log says why.");
        }
    }

    /** On a thread of its own: the web server's is needed again. */
    private <R> Optional<R> inTime(String label, Function<ConsoleTab, R> work) {
        CompletableFuture<Optional<R>> answer = CompletableFuture.supplyAsync(
                () -> tabs.call(label, new Trail(), work),
                task -> Thread.ofVirtual().name("console-tab").start(task));
        try {
            return answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            LOG.warn("The tab {} of the console does not answer in {} s", label, PATIENCE.toSeconds());
            throw new TabProblem("The tab " + label + " does not answer.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TabProblem("The server stops.");
        } catch (ExecutionException e) {
            throw unchecked(e.getCause());
        }
    }

    private static RuntimeException unchecked(Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return (RuntimeException) cause;
    }
}

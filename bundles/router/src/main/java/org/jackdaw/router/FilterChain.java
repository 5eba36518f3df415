package org.jackdaw.router;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jackdaw.core.Grants;
import org.jackdaw.core.Step;
import org.jackdaw.core.Trail;
import org.jackdaw.plugin.FiltersAt.Point;
import org.jackdaw.plugin.Permission;
import org.jackdaw.plugin.StanzaFilter;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Iq;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Message;
import org.jackdaw.xmpp.Presence;
import org.jackdaw.xmpp.Stanza;
import org.jackdaw.xmpp.StanzaException;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
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

/**
 * Runs a stanza through the filters of a point, by falling ranking. Two versions of one filter, as a swap has them for a
 * moment, count as one: the newer looks.
 */
@Component(service = FilterChain.class)
public final class FilterChain {

    private static final Logger LOG = LoggerFactory.getLogger(FilterChain.class);

    /**
     * A place in the chain: filters of one name replace each other.
     *
     * @param label for traces
     * @param isCore whether what it consumes is handled: presence, by the core's own rules
     */
    private record Place(Point point, String name, int ranking, boolean failClosed, String label, boolean isCore) {}

    private final Bindings<Place, StanzaFilter> filters;
    private final PluginGates gates;
    private final Grants grants;

    /** What the newest filter of a name is deaf to: it is not called for that. */
    private final Map<String, Predicate<Stanza>> silences = new ConcurrentHashMap<>();

    private final Map<String, ServiceReference<?>> newest = new ConcurrentHashMap<>();
    private volatile Map<Point, List<Place>> order = new EnumMap<>(Point.class);

    @Activate
    public FilterChain(@Reference PluginGates gates, @Reference Grants grants) {
        this.gates = gates;
        filters = new Bindings<>(gates::changes);
        this.grants = grants;
    }

    @Deactivate
    void close() {
        filters.close();
    }

    @Reference(
            service = StanzaFilter.class,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC)
    void bindFilter(ComponentServiceObjects<StanzaFilter> filter) {
        ServiceReference<StanzaFilter> reference = filter.getServiceReference();
        String name = name(reference);
        newest.put(name, reference);
        silences.remove(name);
        for (Place place : places(reference)) {
            filters.bind(place, gates.binding(filter, 0, looking -> {
                note(name, reference, looking);
                return shown(looking, reference);
            }));
        }
        reorder(places(reference));
    }

    /** Notes what a filter has no ear for; not of one that another has followed, which may be called, too. */
    private void note(String name, ServiceReference<?> reference, StanzaFilter filter) {
        Set<Class<?>> kinds = new HashSet<>();
        for (Class<?> kind : List.of(Message.class, Presence.class, Iq.class)) {
            if (!hears(filter, kind)) {
                kinds.add(kind);
            }
        }
        Predicate<Stanza> others = others(reference);
        silences.put(name, stanza -> kinds.contains(stanza.getClass()) || others.test(stanza));
        if (newest.get(name) != reference) {
            silences.remove(name);
        }
    }

    /** What is a message of a type that a filter does not look at. */
    private static Predicate<Stanza> others(ServiceReference<?> reference) {
        Set<String> types = Set.of(Properties.strings(reference, "jackdaw.filter.messages"));
        return types.isEmpty()
                ? stanza -> false
                : stanza -> stanza instanceof Message message
                        && !types.contains(message.type().name());
    }

    private static boolean hears(StanzaFilter filter, Class<?> kind) {
        try {
            return filter.getClass().getMethod("filter", kind).getDeclaringClass() != StanzaFilter.class;
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("the interface has it", e);
        }
    }

    private StanzaFilter shown(StanzaFilter filter, ServiceReference<?> reference) {
        // It is called once before it is known what it has ears for, and while another version that hears more is
        // there.
        return new ChoosyFilter(discreet(filter, reference), others(reference));
    }

    private StanzaFilter discreet(StanzaFilter filter, ServiceReference<?> reference) {
        if (Boolean.TRUE.equals(reference.getProperty("jackdaw.filter.envelopeOnly"))) {
            return new EnvelopeFilter(filter);
        }
        Bundle bundle = reference.getBundle();
        long id = bundle.getBundleId();
        return PluginGrants.isPlugin(bundle)
                ? new DiscreetFilter(filter, () -> grants.allows(id, Permission.SEE_BODIES))
                : filter;
    }

    void unbindFilter(ComponentServiceObjects<StanzaFilter> filter) {
        String name = name(filter.getServiceReference());
        newest.remove(name, filter.getServiceReference());
        silences.remove(name);
        if (!filters.unbind(filter.getServiceReference(), gates.restarts(filter.getServiceReference()))) {
            LOG.warn("Removed {} while a stanza was still in it", filter.getServiceReference());
        }
        reorder(List.of());
    }

    private static String name(ServiceReference<?> reference) {
        return String.valueOf(reference.getProperty("component.name"));
    }

    private static List<Place> places(ServiceReference<?> reference) {
        List<Place> places = new ArrayList<>();
        String name = name(reference);
        int ranking = reference.getProperty(Constants.SERVICE_RANKING) instanceof Integer number ? number : 0;
        boolean failClosed = Boolean.TRUE.equals(reference.getProperty("jackdaw.filter.failClosed"));
        Bundle bundle = reference.getBundle();
        boolean core = bundle != null && !PluginGrants.isPlugin(bundle);
        for (String point : Properties.strings(reference, "jackdaw.filter.point")) {
            String label = point + " " + name;
            places.add(new Place(Point.valueOf(point), name, ranking, failClosed, label, core));
        }
        return places;
    }

    private synchronized void reorder(List<Place> added) {
        Map<Point, List<Place>> next = new EnumMap<>(Point.class);
        for (Point point : Point.values()) {
            List<Place> places = new ArrayList<>(order.getOrDefault(point, List.of()));
            added.stream()
                    .filter(place -> place.point() == point && !places.contains(place))
                    .forEach(places::add);
            places.removeIf(place -> !filters.isBound(place));
            places.sort((a, b) -> Integer.compare(b.ranking(), a.ranking()));
            next.put(point, List.copyOf(places));
        }
        order = next;
    }

    /**
     * Returns the stanza as the point's filters leave it; empty if one consumed it.
     *
     * @throws org.jackdaw.xmpp.StanzaException if one refused it
     */
    Optional<Stanza> apply(Point point, Stanza stanza, Trail trail) {
        Stanza current = stanza;
        for (Place place : order.getOrDefault(point, List.of())) {
            if (isDeaf(place, stanza)) {
                continue;
            }
            Optional<Stanza> output = apply(place, current, trail);
            if (output.isEmpty()) {
                return Optional.empty();
            }
            current = output.get();
        }
        return Optional.of(current);
    }

    private boolean isDeaf(Place place, Stanza stanza) {
        Predicate<Stanza> silence = silences.get(place.name());
        return silence != null && silence.test(stanza);
    }

    /** Returns those recipients of a stanza to many on whose way a filter of the point would look at it. */
    Set<Jid> watched(Point point, Stanza stanza, Collection<Jid> recipients) {
        Set<Jid> watched = new HashSet<>();
        for (Place place : order.getOrDefault(point, List.of())) {
            if (!isDeaf(place, stanza) && watched.size() < recipients.size()) {
                watched.addAll(watched(place, stanza, recipients));
            }
        }
        return watched;
    }

    /** One that fails now, or is shut, may be there again for each of them; what keeps out whatever it costs does so then. */
    private Collection<Jid> watched(Place place, Stanza stanza, Collection<Jid> recipients) {
        try {
            return filters.call(place, new Trail(), filter -> Set.copyOf(filter.looksOnTheWayTo(recipients, stanza)))
                    .orElseGet(() -> Set.copyOf(recipients));
        } catch (StanzaException e) {
            LOG.debug("{} does not say at whose it looks", place.label(), e);
            return recipients;
        }
    }

    /** A filter that fails, or is not called for it failed before, lets everything pass or nothing, as it declares. */
    private Optional<Stanza> apply(Place place, Stanza input, Trail trail) {
        try {
            Optional<Optional<Stanza>> output = filters.call(place, trail, filter -> through(filter, input));
            if (output.isEmpty()) {
                if (place.failClosed() && filters.isBound(place)) {
                    throw new StanzaException(Condition.SERVICE_UNAVAILABLE, "");
                }
                return Optional.of(input);
            }
            note(trail, place, input, output.get());
            return output.get();
        } catch (PluginFault e) {
            if (place.failClosed()) {
                throw e;
            }
            return Optional.of(input);
        }
    }

    private static void note(Trail trail, Place place, Stanza input, Optional<Stanza> output) {
        if (output.isEmpty()) {
            trail.called(place.isCore() ? Step.HANDLED : Step.CONSUMED, place.label());
        } else if (output.get() != input) {
            trail.called(Step.CHANGED, place.label());
        } else if (place.isCore() && input instanceof Message) {
            // The core looks at presence and requests alone, and a look at the clock costs more than that.
            trail.passedBy(place.label());
        } else {
            trail.called(Step.PASSED, place.label());
        }
    }

    private static Optional<Stanza> through(StanzaFilter filter, Stanza stanza) {
        return switch (stanza) {
            case Message message -> filter.filter(message).map(Stanza.class::cast);
            case Presence presence -> filter.filter(presence).map(Stanza.class::cast);
            case Iq iq -> filter.filter(iq).map(Stanza.class::cast);
        };
    }
}

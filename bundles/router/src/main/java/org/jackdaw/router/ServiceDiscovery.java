package org.jackdaw.router;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jackdaw.plugin.Discovery;
import org.jackdaw.plugin.DomainHandler;
import org.jackdaw.plugin.Domains;
import org.jackdaw.plugin.HandlesIq.To;
import org.jackdaw.xmpp.Jid;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.AnyService;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/**
 * Sums up what the running services declare: there is nothing to announce, and so nothing announced that does not run
 * (XEP-0030 §3).
 */
@Component(service = {Discovery.class, ServiceDiscovery.class})
public final class ServiceDiscovery implements Discovery {

    /** What one service adds, and to whom. */
    private record Offer(List<String> features, List<To> to) {}

    private final Domains domains;
    private final DomainTable services;
    private final PluginGates gates;
    private final Map<ServiceReference<?>, Offer> offers = new ConcurrentHashMap<>();

    @Activate
    public ServiceDiscovery(@Reference Domains domains, @Reference DomainTable services, @Reference PluginGates gates) {
        this.domains = domains;
        this.services = services;
        this.gates = gates;
    }

    @Reference(
            service = AnyService.class,
            target = "(|(jackdaw.feature=*)(jackdaw.iq.namespace=*)(jackdaw.identity.category=*))",
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC)
    void bindOffer(ServiceReference<Object> service) {
        if (Properties.string(service, "jackdaw.domain").isEmpty()) {
            offers.put(service, offer(service));
        }
    }

    void unbindOffer(ServiceReference<Object> service) {
        offers.remove(service);
    }

    private static Offer offer(ServiceReference<?> service) {
        List<String> features = Properties.features(service);
        List<To> to = new java.util.ArrayList<>();
        for (String key : List.of("jackdaw.to", "jackdaw.iq.to")) {
            for (String entity : Properties.strings(service, key)) {
                to.add(To.valueOf(entity));
            }
        }
        String namespace = Properties.string(service, "jackdaw.iq.namespace");
        if (!namespace.isEmpty()) {
            features.add(namespace);
        }
        return new Offer(features, to);
    }

    /** Returns the services that say what accounts are, besides being accounts. */
    Stream<ServiceReference<?>> accountIdentities() {
        return offers.entrySet().stream()
                .filter(entry -> entry.getValue().to().stream().anyMatch(to -> to != To.SERVER))
                .<ServiceReference<?>>map(Map.Entry::getKey)
                .filter(service ->
                        !Properties.string(service, "jackdaw.identity.category").isEmpty())
                .filter(gates::announces);
    }

    @Override
    public SortedSet<String> features(Jid entity) {
        SortedSet<String> features = new TreeSet<>();
        if (domains.isLocal(entity)) {
            // What an account answers only to itself is asked of the server, and is announced there.
            boolean server = entity.isDomain();
            for (Map.Entry<ServiceReference<?>, Offer> entry : offers.entrySet()) {
                Offer offer = entry.getValue();
                if (gates.announces(entry.getKey())
                        && offer.to().stream().anyMatch(to -> server ? to != To.ACCOUNT : to != To.SERVER)) {
                    features.addAll(offer.features());
                }
            }
        } else {
            Optional<ServiceReference<DomainHandler>> service = services.service(entity);
            service.ifPresent(found -> features.addAll(Properties.features(found)));
            if (service.isPresent()) {
                features.add(InfoHandler.NS);
            }
        }
        return features;
    }

    @Override
    public Collection<Jid> items(Jid domain) {
        return domain.isDomain() && domains.isLocal(domain) ? services.below(domain.domain()) : List.of();
    }
}

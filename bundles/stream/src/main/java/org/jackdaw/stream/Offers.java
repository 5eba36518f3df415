package org.jackdaw.stream;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.dom4j.Element;
import org.jackdaw.plugin.SaslMechanism;
import org.jackdaw.plugin.StreamFeature;
import org.jackdaw.plugin.StreamInfo;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.ComponentServiceObjects;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The mechanisms and features that there are at the moment, those of the highest ranking first. */
@Component(service = Offers.class)
public final class Offers {

    private static final Logger LOG = LoggerFactory.getLogger(Offers.class);

    /** A mechanism with what {@link org.jackdaw.plugin.Mechanism} declares of it. */
    record Mechanism(String name, boolean binds, ComponentServiceObjects<SaslMechanism> service) {}

    /** A feature with the namespace whose requests it answers; empty if it answers none. */
    private record Named(String namespace, ComponentServiceObjects<StreamFeature> service) {}

    private final Map<ServiceReference<SaslMechanism>, Mechanism> mechanisms =
            new ConcurrentSkipListMap<>(Comparator.reverseOrder());
    private final Map<ServiceReference<StreamFeature>, Named> features =
            new ConcurrentSkipListMap<>(Comparator.reverseOrder());

    @Reference(
            service = SaslMechanism.class,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC)
    void bindMechanism(ComponentServiceObjects<SaslMechanism> service) {
        ServiceReference<SaslMechanism> reference = service.getServiceReference();
        mechanisms.put(
                reference,
                new Mechanism(
                        String.valueOf(reference.getProperty("jackdaw.sasl.name")),
                        Boolean.TRUE.equals(reference.getProperty("jackdaw.sasl.binds")),
                        service));
    }

    void unbindMechanism(ComponentServiceObjects<SaslMechanism> service) {
        mechanisms.remove(service.getServiceReference());
    }

    @Reference(
            service = StreamFeature.class,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC)
    void bindFeature(ComponentServiceObjects<StreamFeature> service) {
        ServiceReference<StreamFeature> reference = service.getServiceReference();
        Object namespace = reference.getProperty("jackdaw.negotiates.namespace");
        features.put(reference, new Named(namespace == null ? "" : namespace.toString(), service));
    }

    void unbindFeature(ComponentServiceObjects<StreamFeature> service) {
        features.remove(service.getServiceReference());
    }

    List<Mechanism> mechanisms() {
        return List.copyOf(mechanisms.values());
    }

    /** Returns what the features have to offer now: of two versions of one, that of the first; one that fails is left out. */
    List<Element> offered(StreamInfo stream) {
        List<Element> offered = new ArrayList<>();
        for (Named feature : features.values()) {
            StreamFeature service = feature.service().getService();
            try {
                if (service != null) {
                    service.offer(stream)
                            .filter(offer -> offered.stream()
                                    .noneMatch(other -> other.getQName().equals(offer.getQName())))
                            .ifPresent(offered::add);
                }
            } catch (RuntimeException e) {
                LOG.error("{} failed to say what it offers", service.getClass().getName(), e);
            }
        }
        return offered;
    }

    /** Returns the feature that answers requests of a namespace before a resource is bound. */
    Optional<StreamFeature> negotiates(String namespace) {
        return features.values().stream()
                .filter(feature -> !namespace.isEmpty() && feature.namespace().equals(namespace))
                .findFirst()
                .map(feature -> feature.service().getService());
    }
}

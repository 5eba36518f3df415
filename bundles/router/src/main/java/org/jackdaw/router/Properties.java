package org.jackdaw.router;

import java.util.ArrayList;
import java.util.List;
import org.osgi.framework.ServiceReference;

/** Reads service properties that may be one string or several. */
final class Properties {

    private Properties() {}

    static String[] strings(ServiceReference<?> reference, String key) {
        return switch (reference.getProperty(key)) {
            case String[] several -> several;
            case String one -> new String[] {one};
            case null, default -> new String[0];
        };
    }

    /** Returns the features that a service declares: by {@code @Feature}, and by annotations that plugins make of it. */
    static List<String> features(ServiceReference<?> reference) {
        List<String> features = new ArrayList<>();
        for (String key : reference.getPropertyKeys()) {
            if (key.equals("jackdaw.feature") || key.startsWith("jackdaw.feature.")) {
                features.addAll(List.of(strings(reference, key)));
            }
        }
        return features;
    }

    /** Returns the property; empty string if there is none. */
    static String string(ServiceReference<?> reference, String key) {
        return reference.getProperty(key) instanceof String one ? one : "";
    }
}

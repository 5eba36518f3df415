package org.jackdaw.router;

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

    /** Returns the property; empty string if there is none. */
    static String string(ServiceReference<?> reference, String key) {
        return reference.getProperty(key) instanceof String one ? one : "";
    }
}

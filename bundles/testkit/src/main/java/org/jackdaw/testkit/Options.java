package org.jackdaw.testkit;

import java.lang.annotation.Annotation;
import java.lang.reflect.Proxy;
import java.util.Map;

/** A component's typed configuration, as it is made from a file: options that are not named have their defaults. */
public final class Options {

    private Options() {}

    /** Returns a configuration of defaults. */
    public static <A extends Annotation> A of(Class<A> type) {
        return of(type, Map.of());
    }

    /** @param named values by the names of the annotation's methods, each of the method's type */
    public static <A extends Annotation> A of(Class<A> type, Map<String, ?> named) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    Object value = named.get(method.getName());
                    return value != null ? value : method.getDefaultValue();
                }));
    }
}

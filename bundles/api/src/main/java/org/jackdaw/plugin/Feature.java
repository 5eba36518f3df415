package org.jackdaw.plugin;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.service.component.annotations.ComponentPropertyType;

/**
 * Features that service discovery names while the service runs (XEP-0030 §3.1), beside the namespaces of
 * {@link HandlesIq}. On a {@link DomainHandler} they are its domain's; on any other service, the server's.
 *
 * <p>A list that several services of a plugin share can be the default value of an annotation of its own, of which the property
 * begins with {@code jackdaw.feature.}; it stands beside this one or {@link HandlesIq}.
 */
@ComponentPropertyType
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface Feature {

    String PREFIX_ = "jackdaw.";

    String[] value();

    /** Whose features they are: the served domains', the accounts', or both; not looked at on a domain's handler. */
    HandlesIq.To[] to() default HandlesIq.To.SERVER;
}

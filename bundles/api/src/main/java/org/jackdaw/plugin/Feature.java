package org.jackdaw.plugin;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.service.component.annotations.ComponentPropertyType;

/**
 * Features that service discovery names while the service runs (XEP-0030 §3.1), beside the namespaces of
 * {@link HandlesIq}. On a {@link DomainHandler} they are its domain's; on any other service, the server's.
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

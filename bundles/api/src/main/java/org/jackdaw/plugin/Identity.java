package org.jackdaw.plugin;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.service.component.annotations.ComponentPropertyType;

/**
 * What a {@link DomainHandler}'s domain is, in service discovery (XEP-0030 §3.1); on any other service that has
 * {@link Feature}s of accounts or answers for them, what accounts are besides.
 */
@ComponentPropertyType
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface Identity {

    String PREFIX_ = "jackdaw.identity.";

    String category();

    String type();

    /** For people; empty for none. */
    String name() default "";
}

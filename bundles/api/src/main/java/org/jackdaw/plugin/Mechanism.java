package org.jackdaw.plugin;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.service.component.annotations.ComponentPropertyType;

/** Declares a {@link SaslMechanism}. Mechanisms are offered by falling {@code service.ranking}. */
@ComponentPropertyType
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface Mechanism {

    String PREFIX_ = "jackdaw.sasl.";

    /** The registered name, {@code SCRAM-SHA-256-PLUS} say. */
    String name();

    /** Whether it binds to the TLS channel, so that it is offered inside TLS only. */
    boolean binds() default false;
}

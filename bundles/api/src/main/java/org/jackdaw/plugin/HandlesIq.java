package org.jackdaw.plugin;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.jackdaw.xmpp.Iq;
import org.osgi.service.component.annotations.ComponentPropertyType;

/**
 * Declares which requests an {@link IqHandler} answers. The namespace is advertised (XEP-0030) for the entities of
 * {@link #to} while the handler runs.
 */
@ComponentPropertyType
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface HandlesIq {

    String PREFIX_ = "jackdaw.iq.";

    /** Name of the payload. */
    String element();

    /** Namespace of the payload. */
    String namespace();

    Iq.Type[] type() default Iq.Type.GET;

    To[] to() default To.SERVER;

    /** Whom the request is for, which also says who may ask. */
    enum To {
        /** A served domain; anybody may ask. */
        SERVER,
        /** The bare address of an existing account; anybody may ask, the handler decides. */
        ACCOUNT,
        /** The sender's own account, by no address or its bare one; others get {@code forbidden}. */
        OWN_ACCOUNT
    }
}

package org.jackdaw.plugin;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.jackdaw.xmpp.Message;
import org.osgi.service.component.annotations.ComponentPropertyType;

/** Declares where a {@link StanzaFilter} looks. Filters of one point run by falling {@code service.ranking}. */
@ComponentPropertyType
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface FiltersAt {

    String PREFIX_ = "jackdaw.filter.";

    Point[] point();

    /**
     * Whether the filter gets messages without their content: addresses, type and id are enough for it. It may pass, consume
     * or refuse them, and what it changes does not count. So it needs no permission to see them, and costs little.
     */
    boolean envelopeOnly() default false;

    /**
     * The types of messages that the filter looks at, if not at all: it is not called for others, which cost nothing then. What
     * a room sends to thousands is of type groupchat.
     */
    Message.Type[] messages() default {};

    /**
     * Whether stanzas are refused while the filter fails or is shut out for having failed; else they pass it by. For a
     * filter that keeps something out whatever it costs.
     */
    boolean failClosed() default false;

    /** Where on its way a stanza is. */
    enum Point {
        /** From a client of this server, its sender stamped, before it is routed. */
        OUTBOUND,
        /** For an account of this server, whoever sent it, before a resource is chosen. */
        INBOUND,
        /** For an account of this server, and no resource took it (RFC 6121 §8.5). */
        UNDELIVERED,
        /** For another domain than the accounts', whoever sent it: the server itself, too, in an account's name. */
        LEAVING
    }
}

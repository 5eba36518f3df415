package org.jackdaw.plugin;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.annotation.bundle.Header;

/**
 * Declares which specifications a bundle implements; any of its classes may carry it, and all of them count for the bundle.
 * It stands in the manifest; docs/xeps.md and the server's description of a project (DOAP) are made of it.
 */
@Header(name = Implements.HEADER, value = "${#value}")
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface Implements {

    /** The manifest header that bnd makes of it: what is declared, with a comma between. */
    String HEADER = "Jackdaw-Implements";

    /**
     * A specification each, with the version that was read: {@code XEP-0280 1.0.1}; or {@code RFC 6121}, which has none. What
     * follows the version is a note, without a comma, on what is left out.
     */
    String[] value();
}

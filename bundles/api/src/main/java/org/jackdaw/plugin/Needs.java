package org.jackdaw.plugin;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.annotation.bundle.Header;

/**
 * Declares what a plugin may do besides answering what is addressed to it; any of its classes may carry it, and all of them
 * count for the whole plugin. It stands in the manifest, so that the operator is asked before anything of the plugin runs:
 * a plugin that needs what is not granted does not start.
 */
@Header(name = Needs.HEADER, value = "${#value}")
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface Needs {

    /** The manifest header that bnd makes of it: names of permissions with a comma between them. */
    String HEADER = "Jackdaw-Needs";

    Permission[] value();
}

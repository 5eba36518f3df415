package org.jackdaw.plugin;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.service.component.annotations.ComponentPropertyType;

/** Declares a {@link Command}. */
@ComponentPropertyType
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface CommandName {

    String PREFIX_ = "jackdaw.command.";

    /** The word after {@code bin/jackdaw}. */
    String name();

    /** The lines that {@code bin/jackdaw help} shows, without the leading {@code bin/jackdaw}. */
    String[] usage();
}

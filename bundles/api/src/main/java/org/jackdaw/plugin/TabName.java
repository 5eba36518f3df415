package org.jackdaw.plugin;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.service.component.annotations.ComponentPropertyType;

/** Declares a {@link ConsoleTab}. */
@ComponentPropertyType
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface TabName {

    String PREFIX_ = "jackdaw.tab.";

    /** The last part of its address: a small letter, then at most 31 small letters, digits and hyphens; no two tabs have the same. */
    String label();

    /** What stands in the menu: at most 30 characters. */
    String title();

    /** Tabs of plugins stand after the server's own, in the order of these numbers, and of their titles. */
    int order() default 100;
}

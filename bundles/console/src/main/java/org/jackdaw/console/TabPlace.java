package org.jackdaw.console;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.service.component.annotations.ComponentPropertyType;

/** Where a tab stands in the menus: ours, and that of the Felix web console. */
@ComponentPropertyType
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
@interface TabPlace {

    String PREFIX_ = "felix.webconsole.";

    /** The last part of its address. */
    String label();

    String title();

    /** Tabs stand in the order of these numbers. */
    int order();

    String category() default "Jackdaw";
}

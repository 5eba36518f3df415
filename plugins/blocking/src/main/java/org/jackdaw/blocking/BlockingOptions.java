package org.jackdaw.blocking;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The options of the file {@code org.jackdaw.blocking.cfg}. */
@ObjectClassDefinition(name = "Blocking", description = "Whom accounts block, and what they report")
@interface BlockingOptions {

    @AttributeDefinition(
            name = "Items",
            description = "Most addresses that one account blocks",
            min = "1",
            max = "100000")
    int items() default 1000;

    @AttributeDefinition(
            name = "Reports",
            description = "Reports kept of one account, the newest",
            min = "1",
            max = "10000")
    int reports() default 50;
}

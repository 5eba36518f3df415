package org.jackdaw.im;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The options of the file {@code org.jackdaw.im.cfg}. */
@ObjectClassDefinition(name = "Roster and presence", description = "How large rosters may become")
@interface RosterLimits {

    @AttributeDefinition(
            name = "Contacts",
            description = "Most contacts of one account, requests that wait for an answer counted",
            min = "1",
            max = "100000")
    int contacts() default 1000;

    @AttributeDefinition(name = "Groups", description = "Most groups that one contact is in", min = "0", max = "100")
    int groups() default 30;

    @AttributeDefinition(
            name = "Name length",
            description = "Most characters in the name of a contact or a group",
            min = "1",
            max = "300")
    int name() default 300;
}

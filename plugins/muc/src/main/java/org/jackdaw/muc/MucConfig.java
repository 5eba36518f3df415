package org.jackdaw.muc;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The options of multi-user chat. */
@ObjectClassDefinition(name = "Multi-user chat", description = "Rooms (XEP-0045) on a domain below each served one.")
@interface MucConfig {

    /** Is the service property jackdaw.domain: the way to the rooms. */
    @AttributeDefinition(
            name = "Domain",
            description = "The first label of the domain of the rooms; it stands before each served domain.")
    String jackdaw_domain() default "conference";

    @AttributeDefinition(
            name = "History",
            description = "Most messages that a room sends to those who enter; 0 for none.",
            min = "0",
            max = "1000")
    int history() default 20;

    @AttributeDefinition(
            name = "Occupants",
            description =
                    "Most occupants of a room, whatever its owner chooses; its owners and admins enter all the same.",
            min = "2",
            max = "100000")
    int occupants() default 10_000;

    @AttributeDefinition(
            name = "Affiliations",
            description = "Most accounts that a room keeps as its owners, admins, members and outcasts.",
            min = "10",
            max = "1000000")
    int affiliations() default 10_000;
}

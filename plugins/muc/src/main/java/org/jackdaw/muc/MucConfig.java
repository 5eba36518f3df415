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

    @AttributeDefinition(
            name = "Rooms of a client",
            description = "Most rooms that a client is in at once.",
            min = "1",
            max = "100000")
    int sessionRooms() default 500;

    @AttributeDefinition(
            name = "Rooms of an account",
            description = "Most rooms that an account has made and that are there.",
            min = "1",
            max = "10000000")
    int accountRooms() default 1000;

    @AttributeDefinition(
            name = "Entrances of a room",
            description = "Most who enter a room in a minute; its members do all the same.",
            min = "1",
            max = "1000000")
    int roomJoins() default 6000;

    @AttributeDefinition(
            name = "Entrances of an account",
            description = "Most times that an account enters a room, any of them, in a minute.",
            min = "1",
            max = "100000")
    int accountJoins() default 600;

    @AttributeDefinition(
            name = "Changes of presence",
            description = "Most times that an occupant changes its state or nickname in a minute.",
            min = "1",
            max = "100000")
    int presences() default 60;

    @AttributeDefinition(
            name = "Messages of an occupant",
            description = "Most messages of an occupant in a second; ten times as many at once.",
            min = "1",
            max = "10000")
    int messages() default 100;

    @AttributeDefinition(
            name = "Messages of a room",
            description = "Most messages in a room in a second; ten times as many at once.",
            min = "1",
            max = "100000")
    int roomMessages() default 1000;

    @AttributeDefinition(
            name = "Bytes of a message",
            description = "Largest message in bytes.",
            min = "1000",
            max = "10000000")
    int messageBytes() default 65_536;

    @AttributeDefinition(
            name = "Bytes of a subject",
            description = "Largest message in bytes that sets the subject.",
            min = "500",
            max = "1000000")
    int subjectBytes() default 4096;

    @AttributeDefinition(
            name = "Bytes of a card",
            description = "Largest card of a room in bytes, its avatar included.",
            min = "1000",
            max = "10000000")
    int cardBytes() default 131_072;

    @AttributeDefinition(
            name = "Searches",
            description = "Most searches for rooms of an account in a minute.",
            min = "1",
            max = "100000")
    int searches() default 30;

    @AttributeDefinition(
            name = "Days of the audit log",
            description = "Days after which what was done to rooms leaves the audit log; 0 for never.",
            min = "0",
            max = "36500")
    int auditDays() default 365;

    @AttributeDefinition(
            name = "Entries of the audit log",
            description = "Most entries that the audit log keeps, the newest; 0 for all.",
            min = "0",
            max = "1000000000")
    int auditEntries() default 1_000_000;

    @AttributeDefinition(
            name = "Ping",
            description =
                    "Seconds after which a client from elsewhere that is silent is asked whether it is there; 0 to ask nobody"
                            + " and to look for no clients that are gone.",
            min = "0",
            max = "86400")
    int pingSeconds() default 300;
}

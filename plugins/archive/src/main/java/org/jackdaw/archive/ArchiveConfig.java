package org.jackdaw.archive;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The options of the archive. */
@ObjectClassDefinition(name = "Message archive", description = "What is kept of what people write to each other")
@interface ArchiveConfig {

    /** The namespace of the archive (XEP-0313) and of its preferences (XEP-0441). */
    String NS = "urn:xmpp:mam:2";

    String PID = "org.jackdaw.archive";

    @AttributeDefinition(
            name = "Archiving",
            description = "Whose messages are archived for accounts that have not chosen themselves:"
                    + " ALWAYS everybody's, ROSTER those of the contacts, NEVER nobody's")
    Preferences.Default archiving() default Preferences.Default.ALWAYS;

    @AttributeDefinition(
            name = "Days",
            description = "Days after which messages leave the archives; 0 for never",
            min = "0",
            max = "36500")
    int days() default 0;

    @AttributeDefinition(
            name = "Messages",
            description = "Most messages that an account's archive keeps, the newest; 0 for all",
            min = "0",
            max = "1000000000")
    int messages() default 0;

    @AttributeDefinition(
            name = "Domains",
            description = "Other days and messages for accounts of a domain: DOMAIN:DAYS:MESSAGES, separated by commas")
    String[] domains() default {};

    @AttributeDefinition(name = "Page", description = "Most messages that one request brings", min = "1", max = "1000")
    int page() default 250;

    @AttributeDefinition(
            name = "Search",
            description = "Most messages that a search for words looks through in Derby, which has no index of words",
            min = "1000",
            max = "100000000")
    int search() default 100_000;

    @AttributeDefinition(
            name = "Retractions",
            description = "Among how many of the last messages with a contact one may be that its sender retracts;"
                    + " older ones stay",
            min = "100",
            max = "1000000")
    int retractions() default 5000;

    @AttributeDefinition(
            name = "Addresses",
            description = "Most addresses in the lists of whom an account always, or never, wants in its archive",
            min = "0",
            max = "100000")
    int addresses() default 1000;
}

package org.jackdaw.auth;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The options of this bundle. */
@ObjectClassDefinition(name = "Accounts", description = "How passwords are kept and guessing them is slowed down")
@interface AuthConfig {

    String PID = "org.jackdaw.auth";

    @AttributeDefinition(
            name = "Iterations",
            description = "How often a new password is hashed (SCRAM, PBKDF2)",
            min = "4096",
            max = "1000000")
    int iterations() default 10_000;

    @AttributeDefinition(
            name = "Slow after",
            description = "How many failed logins of one address, or to one account, are free before attempts wait;"
                    + " 0 turns waiting off",
            min = "0",
            max = "1000")
    int slowAfter() default 3;
}

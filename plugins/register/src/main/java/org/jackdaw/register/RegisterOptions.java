package org.jackdaw.register;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The options of the file {@code org.jackdaw.register.cfg}. */
@ObjectClassDefinition(name = "In-band registration", description = "Whether clients may make accounts")
@interface RegisterOptions {

    @AttributeDefinition(
            name = "Enabled",
            description = "Whether clients may make accounts, and change and delete their own; off, nothing is offered")
    boolean enabled() default false;

    @AttributeDefinition(
            name = "Per address",
            description = "Most attempts to make an account from one network address in an hour; 0 for no limit",
            min = "0",
            max = "1000000")
    int perAddress() default 5;

    @AttributeDefinition(
            name = "Password length",
            description = "Fewest characters of a password",
            min = "1",
            max = "100")
    int passwordLength() default 8;

    @AttributeDefinition(name = "Only with TLS", description = "Whether accounts are made on encrypted streams only")
    boolean onlyWithTls() default true;
}

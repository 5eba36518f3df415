package org.jackdaw.console;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The options of the console. */
@ObjectClassDefinition(
        name = "Console",
        description = "The console for administrators, in a browser. Changes hold at once.")
@interface ConsoleConfig {

    String PID = "org.jackdaw.console";

    @AttributeDefinition(name = "Enabled", description = "Whether there is a console.")
    boolean enabled() default true;

    @AttributeDefinition(
            name = "Address",
            description = "The address to listen on, without TLS; empty for all of the machine's.")
    String address() default "127.0.0.1";

    @AttributeDefinition(name = "Port", description = "TCP port of the console.", min = "1", max = "65535")
    int port() default 8480;

    @AttributeDefinition(
            name = "Hosts",
            description =
                    "Names by which browsers call it, with commas between them, beside localhost and the address.")
    String hosts() default "";

    @AttributeDefinition(
            name = "Idle minutes",
            description = "Minutes without a request of an administrator's after which he is logged out.",
            min = "1",
            max = "1440")
    int idleMinutes() default 30;
}

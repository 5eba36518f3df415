package org.jackdaw.stream;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The options of clients' streams. */
@ObjectClassDefinition(
        name = "Client connections",
        description =
                "Ports, TLS and limits of clients' streams. A changed port is opened and the old one closed; other"
                        + " changes hold for streams that begin after them.")
@interface StreamConfig {

    @AttributeDefinition(name = "Address", description = "The address to listen on; empty for all of the machine's.")
    String address() default "";

    @AttributeDefinition(
            name = "Port",
            description = "TCP port with STARTTLS (RFC 6120); 0 for none.",
            min = "0",
            max = "65535")
    int port() default 5222;

    @AttributeDefinition(
            name = "Direct TLS port",
            description = "TCP port with TLS from the first byte (XEP-0368); 0 for none.",
            min = "0",
            max = "65535")
    int directTlsPort() default 5223;

    @AttributeDefinition(
            name = "Certificates",
            description = "Folder with DOMAIN.pem (chain and PKCS#8 key in one file) or DOMAIN/fullchain.pem and"
                    + " DOMAIN/privkey.pem; read again when a file changes. Empty for 'certificates' in the data folder,"
                    + " where a self-signed one is made for a domain that has none.")
    String certificates() default "";

    @AttributeDefinition(
            name = "PLAIN on loopback",
            description =
                    "Offers login by PLAIN without TLS to clients from loopback addresses: for measurements, and for"
                            + " proxies that do TLS themselves.")
    boolean plainOnLoopback() default false;

    @AttributeDefinition(
            name = "Stanza size",
            description = "Largest stanza in bytes (RFC 6120 section 13.12); announced to clients (XEP-0478).",
            min = "10000",
            max = "16777216")
    int stanzaBytes() default 262144;

    @AttributeDefinition(
            name = "Depth",
            description = "Deepest nesting of elements in a stanza.",
            min = "10",
            max = "1000")
    int depth() default 100;

    @AttributeDefinition(
            name = "Attributes",
            description = "Most attributes of one element.",
            min = "20",
            max = "10000")
    int attributes() default 200;

    @AttributeDefinition(
            name = "Names",
            description = "Most different names of elements and attributes in one stream's life.",
            min = "100",
            max = "100000")
    int names() default 1000;

    @AttributeDefinition(
            name = "Send queue",
            description =
                    "Bytes that wait for a client that does not read, before it is cut off; those that are being written count, too.",
            min = "65536",
            max = "1073741824")
    int sendQueueBytes() default 2097152;

    @AttributeDefinition(
            name = "Login time",
            description = "Seconds that a client has from the connection to the bound resource.",
            min = "1",
            max = "3600")
    int loginSeconds() default 60;

    @AttributeDefinition(
            name = "Login attempts",
            description = "Failed logins on one stream before it is closed.",
            min = "2",
            max = "100")
    int loginAttempts() default 5;

    @AttributeDefinition(
            name = "Connections per address",
            description = "Most connections from one address.",
            min = "1",
            max = "1000000")
    int connectionsPerAddress() default 10000;

    @AttributeDefinition(
            name = "Logins per address",
            description = "Most connections from one address that are not logged in yet.",
            min = "1",
            max = "1000000")
    int loginsPerAddress() default 200;

    @AttributeDefinition(
            name = "Resources per account",
            description = "Most sessions of one account at a time.",
            min = "1",
            max = "10000")
    int resourcesPerAccount() default 100;

    @AttributeDefinition(
            name = "I/O threads",
            description = "Threads that read, frame and write; 0 for one per two processors.",
            type = AttributeType.INTEGER,
            min = "0",
            max = "64")
    int ioThreads() default 0;
}

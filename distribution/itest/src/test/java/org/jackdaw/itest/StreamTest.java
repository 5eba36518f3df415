package org.jackdaw.itest;

import static org.assertj.core.api.Assertions.assertThat;

import org.dom4j.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Streams of clients (RFC 6120 §4). */
class StreamTest {

    @RegisterExtension
    private final Scene scene = new Scene();

    /** RFC 6120 §4.7, §4.3.2. */
    @Test
    void headerIsAnsweredWithHeaderAndFeatures() throws Exception {
        Client romeo = scene.connects();
        romeo.sends("<?xml version='1.0'?><stream:stream to='localhost' version='1.0' xmlns='jabber:client'"
                + " xmlns:stream='http://etherx.jabber.org/streams'>");

        Element header = romeo.receivesHeader();

        assertThat(header.attributeValue("from")).isEqualTo("localhost");
        assertThat(header.attributeValue("id")).isNotBlank();
        assertThat(header.attributeValue("version")).isEqualTo("1.0");
        romeo.receives("<stream:features><starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'><required/></starttls>"
                + "</stream:features>");
    }

    /** RFC 6121 §8.5.2.1.1. */
    @Test
    void romeoSaysHiToJuliet() throws Exception {
        Client romeo = scene.isAvailable("romeo@localhost/orchard");
        Client juliet = scene.isAvailable("juliet@localhost/balcony");

        romeo.sends("<message to='juliet@localhost' type='chat'><body>hi</body></message>");

        juliet.receives("<message from='romeo@localhost/orchard' type='chat'><body>hi</body></message>");
        juliet.receivesNothing();
        romeo.leaves();
    }
}

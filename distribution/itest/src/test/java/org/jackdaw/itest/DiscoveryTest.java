package org.jackdaw.itest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.dom4j.Element;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Service discovery (XEP-0030), entity capabilities (XEP-0115) and contacts (XEP-0157) of the server. */
class DiscoveryTest {

    private static final String INFO = "<query xmlns='http://jabber.org/protocol/disco#info'/>";
    private static final String ITEMS = "<query xmlns='http://jabber.org/protocol/disco#items'/>";

    private static final String PUBSUB = "http://jabber.org/protocol/pubsub";

    /** Requests that announced namespaces have a handler for; the namespaces stand for themselves. */
    private static final Map<String, String> REQUESTS = Map.ofEntries(
            Map.entry("http://jabber.org/protocol/disco#info", "get query"),
            Map.entry("http://jabber.org/protocol/disco#items", "get query"),
            Map.entry("http://jabber.org/protocol/offline", "get offline"),
            Map.entry(PUBSUB, "get pubsub"),
            Map.entry(PUBSUB + "#owner", "get pubsub"),
            Map.entry("jabber:iq:last", "get query"),
            Map.entry("jabber:iq:private", "get query"),
            Map.entry("jabber:iq:register", "get query"),
            Map.entry("jabber:iq:roster", "get query"),
            Map.entry("jabber:iq:version", "get query"),
            Map.entry("urn:ietf:params:xml:ns:xmpp-session", "set session"),
            Map.entry("urn:xmpp:blocking", "get blocklist"),
            Map.entry("urn:xmpp:carbons:2", "set enable"),
            Map.entry("urn:xmpp:ping", "get ping"),
            Map.entry("urn:xmpp:push:0", "set enable"),
            Map.entry("urn:xmpp:time", "get time"),
            Map.entry("vcard-temp", "get vCard"));

    /** Announced features that are no requests. */
    private static final List<String> OTHERS = List.of(
            "http://jabber.org/protocol/caps",
            "msgoffline",
            "urn:xmpp:carbons:rules:0",
            "urn:xmpp:csi:0",
            "urn:xmpp:message-retract:1",
            "urn:xmpp:reporting:1",
            "urn:xmpp:sm:3");

    @RegisterExtension
    private final Scene scene = new Scene();

    private Client romeo;

    @BeforeEach
    void enter() throws IOException {
        romeo = scene.isAvailable("romeo@localhost/orchard");
    }

    private static List<String> features(Element info) {
        return info.elements("feature").stream()
                .map(feature -> feature.attributeValue("var"))
                .toList();
    }

    /** XEP-0030 §3.1. */
    @Test
    void serverSaysWhatItIs() {
        Element info = romeo.asks("get", "localhost", INFO);

        assertThat(info.elements("identity")).anySatisfy(identity -> {
            assertThat(identity.attributeValue("category")).isEqualTo("server");
            assertThat(identity.attributeValue("type")).isEqualTo("im");
        });
        assertThat(features(info))
                .contains("http://jabber.org/protocol/disco#info", "vcard-temp")
                .doesNotHaveDuplicates();
    }

    /** XEP-0030 §3: what is announced is there. A new feature is to be told to this test. */
    @Test
    void everythingThatIsAnnouncedIsAnswered() {
        // What publish-subscribe can do is tried by PubsubTest and the unit tests of the plugin.
        List<String> announced = features(romeo.asks("get", "localhost", INFO)).stream()
                .filter(feature -> feature.equals(PUBSUB + "#owner") || !feature.startsWith(PUBSUB + "#"))
                .toList();

        assertThat(announced).isSubsetOf(joined(REQUESTS.keySet(), OTHERS));
        for (String namespace : announced) {
            if (REQUESTS.containsKey(namespace)) {
                String[] request = REQUESTS.get(namespace).split(" ");
                for (String to : List.of("localhost", "")) {
                    romeo.sends("<iq type='" + request[0] + "' id='" + to + namespace + "'"
                            + (to.isEmpty() ? "" : " to='" + to + "'") + "><" + request[1] + " xmlns='" + namespace
                            + "'/></iq>");
                }
                List<Element> replies = List.of(romeo.receives("<iq type='*'/>"), romeo.receives("<iq type='*'/>"));
                assertThat(replies)
                        .as(namespace)
                        .anyMatch(reply -> !reply.asXML().contains("service-unavailable"));
            }
        }
    }

    private static List<String> joined(java.util.Collection<String> some, List<String> others) {
        List<String> all = new ArrayList<>(some);
        all.addAll(others);
        return all;
    }

    /** XEP-0115 §5.1, §6.3: the hash in the features is that of the answer, as a client computes it. */
    @Test
    void capabilitiesInTheFeaturesAreThoseOfTheAnswer() throws Exception {
        Client client = scene.connectsSecurely();
        Element caps = client.logsIn("romeo").elements("c").getFirst();
        client.binds("cell");

        String node = caps.attributeValue("node") + "#" + caps.attributeValue("ver");
        Element info = client.asks("get", "localhost", INFO.replace("/>", " node='" + node + "'/>"));

        assertThat(caps.attributeValue("hash")).isEqualTo("sha-1");
        assertThat(verification(info)).isEqualTo(caps.attributeValue("ver"));
        assertThat(info.attributeValue("node")).isEqualTo(node);
    }

    private static String verification(Element info) throws Exception {
        StringBuilder text = new StringBuilder();
        info.elements("identity").stream()
                .map(id -> id.attributeValue("category", "") + "/" + id.attributeValue("type", "") + "/"
                        + id.attributeValue("lang", "") + "/" + id.attributeValue("name", "") + "<")
                .sorted()
                .forEach(text::append);
        features(info).stream().sorted().forEach(feature -> text.append(feature).append('<'));
        for (Element form : info.elements("x")) {
            Map<String, List<String>> fields = new TreeMap<>();
            for (Element field : form.elements()) {
                fields.put(
                        field.attributeValue("var"),
                        field.elements().stream()
                                .map(Element::getText)
                                .sorted(Comparator.naturalOrder())
                                .toList());
            }
            text.append(fields.remove("FORM_TYPE").getFirst()).append('<');
            fields.forEach((name, values) -> {
                text.append(name).append('<');
                values.forEach(value -> text.append(value).append('<'));
            });
        }
        byte[] hash = MessageDigest.getInstance("SHA-1").digest(text.toString().getBytes(UTF_8));
        return Base64.getEncoder().encodeToString(hash);
    }

    /** XEP-0157 §3. */
    @Test
    void serverSaysWhomToTellOfAbuse() {
        Element form = romeo.asks("get", "localhost", INFO).elements("x").getFirst();

        Pattern expected = Pattern.of("<x xmlns='jabber:x:data' type='result'><field var='FORM_TYPE' type='hidden'>"
                + "<value>http://jabber.org/network/serverinfo</value></field><field var='abuse-addresses'>"
                + "<value>mailto:abuse@localhost</value><value>xmpp:abuse@localhost</value></field></x>");
        assertThat(expected.fits(form)).as(form.asXML()).isTrue();
    }

    /** XEP-0030 §3.2, §7. */
    @Test
    void anUnknownNodeIsNotFound() {
        romeo.asksInVain("get", "localhost", INFO.replace("/>", " node='urn:example'/>"), "item-not-found");
        romeo.asksInVain("get", "localhost", ITEMS.replace("/>", " node='urn:example'/>"), "item-not-found");
    }

    /** XEP-0030 §4. */
    @Test
    void serverListsItsServices() {
        assertThat(romeo.asks("get", "localhost", ITEMS).getName()).isEqualTo("query");
    }

    /** XEP-0030 §8: an account is shown to who sees its presence, and is nobody's secret otherwise. */
    @Test
    void anAccountIsShownToItsContacts() throws Exception {
        Client juliet = scene.isAvailable("juliet@localhost/balcony");
        romeo.asksInVain("get", "juliet@localhost", INFO, "service-unavailable");
        romeo.asksInVain("get", "nobody@localhost", INFO, "service-unavailable");

        scene.befriend(romeo, juliet);

        assertThat(romeo.asks("get", "juliet@localhost", INFO).elements("identity"))
                .extracting(identity -> identity.attributeValue("category"))
                .containsExactly("account", "pubsub");
        assertThat(romeo.asks("get", "romeo@localhost", INFO).elements("identity"))
                .hasSize(2);
        assertThat(romeo.asks("get", "", INFO).elements("identity")).hasSize(2);
    }
}

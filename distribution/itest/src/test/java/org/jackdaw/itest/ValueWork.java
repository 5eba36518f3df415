package org.jackdaw.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jackdaw.testkit.PlainClient;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Sets values one after the other, each higher than the last: roster items, private XML, a vCard. */
final class ValueWork implements Work {

    /** Where the values are kept. Keys are numbers from 0. */
    private interface Place {

        String set(int key, int value);

        String get(int key);

        /** Returns the value in what was got, 0 for none. */
        int find(Element got, int key);
    }

    private final String account;
    private final int keys;
    private final Place place;
    private final Map<Integer, Integer> acknowledged = new HashMap<>();
    private int last;

    private ValueWork(String account, int keys, Place place) {
        this.account = account;
        this.keys = keys;
        this.place = place;
    }

    static Work roster(String account) {
        return new ValueWork(account, 50, new Place() {
            @Override
            public String set(int key, int value) {
                return "<query xmlns='jabber:iq:roster'><item jid='c" + key + "@example.org' name='" + value
                        + "'><group>Verona</group></item></query>";
            }

            @Override
            public String get(int key) {
                return "<query xmlns='jabber:iq:roster'/>";
            }

            @Override
            public int find(Element got, int key) {
                NodeList items = got.getElementsByTagName("item");
                for (int i = 0; i < items.getLength(); i++) {
                    Element item = (Element) items.item(i);
                    if (item.getAttribute("jid").equals("c" + key + "@example.org")) {
                        return Integer.parseInt(item.getAttribute("name"));
                    }
                }
                return 0;
            }
        });
    }

    static Work privateXml(String account) {
        return new ValueWork(account, 10, new Place() {
            @Override
            public String set(int key, int value) {
                return query("<value xmlns='urn:example:" + key + "'>" + value + "</value>");
            }

            @Override
            public String get(int key) {
                return query("<value xmlns='urn:example:" + key + "'/>");
            }

            private static String query(String content) {
                return "<query xmlns='jabber:iq:private'>" + content + "</query>";
            }

            @Override
            public int find(Element got, int key) {
                return number(got, "value");
            }
        });
    }

    static Work vCard(String account) {
        return new ValueWork(account, 1, new Place() {
            @Override
            public String set(int key, int value) {
                return "<vCard xmlns='vcard-temp'><FN>" + value + "</FN></vCard>";
            }

            @Override
            public String get(int key) {
                return "<vCard xmlns='vcard-temp'/>";
            }

            @Override
            public int find(Element got, int key) {
                return number(got, "FN");
            }
        });
    }

    private static int number(Element got, String name) {
        NodeList found = got.getElementsByTagName(name);
        String text = found.getLength() == 0 ? "" : found.item(0).getTextContent();
        return text.isEmpty() ? 0 : Integer.parseInt(text);
    }

    @Override
    public String account() {
        return account;
    }

    /** Sets a first value: an account without a vCard is an error. */
    @Override
    public void prepare(int port) throws IOException {
        Work.super.prepare(port);
        try (PlainClient client = PlainClient.login(port, account, PASSWORD)) {
            step(client, port);
        }
    }

    @Override
    public void step(PlainClient client, int port) throws IOException {
        int value = ++last;
        client.set(place.set(value % keys, value));
        acknowledged.put(value % keys, value);
    }

    /** What was asked for and not acknowledged may be there; from then on it has to stay. */
    @Override
    public void check(PlainClient client, int port) throws IOException {
        for (int key = 0; key < keys; key++) {
            int found = place.find(client.get(place.get(key)), key);
            assertThat(found).as("%s, key %d", account, key).isBetween(acknowledged.getOrDefault(key, 0), last);
            acknowledged.put(key, found);
        }
    }
}

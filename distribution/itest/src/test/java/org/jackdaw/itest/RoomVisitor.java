package org.jackdaw.itest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jackdaw.testkit.PlainClient;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** A client that makes, finds, enters and leaves rooms, and takes no error for an answer. */
final class RoomVisitor implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 60_000;
    private static final String MUC = "http://jabber.org/protocol/muc";
    private static final String JOIN = "<presence to='%1$s/me'><x xmlns='" + MUC + "'/></presence>";
    private static final String CONFIGURE = "<iq type='set' id='c' to='%1$s'><query xmlns='" + MUC
            + "#owner'><x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>" + MUC
            + "#roomconfig</value></field><field var='muc#roomconfig_persistentroom'><value>1</value></field>"
            + "<field var='muc#roomconfig_roomname'><value>The room %1$s</value></field></x></query></iq>";
    private static final String MEMBERS = "<iq type='set' id='m' to='%1$s'><query xmlns='" + MUC
            + "#admin'><item jid='juliet@localhost' affiliation='member'/><item jid='romeo@localhost' affiliation='member'/>"
            + "<item jid='tybalt@localhost' affiliation='outcast'/></query></iq>";
    private static final String LEAVE = "<presence type='unavailable' to='%1$s/me'/>";

    private final PlainClient client;
    private int counted;

    RoomVisitor(int port, String account) throws IOException {
        client = PlainClient.login(port, account, Work.PASSWORD);
        client.waitsFor(PATIENCE_MILLIS);
    }

    /** Makes a room that stays, and leaves it; waits for nothing. */
    void founds(String room) throws IOException {
        client.write((JOIN + CONFIGURE + MEMBERS + LEAVE).formatted(room));
    }

    void awaitsEnd(String room) throws IOException {
        next(stanza -> isPresence(stanza, room) && stanza.getAttribute("type").equals("unavailable"));
    }

    void enters(String room) throws IOException {
        client.write(JOIN.formatted(room));
        next(stanza -> isPresence(stanza, room));
    }

    void leaves(String room) throws IOException {
        client.write(LEAVE.formatted(room));
        awaitsEnd(room);
    }

    private static boolean isPresence(Element stanza, String room) {
        return stanza.getTagName().equals("presence")
                && stanza.getAttribute("from").equals(room + "/me");
    }

    /** Returns the rooms of a part of the list (XEP-0059). */
    List<String> page(String part) throws IOException {
        client.write("<iq type='get' id='page' to='conference.localhost'>"
                + "<query xmlns='http://jabber.org/protocol/disco#items'><set xmlns='http://jabber.org/protocol/rsm'>"
                + part + "</set></query></iq>");
        Element answer = next(stanza -> stanza.getAttribute("id").equals("page"));
        List<String> rooms = new ArrayList<>();
        for (Node item : all(answer, "item")) {
            rooms.add(((Element) item).getAttribute("jid"));
        }
        counted = Integer.parseInt(all(answer, "count").getFirst().getTextContent());
        return rooms;
    }

    private static List<Node> all(Element answer, String name) {
        NodeList found = answer.getElementsByTagName(name);
        return IntStream.range(0, found.getLength()).mapToObj(found::item).toList();
    }

    /** Returns how many rooms there are, as the last page said. */
    int count() {
        return counted;
    }

    private Element next(Predicate<Element> wanted) throws IOException {
        while (true) {
            Element stanza = client.receive();
            if (stanza.getAttribute("type").equals("error")) {
                throw new AssertionError(stanza.getAttribute("from") + " " + stanza.getTextContent());
            }
            if (wanted.test(stanza)) {
                return stanza;
            }
        }
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}

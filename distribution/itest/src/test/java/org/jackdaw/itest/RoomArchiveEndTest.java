package org.jackdaw.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.dom4j.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of the archives of rooms that end, or whose server does. */
class RoomArchiveEndTest extends ArchivedRoom {

    // The end of rooms.

    /** XEP-0045 §10.9; who makes a room of that name next finds nothing. */
    @Test
    void theArchiveOfADestroyedRoomGoes() {
        bothAreThere("persistentroom", "1");
        saysText(romeo, "hail");
        scene.settle();
        juliet.sends(
                "<iq type='set' id='end' to='" + room + "'><query xmlns='" + MUC + "#owner'><destroy/></query></iq>");
        scene.settle();

        julietOpens();

        assertThat(bodies(asks(juliet, ""))).isEmpty();
        assertThat(history(juliet, room, "Juliet")).isEmpty();
    }

    /** XEP-0045 §10.1.1: a temporary room's goes with its last occupant; a persistent one's stays. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theArchiveOfATemporaryRoomGoes(boolean isPersistent) {
        julietOpens("persistentroom", isPersistent ? "1" : "0");
        saysText(juliet, "hail");
        juliet.sends("<presence to='" + room + "/Juliet' type='unavailable'/>");
        juliet.receivesWhatWaits();

        if (isPersistent) {
            assertThat(bodies(asks(romeo, ""))).containsExactly("hail");
            assertThat(history(romeo, room, "Romeo")).hasSize(1);
        } else {
            romeo.asksInVain("set", room, query(""), "item-not-found");
            julietOpens();
            assertThat(bodies(asks(juliet, ""))).isEmpty();
        }
    }

    // The end of the server.

    /** §3, XEP-0045 §7.2.14 to §7.2.16, §5.2: after {@code kill -9} the room is what it was. */
    @Test
    void aRoomOutlivesTheServer() throws Exception {
        try (Stage own = Stage.with(folders -> {})) {
            Scene play = new Scene(() -> own);
            play.beforeEach(null);
            Client owner = play.isAvailable("juliet@localhost/balcony");
            Client guest = play.isAvailable("romeo@localhost/orchard");
            opens(owner, room, "persistentroom", "1", "membersonly", "1");
            affiliates(owner, room, guest, "member");
            enters(guest, room, "Romeo");
            says(owner, "s", "<subject>Balcony</subject>");
            String first = stanzaId(saysText(owner, "O Romeo"));
            String second = stanzaId(saysText(guest, "Shall I hear more"));
            String gone = stanzaId(saysText(guest, "or speak at this"));
            says(guest, "r", retracts(gone));
            owner.settles();
            guest.settles();

            own.dies();
            owner.close();
            guest.close();

            Client back = play.isAvailable("romeo@localhost/orchard");
            List<Element> answer = asks(back, room, "");
            assertThat(bodies(answer)).containsExactly(null, "O Romeo", "Shall I hear more", null, null);
            assertThat(answer.get(1).attributeValue("id")).isEqualTo(first);
            back.sends("<presence to='" + room + "/Romeo'><x xmlns='" + MUC + "'/></presence>");
            back.receives("<presence from='" + room + "/Romeo'><x xmlns='" + MUC
                    + "#user'><item affiliation='member' role='participant'/></x></presence>");
            for (String id : List.of(first, second)) {
                back.receives("<message type='groupchat'><body>*</body><stanza-id xmlns='urn:xmpp:sid:0' by='" + room
                        + "' id='" + id + "'/><delay xmlns='urn:xmpp:delay' from='" + room + "'/></message>");
            }
            back.receives("<message type='groupchat' from='" + room + "/Juliet'><subject>Balcony</subject></message>");
            String later = stanzaId(saysText(back, "Call me but love"));
            assertThat(bodies(asks(back, room, set("<after>" + second + "</after>"))))
                    .containsExactly(null, null, "Call me but love");
            assertThat(later).isGreaterThan(second);
        }
    }
}

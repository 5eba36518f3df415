package org.jackdaw.muc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.jackdaw.muc.Place.JULIET;
import static org.jackdaw.muc.Place.ROMEO;
import static org.jackdaw.muc.Place.ROOM;
import static org.jackdaw.muc.Place.SERVICE;

import java.time.Duration;
import java.util.Map;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.StanzaError;
import org.junit.jupiter.api.Test;

/** XEP-0045 §13.5. */
class LimitsTest {

    private static final String HI = "<body>hi</body>";
    private static final String NURSE = "nurse@verona/hall";

    private Place place;

    private void open(Map<String, ?> options) {
        place = new Place(options);
        place.opens(JULIET, ROOM, "Juliet", "changesubject", "1", "persistentroom", "1");
    }

    private void refused(Condition condition, StanzaError.Type type, Runnable work) {
        place.router.routed();
        StanzaError error = Place.refused(work);
        assertThat(error.condition()).isEqualTo(condition);
        assertThat(error.type()).isEqualTo(type);
        // Nobody else notices.
        assertThat(place.router.routed()).isEmpty();
    }

    private void tooMuch(Runnable work) {
        refused(Condition.RESOURCE_CONSTRAINT, StanzaError.Type.WAIT, work);
    }

    @Test
    void messagesAndSubjectsAreOfSomeSize() {
        open(Map.of("messageBytes", 2000, "subjectBytes", 1000));
        place.enters(ROMEO, ROOM, "Romeo");

        refused(
                Condition.POLICY_VIOLATION,
                StanzaError.Type.MODIFY,
                () -> place.says(ROMEO, ROOM, "<body>" + "x".repeat(2000) + "</body>"));
        refused(
                Condition.POLICY_VIOLATION,
                StanzaError.Type.MODIFY,
                () -> place.says(ROMEO, ROOM, "<subject>" + "x".repeat(1000) + "</subject>"));
        place.says(ROMEO, ROOM, "<body>" + "x".repeat(1500) + "</body>");
        place.says(ROMEO, ROOM, "<subject>" + "x".repeat(500) + "</subject>");
        assertThat(place.sent(JULIET)).hasSize(2);
    }

    @Test
    void anOccupantSaysSoMuchASecond() {
        open(Map.of("messages", 1));
        place.enters(ROMEO, ROOM, "Romeo");
        for (int i = 0; i < 10; i++) {
            place.says(ROMEO, ROOM, HI);
        }

        tooMuch(() -> place.says(ROMEO, ROOM, HI));
        tooMuch(() -> place.says(ROMEO, ROOM + "/Juliet", HI));
        place.says(JULIET, ROOM, HI);
        place.time.passes(Duration.ofSeconds(1));
        place.says(ROMEO, ROOM, HI);
        tooMuch(() -> place.says(ROMEO, ROOM, HI));
    }

    @Test
    void inARoomSoMuchIsSaidASecond() {
        open(Map.of("roomMessages", 1));
        place.enters(ROMEO, ROOM, "Romeo");
        place.opens(JULIET, "other@" + SERVICE, "Juliet");
        for (int i = 0; i < 10; i++) {
            place.says(i % 2 == 0 ? ROMEO : JULIET, ROOM, HI);
        }

        tooMuch(() -> place.says(JULIET, ROOM, HI));
        place.says(JULIET, "other@" + SERVICE, HI);
        place.time.passes(Duration.ofSeconds(1));
        place.says(JULIET, ROOM, HI);
    }

    @Test
    void anOccupantChangesSoOftenAMinute() {
        open(Map.of("presences", 3));
        place.enters(ROMEO, ROOM, "Romeo");
        place.presence(ROMEO, ROOM + "/Romeo", "<show>away</show>");
        place.presence(ROMEO, ROOM + "/Montague", "");
        place.enters(ROMEO, ROOM, "Montague");

        tooMuch(() -> place.presence(ROMEO, ROOM + "/Montague", "<show>dnd</show>"));
        tooMuch(() -> place.presence(ROMEO, ROOM + "/Romeo", ""));
        place.presence(JULIET, ROOM + "/Juliet", "<show>away</show>");
        place.time.passes(Duration.ofSeconds(20));
        place.presence(ROMEO, ROOM + "/Romeo", "");
        place.leaves(ROMEO, ROOM + "/Romeo");
        assertThat(place.sent(JULIET)).isNotEmpty();
    }

    /** Who belongs to a room enters all the same. */
    @Test
    void soManyEnterARoomAMinute() {
        open(Map.of("roomJoins", 2));
        place.enters(ROMEO, ROOM, "Romeo");
        place.enters("tybalt@verona/street", ROOM, "Tybalt");

        tooMuch(() -> place.enters(NURSE, ROOM, "Nurse"));
        place.enters("juliet@verona/tomb", ROOM, "Juliet");
        place.opens(NURSE, "other@" + SERVICE, "Nurse");
        place.time.passes(Duration.ofSeconds(30));
        place.enters(NURSE, ROOM, "Nurse");
        assertThat(place.sent(NURSE)).isNotEmpty();
    }

    @Test
    void anAccountEntersSoOftenAMinute() {
        open(Map.of("accountJoins", 2));
        for (int i = 0; i < 2; i++) {
            place.enters(ROMEO, ROOM, "Romeo");
            place.leaves(ROMEO, ROOM + "/Romeo");
        }

        tooMuch(() -> place.enters("romeo@verona/other", ROOM, "Romeo"));
        tooMuch(() -> place.enters(ROMEO, "new@" + SERVICE, "Romeo"));
        place.enters(NURSE, ROOM, "Nurse");
        place.time.passes(Duration.ofSeconds(30));
        place.enters(ROMEO, ROOM, "Romeo");
    }

    @Test
    void anAccountMakesSoManyRooms() {
        open(Map.of("accountRooms", 3));
        for (int i = 0; i < 3; i++) {
            place.opens(ROMEO, "room" + i + "@" + SERVICE, "Romeo", "persistentroom", "1");
        }

        tooMuch(() -> place.enters(ROMEO, "more@" + SERVICE, "Romeo"));
        tooMuch(() -> place.enters("romeo@verona/other", "more@" + SERVICE, "Romeo"));
        place.enters(ROMEO, ROOM, "Romeo");
        place.opens(NURSE, "more@" + SERVICE, "Nurse");
        place.asks("set", ROMEO, "room1@" + SERVICE, "<query xmlns='" + Muc.OWNER + "'><destroy/></query>");
        place.opens(ROMEO, "another@" + SERVICE, "Romeo");
    }

    @Test
    void aClientIsInSoManyRooms() {
        open(Map.of("sessionRooms", 2));
        place.enters(ROMEO, ROOM, "Romeo");
        place.opens(ROMEO, "own@" + SERVICE, "Romeo");

        tooMuch(() -> place.enters(ROMEO, "third@" + SERVICE, "Romeo"));
        place.opens("romeo@verona/other", "third@" + SERVICE, "Romeo");
        place.leaves(ROMEO, ROOM + "/Romeo");
        place.enters(ROMEO, "third@" + SERVICE, "Romeo");
        tooMuch(() -> place.enters(ROMEO, ROOM, "Romeo"));
        place.asks("set", ROMEO, "own@" + SERVICE, "<query xmlns='" + Muc.OWNER + "'><destroy/></query>");
        place.enters(ROMEO, ROOM, "Romeo");
    }

    /** §17.1: a nickname that nobody sees. */
    @Test
    void nicknamesAreSeen() {
        open(Map.of());
        place.enters(ROMEO, ROOM, "Romeo");
        for (String nick : new String[] {" ", "  ", "\u3000"}) {
            refused(Condition.NOT_ACCEPTABLE, StanzaError.Type.MODIFY, () -> place.enters(NURSE, ROOM, nick));
            refused(
                    Condition.NOT_ACCEPTABLE,
                    StanzaError.Type.MODIFY,
                    () -> place.presence(ROMEO, ROOM + "/" + nick, ""));
        }
    }

    /** A refused entrance leaves no room behind. */
    @Test
    void aRefusedRoomIsNotThere() {
        open(Map.of("accountJoins", 1));
        place.enters(ROMEO, ROOM, "Romeo");
        tooMuch(() -> place.enters(ROMEO, "new@" + SERVICE, "Romeo"));

        assertThatCode(() -> place.opens(NURSE, "new@" + SERVICE, "Nurse")).doesNotThrowAnyException();
    }

    /** Those who use nothing any more are forgotten. */
    @Test
    void forgetsWhoHasAllOfItBack() {
        Place.Time time = new Place.Time();
        Allowance allowance = Allowance.perSecond(1, time);
        for (int i = 0; i < 10_000; i++) {
            allowance.take(i);
        }
        time.passes(Duration.ofSeconds(11));
        allowance.take("one more");
        allowance.take("another");

        assertThat(allowance.count()).isLessThan(3);
    }
}

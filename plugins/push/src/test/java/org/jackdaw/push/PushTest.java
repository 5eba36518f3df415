package org.jackdaw.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jackdaw.testkit.FakeRouter;
import org.jackdaw.testkit.FakeSession;
import org.jackdaw.testkit.FakeSessions;
import org.jackdaw.testkit.FakeStores;
import org.jackdaw.testkit.Options;
import org.jackdaw.testkit.Stanzas;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Iq;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.StanzaError;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PushTest {

    private static final Jid JULIET = Jid.of("juliet@a");
    private static final String CHAT = "<message from='romeo@b/x' to='juliet@a' type='chat'><body>hi</body></message>";

    private final FakeStores stores = new FakeStores();
    private final FakeSessions sessions = new FakeSessions();
    private final FakeRouter router = new FakeRouter();
    private final Registrations registrations = new Registrations(stores);
    private final PushEnable enable = new PushEnable(registrations);
    private final PushDisable disable = new PushDisable(registrations);
    private PushNotifications push = with(Map.of());
    private FakeSession phone;

    private PushNotifications with(Map<String, ?> options) {
        return new PushNotifications(
                Options.of(PushNotifications.Config.class, options), registrations, sessions, router);
    }

    @BeforeEach
    void bind() {
        phone = sessions.available("juliet@a/phone", 0);
        sessions.listen(push);
    }

    private static Iq request(String payload) {
        return Stanzas.iq("<iq type='set' id='1' from='juliet@a/phone'>" + payload + "</iq>");
    }

    private void enables(String attributes, String content) {
        assertThat(enable.handle(
                        request("<enable xmlns='urn:xmpp:push:0' " + attributes + ">" + content + "</enable>")))
                .isEmpty();
    }

    private void disables(String attributes) {
        assertThat(disable.handle(request("<disable xmlns='urn:xmpp:push:0' " + attributes + "/>")))
                .isEmpty();
    }

    private List<String> told() {
        return router.routed().stream().map(Object::toString).toList();
    }

    private void phoneIsGone() {
        phone.disconnect();
    }

    @Test
    void tellsTheServiceWhileTheClientHasNoConnection() {
        enables("jid='push.app' node='n'", "");
        push.filter(Stanzas.message(CHAT));
        assertThat(told()).isEmpty();
        phoneIsGone();

        assertThat(push.filter(Stanzas.message(CHAT))).isPresent();

        assertThat(told())
                .containsExactly(
                        "<iq type='set' id='push' from='a' to='push.app'><pubsub xmlns='http://jabber.org/protocol/pubsub'>"
                                + "<publish node='n'><item><notification xmlns='urn:xmpp:push:0'><x xmlns='jabber:x:data'>"
                                + "<field var='FORM_TYPE'><value>urn:xmpp:push:summary</value></field>"
                                + "<field var='message-count'><value>1</value></field></x></notification></item></publish>"
                                + "</pubsub></iq>");
    }

    @Test
    void theOptionsGoAlongAndTheNewestCount() {
        String form = "<x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'>"
                + "<value>http://jabber.org/protocol/pubsub#publish-options</value></field>"
                + "<field var='secret'><value>%s</value></field></x>";
        enables("jid='push.app' node='n'", form.formatted("old"));
        enables("jid='push.app' node='n'", form.formatted("new"));
        phoneIsGone();

        push.filter(Stanzas.message(CHAT));

        assertThat(told())
                .singleElement()
                .asString()
                .contains("<publish-options>" + form.formatted("new") + "</publish-options>");
    }

    @Test
    void tellsOfWhoAndWhatOnlyIfTheOperatorSaysSo() {
        push = with(Map.of("sender", true, "text", true));
        enables("jid='push.app' node='n'", "");
        phoneIsGone();

        push.filter(Stanzas.message(CHAT));

        assertThat(told())
                .singleElement()
                .asString()
                .contains(
                        "<field var='last-message-sender'><value>romeo@b/x</value></field>",
                        "<field var='last-message-body'><value>hi</value></field>");
    }

    @Test
    void whatComesWhileOneIsUnderWayIsInTheNext() {
        enables("jid='push.app' node='n'", "");
        phoneIsGone();
        for (int i = 0; i < 4; i++) {
            push.filter(Stanzas.message(CHAT));
        }
        Iq first = (Iq) router.routed().getFirst();

        router.answer(first.result(Optional.empty()));

        Iq second = (Iq) router.routed().getFirst();
        assertThat(second.toString()).contains("<field var='message-count'><value>3</value>");
        router.answer(second.result(Optional.empty()));
        assertThat(router.routed()).isEmpty();
    }

    /** The client went while the message was on its way to it; or it is told once although it comes by twice. */
    @Test
    void whatNoClientTookIsToldOnce() {
        enables("jid='push.app' node='n'", "");
        push.filter(Stanzas.message(CHAT));
        phoneIsGone();

        push.undelivered(Stanzas.message(CHAT));

        router.answer(((Iq) router.routed().getFirst()).result(Optional.empty()));
        push.filter(Stanzas.message(CHAT));
        push.undelivered(Stanzas.message(CHAT));
        router.answer(((Iq) router.routed().getFirst()).result(Optional.empty()));
        assertThat(router.routed()).isEmpty();
    }

    /** A new version has followed: what waited is told, and late answers hurt nobody. */
    @Test
    void whatWaitsIsToldWhenTheVersionGoes() {
        enables("jid='push.app' node='n'", "");
        phoneIsGone();
        push.filter(Stanzas.message(CHAT));
        push.filter(Stanzas.message(CHAT));
        push.filter(Stanzas.message(CHAT));
        Iq first = (Iq) router.routed().getFirst();

        push.close();

        assertThat(told()).singleElement().asString().contains("<field var='message-count'><value>2</value>");
        router.answer(first.error(new StanzaError(Condition.ITEM_NOT_FOUND, "")));
        assertThat(registrations.of(JULIET)).hasSize(1);
    }

    /** It was taken for delivered, and reached the session when that had lost its connection. */
    @Test
    void whatWasOnItsWayWhenTheConnectionBrokeIsToldToo() throws Exception {
        enables("jid='push.app' node='n'", "");
        phone.received();
        phoneIsGone();
        push.disconnected(phone);
        assertThat(told()).isEmpty();

        phone.send(Stanzas.message(CHAT));

        Thread.sleep(1500);
        assertThat(told()).hasSize(1);
    }

    @Test
    void requestsAndCallsCountToo() {
        enables("jid='push.app' node='n'", "");
        phoneIsGone();
        push.filter(Stanzas.presence("<presence from='romeo@b' to='juliet@a' type='subscribe'/>"));
        Iq first = (Iq) router.routed().getFirst();
        assertThat(first.toString()).contains("<field var='pending-subscription-count'><value>1</value>");
        router.answer(first.result(Optional.empty()));

        push.filter(
                Stanzas.message(
                        "<message from='romeo@b/x' to='juliet@a'><propose xmlns='urn:xmpp:jingle-message:0' id='c'/></message>"));

        assertThat(told()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<message from='romeo@b/x' to='juliet@a' type='headline'><body>x</body></message>",
                "<message from='romeo@b/x' to='juliet@a' type='error'><body>x</body></message>",
                "<message from='romeo@b/x' to='juliet@a' type='chat'><body>x</body><no-store xmlns='urn:xmpp:hints'/></message>",
                "<message from='romeo@b/x' to='juliet@a' type='chat'>"
                        + "<composing xmlns='http://jabber.org/protocol/chatstates'/></message>",
                "<message from='romeo@b/x' to='juliet@a'><finish xmlns='urn:xmpp:jingle-message:0' id='c'/></message>"
            })
    void whatIsNotWorthItWakesNobody(String xml) {
        enables("jid='push.app' node='n'", "");
        phoneIsGone();

        push.filter(Stanzas.message(xml));
        push.filter(Stanzas.presence("<presence from='romeo@b' to='juliet@a'/>"));

        assertThat(told()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<encryption xmlns='urn:xmpp:eme:0' namespace='urn:x'/>",
                "<encrypted xmlns='urn:xmpp:omemo:2'><payload>x</payload></encrypted>",
                "<encrypted xmlns='eu.siacs.conversations.axolotl'><payload>x</payload></encrypted>"
            })
    void whatIsEncryptedIsWorthIt(String content) {
        enables("jid='push.app' node='n'", "");
        phoneIsGone();

        push.filter(Stanzas.message("<message from='romeo@b/x' to='juliet@a' type='chat'>" + content + "</message>"));

        assertThat(told()).hasSize(1);
    }

    @Test
    void theOperatorSaysWhatIsWorthIt() {
        push = with(Map.of("messages", false, "rooms", false, "calls", false, "requests", false));
        enables("jid='push.app' node='n'", "");
        phoneIsGone();

        push.filter(Stanzas.message(CHAT));
        push.filter(Stanzas.message(CHAT.replace("'chat'", "'groupchat'")));
        push.filter(
                Stanzas.message(
                        "<message from='romeo@b/x' to='juliet@a'><propose xmlns='urn:xmpp:jingle-message:0' id='c'/></message>"));
        push.filter(Stanzas.presence("<presence from='romeo@b' to='juliet@a' type='subscribe'/>"));

        assertThat(told()).isEmpty();
    }

    @Test
    void whatTheClientDidNotAcknowledgeIsToldWhenItsConnectionBreaks() {
        enables("jid='push.app' node='n'", "");
        phone.received();
        phone.send(Stanzas.message(CHAT));
        phone.send(Stanzas.message("<message from='romeo@b/x' to='juliet@a/phone'/>"));

        push.disconnected(phone);

        assertThat(told()).singleElement().asString().contains("<field var='message-count'><value>1</value>");
    }

    /** The loss of a connection is noticed at once, and told a moment later. */
    @Test
    void whatWasToldWhenItCameIsNotToldAsUnacknowledgedToo() {
        enables("jid='push.app' node='n'", "");
        phoneIsGone();
        push.filter(Stanzas.message(CHAT));
        phone.send(Stanzas.message(CHAT));

        push.disconnected(phone);
        router.answer(((Iq) router.routed().getFirst()).result(Optional.empty()));

        assertThat(told()).isEmpty();
    }

    /** §7: recoverable errors are borne with for a while. */
    @Test
    void aServiceThatRefusesIsForgotten() {
        push = with(Map.of("failures", 3));
        enables("jid='push.app' node='n'", "");
        phoneIsGone();
        for (int i = 0; i < 2; i++) {
            refuse(new StanzaError(Condition.RESOURCE_CONSTRAINT, ""));
            assertThat(registrations.of(JULIET)).hasSize(1);
        }
        push.filter(Stanzas.message(CHAT));
        router.answer(((Iq) router.routed().getFirst()).result(Optional.empty()));
        assertThat(registrations.of(JULIET).getFirst().failures()).isZero();
        for (int i = 0; i < 3; i++) {
            refuse(new StanzaError(Condition.REMOTE_SERVER_TIMEOUT, ""));
        }
        assertThat(registrations.of(JULIET)).isEmpty();

        enables("jid='push.app' node='n'", "");
        refuse(new StanzaError(Condition.ITEM_NOT_FOUND, ""));
        assertThat(registrations.of(JULIET)).isEmpty();
    }

    private void refuse(StanzaError error) {
        push.filter(Stanzas.message(CHAT));
        router.answer(((Iq) router.routed().getFirst()).error(error));
    }

    /** §6. */
    @Test
    void forgetsANodeOrAllOfAService() {
        enables("jid='push.app' node='1'", "");
        enables("jid='push.app' node='2'", "");
        enables("jid='push.app'", "");
        enables("jid='push.other' node='1'", "");

        disables("jid='push.app' node='1'");
        assertThat(registrations.of(JULIET))
                .extracting(Registration::key)
                .doesNotContain("push.app 1")
                .hasSize(3);
        disables("jid='push.app'");
        assertThat(registrations.of(JULIET)).extracting(Registration::key).containsExactly("push.other 1");
        disables("jid='push.unknown'");
    }

    /** Another version of the plugin shares what is known. */
    @Test
    void aSecondVersionSeesTheSame() {
        Registrations other = new Registrations(stores);
        assertThat(other.of(JULIET)).isEmpty();

        enables("jid='push.app' node='1'", "");
        assertThat(other.of(JULIET)).hasSize(1);
        other.remove(JULIET, other.of(JULIET));

        assertThat(registrations.of(JULIET)).isEmpty();
    }

    @Test
    void anAccountHasOnlySoMany() {
        for (int i = 0; i < Registrations.MOST; i++) {
            enables("jid='push.app' node='" + i + "'", "");
        }
        enables("jid='push.app' node='0'", "");

        assertThatThrownBy(() -> enables("jid='push.app' node='more'", ""))
                .hasMessageStartingWith("resource-constraint");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<enable xmlns='urn:xmpp:push:0'/>",
                "<enable xmlns='urn:xmpp:push:0' jid=''/>",
                "<enable xmlns='urn:xmpp:push:0' jid='@'/>",
                "<enable xmlns='urn:xmpp:push:0' jid='push.app'><x xmlns='urn:example'/></enable>",
                "<enable xmlns='urn:xmpp:push:0' jid='push.app'><x xmlns='jabber:x:data'/></enable>",
                "<enable xmlns='urn:xmpp:push:0' jid='push.app'><x xmlns='jabber:x:data'><field var='FORM_TYPE'>"
                        + "<value>urn:example</value></field></x></enable>"
            })
    void refusesWhatNamesNoService(String payload) {
        assertThatThrownBy(() -> enable.handle(request(payload))).hasMessageStartingWith("bad-request");
        assertThat(registrations.of(JULIET)).isEmpty();
    }

    @Test
    void refusesWhatIsTooLarge() {
        assertThatThrownBy(() -> enables("jid='push.app' node='" + "x".repeat(400) + "'", ""))
                .hasMessageStartingWith("not-acceptable");
        assertThatThrownBy(() -> enables(
                        "jid='push.app'",
                        "<x xmlns='jabber:x:data'><field var='FORM_TYPE'><value>"
                                + "http://jabber.org/protocol/pubsub#publish-options</value></field><field var='s'><value>"
                                + "y".repeat(6000) + "</value></field></x>"))
                .hasMessageStartingWith("not-acceptable");
        assertThatThrownBy(() -> disable.handle(request("<disable xmlns='urn:xmpp:push:0' jid='@'/>")))
                .hasMessageStartingWith("bad-request");
    }

    private static String mention(String content) {
        return "<message from='coven@rooms.b' to='juliet@a'><mentions xmlns='urn:xmpp:mmn:0'>"
                + "<forwarded xmlns='urn:xmpp:forward:0'><message xmlns='jabber:client' type='groupchat'"
                + " from='coven@rooms.b/romeo' to='coven@rooms.b'>" + content
                + "</message></forwarded></mentions></message>";
    }

    /** XEP-0452 §3.2; what a room sends to the account, too, is told of as what it sends to a client. */
    @Test
    void tellsOfMentionsAndOfWhatIsSaidWhileAway() {
        push = with(Map.of("sender", true, "text", true));
        enables("jid='push.app' node='n'", "");
        phoneIsGone();

        push.filter(Stanzas.message(mention("<body>hi</body>")));
        Iq first = (Iq) router.routed().getFirst();
        assertThat(first.toString()).contains("<value>coven@rooms.b/romeo</value>", "<value>hi</value>");
        router.answer(first.result(Optional.empty()));
        push.filter(Stanzas.message(
                "<message from='coven@rooms.b/romeo' to='juliet@a' type='groupchat'><body>hi</body></message>"));
        assertThat(told()).hasSize(1);
    }

    /** XEP-0452 §4. */
    @Test
    void whatIsNoMentionIsNotToldOf() {
        enables("jid='push.app' node='n'", "");
        phoneIsGone();

        push.filter(Stanzas.message(mention("")));
        push.filter(Stanzas.message(mention("<body>hi</body>").replace("from='coven@rooms.b'", "from='romeo@b'")));
        push.filter(Stanzas.message(mention("<body>hi</body>").replace("coven@rooms.b/romeo", "@")));
        with(Map.of("rooms", false)).filter(Stanzas.message(mention("<body>hi</body>")));

        assertThat(told()).isEmpty();
    }
}

package org.jackdaw.blocking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.dom4j.Element;
import org.jackdaw.store.Lifetime;
import org.jackdaw.store.Store;
import org.jackdaw.store.Stores;
import org.jackdaw.testkit.FakeDomains;
import org.jackdaw.testkit.FakeRouter;
import org.jackdaw.testkit.FakeSession;
import org.jackdaw.testkit.FakeSessions;
import org.jackdaw.testkit.FakeStores;
import org.jackdaw.testkit.FakeSubscriptions;
import org.jackdaw.testkit.Options;
import org.jackdaw.testkit.Stanzas;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Stanza;
import org.jackdaw.xmpp.StanzaException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BlockingTest {

    private static final Jid JULIET = Jid.of("juliet@verona");

    private final FakeStores fakes = new FakeStores();
    private final AtomicInteger reads = new AtomicInteger();
    private final Stores stores = (name, lifetime) ->
            name.equals("blocking") ? counting(fakes.open(name, lifetime)) : fakes.open(name, lifetime);
    private final FakeSessions sessions = new FakeSessions();
    private final FakeRouter router = new FakeRouter(this::passes);
    private final FakeDomains domains = new FakeDomains("verona");
    private final FakeSubscriptions subscriptions = new FakeSubscriptions()
            .friends("juliet@verona", "romeo@verona")
            .friends("juliet@verona", "rosaline@far")
            .friends("juliet@verona", "paris@far")
            .friends("juliet@verona", "far")
            .directed("juliet@verona/chamber", "ball@rooms.far/juliet");
    private Version plugin;
    private FakeSession balcony;
    private FakeSession chamber;
    private Optional<Stanza> passed = Optional.empty();

    /** All components of one version. */
    private final class Version {
        final BlockLists lists =
                new BlockLists(Options.of(BlockingOptions.class, Map.of("items", 5)), stores, sessions);
        final Goodbyes goodbyes = new Goodbyes(stores);
        final BlockedPresence presence = new BlockedPresence(router, sessions, subscriptions, goodbyes);
        final Reports reports =
                new Reports(Options.of(BlockingOptions.class), stores, domains, java.time.Clock.systemUTC());
        final BlockHandler block = new BlockHandler(lists, presence, reports);
        final UnblockHandler unblock = new UnblockHandler(lists, presence);
        final BlocklistGet get = new BlocklistGet(lists, sessions);
        final SendingGuard sending = new SendingGuard(lists);
        final Departures departures = new Departures(domains, lists, goodbyes);
        final ReceivingGuard receiving = new ReceivingGuard(lists, departures);
        final LeavingGuard leaving = new LeavingGuard(departures);
    }

    @BeforeEach
    void enter() {
        plugin = new Version();
        balcony = sessions.available("juliet@verona/balcony", 0);
        chamber = sessions.available("juliet@verona/chamber", 0);
    }

    private Store counting(Store store) {
        return new Store() {
            @Override
            public Optional<Element> get(Jid owner, String key) {
                reads.incrementAndGet();
                return store.get(owner, key);
            }

            @Override
            public java.util.SortedMap<String, Element> all(Jid owner) {
                return store.all(owner);
            }

            @Override
            public Optional<Element> update(Jid owner, String key, UnaryOperator<Optional<Element>> change) {
                return store.update(owner, key, change);
            }

            @Override
            public void clear(Jid owner) {
                store.clear(owner);
            }
        };
    }

    /** What is routed runs through the guards of the other version, if there is one. */
    private void passes(Stanza stanza) {
        passed = through(stanza);
    }

    private Optional<Stanza> through(Stanza stanza) {
        if (!domains.isLocal(stanza.to().orElseThrow())) {
            return switch (stanza) {
                case org.jackdaw.xmpp.Message message ->
                    plugin.leaving.filter(message).map(Stanza.class::cast);
                case org.jackdaw.xmpp.Presence presence ->
                    plugin.leaving.filter(presence).map(Stanza.class::cast);
                case org.jackdaw.xmpp.Iq iq -> plugin.leaving.filter(iq).map(Stanza.class::cast);
            };
        }
        return switch (stanza) {
            case org.jackdaw.xmpp.Message message ->
                plugin.receiving.filter(message).map(Stanza.class::cast);
            case org.jackdaw.xmpp.Presence presence ->
                plugin.receiving.filter(presence).map(Stanza.class::cast);
            case org.jackdaw.xmpp.Iq iq -> plugin.receiving.filter(iq).map(Stanza.class::cast);
        };
    }

    private static String items(String... jids) {
        StringBuilder items = new StringBuilder();
        for (String jid : jids) {
            items.append("<item jid='").append(jid).append("'/>");
        }
        return items.toString();
    }

    private void block(String... jids) {
        sets("block", items(jids));
    }

    private void unblock(String... jids) {
        sets("unblock", items(jids));
    }

    private void sets(String name, String content) {
        var iq = Stanzas.iq("<iq type='set' id='1' from='juliet@verona/balcony'><" + name
                + " xmlns='urn:xmpp:blocking'>" + content + "</" + name + "></iq>");
        assertThat(name.equals("block") ? plugin.block.handle(iq) : plugin.unblock.handle(iq))
                .isEmpty();
    }

    private List<String> list() {
        var iq = Stanzas.iq(
                "<iq type='get' id='g' from='juliet@verona/balcony'><blocklist xmlns='urn:xmpp:blocking'/></iq>");
        assertThat(plugin.get.filter(iq)).isEmpty();
        return balcony.received().getLast().copy().elements().getFirst().elements().stream()
                .map(item -> item.attributeValue("jid"))
                .toList();
    }

    private List<String> routed() {
        return router.routed().stream()
                .map(stanza -> stanza.copy().attributeValue("type", "available") + " "
                        + stanza.sender().resource() + " to " + stanza.to().orElseThrow())
                .toList();
    }

    @Test
    void listsWhomItBlocksInTheirOrder() {
        assertThat(list()).isEmpty();

        block("romeo@verona", "FAR");
        block("a@b/c", "romeo@verona");
        assertThat(list()).containsExactly("romeo@verona", "far", "a@b/c");

        unblock("far", "nobody@verona");
        assertThat(list()).containsExactly("romeo@verona", "a@b/c");

        unblock();
        assertThat(list()).isEmpty();
        assertThat(fakes.open("blocking", Lifetime.DURABLE).all(JULIET)).isEmpty();
    }

    /** §5: each form of address, what it matches, and what not. */
    @ParameterizedTest
    @CsvSource({
        "a@b/c, a@b/c, true",
        "a@b/c, a@b/d, false",
        "a@b/c, a@b, false",
        "a@b, a@b, true",
        "a@b, a@b/c, true",
        "a@b, x@b/c, false",
        "b/c, b/c, true",
        "b/c, b/d, false",
        "b/c, b, false",
        "b/c, a@b/c, false",
        "b, b, true",
        "b, b/c, true",
        "b, a@b, true",
        "b, a@b/c, true",
        "b, a@x.b, false",
        "x.b, a@b, false"
    })
    void matchesAddresses(String blocked, String entity, boolean matches) {
        block(blocked);

        assertThat(plugin.lists.blocks(JULIET, Jid.of(entity))).isEqualTo(matches);
        assertThat(plugin.lists.blocks(Jid.of("nurse@verona"), Jid.of(entity))).isFalse();
    }

    /** §4: whatever the list says. */
    @ParameterizedTest
    @ValueSource(strings = {"juliet@verona", "juliet@verona/chamber", "verona"})
    void neverBlocksOnesOwnResources(String blocked) {
        block(blocked);

        assertThat(list()).containsExactly(blocked);
        assertThat(plugin.lists.blocks(JULIET, Jid.of("juliet@verona/chamber"))).isFalse();
        assertThat(through(Stanzas.message("<message from='juliet@verona/balcony' to='juliet@verona/chamber'/>")))
                .isPresent();
        plugin.sending.filter(Stanzas.message("<message from='juliet@verona/balcony' to='juliet@verona'/>"));
    }

    @Test
    void pushesToThoseThatAskedForTheList() {
        list();

        sets("block", "<item jid='a@b'><report xmlns='urn:xmpp:reporting:1' reason='urn:xmpp:reporting:spam'/></item>");
        assertThat(balcony.received())
                .singleElement()
                .asString()
                .matches("<iq type='set' id='blocking-[^']+' to='juliet@verona/balcony'>"
                        + "<block xmlns='urn:xmpp:blocking'><item jid='a@b'/></block></iq>");
        sets("unblock", items("a@b"));
        assertThat(balcony.received())
                .singleElement()
                .asString()
                .contains("<unblock xmlns='urn:xmpp:blocking'><item jid='a@b'/>");
        sets("unblock", "");
        assertThat(balcony.received()).singleElement().asString().contains("<unblock xmlns='urn:xmpp:blocking'/>");
        assertThat(chamber.received()).isEmpty();
    }

    @Test
    void aPushGoesOnWithTheNextVersion() {
        list();
        plugin = new Version();

        block("a@b");

        assertThat(balcony.received()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "block | '' | bad-request",
                "block | <item/> | bad-request",
                "block | <item jid=''/> | jid-malformed",
                "block | <item jid='a@'/> | jid-malformed",
                "block | <item jid='@b'/> | jid-malformed",
                "block | <item jid='a@b'/><item jid='a b@c'/> | jid-malformed",
                "block | <x/> | bad-request",
                "block | <item jid='a@b'/><x/> | bad-request",
                "block | <item xmlns='urn:x' jid='a@b'/> | bad-request",
                "unblock | <x/> | bad-request",
                "unblock | <item/> | bad-request",
                "unblock | <item jid='a@'/> | jid-malformed"
            })
    void refusesWhatIsNoItem(String name, String content, String condition) {
        block("was@here");

        assertThatThrownBy(() -> sets(name, content)).hasMessageStartingWith(condition);

        assertThat(list()).containsExactly("was@here");
    }

    @Test
    void refusesMoreThanTheLimit() {
        block("a@1", "a@2", "a@3", "a@4");

        assertThatThrownBy(() -> block("a@5", "a@6")).hasMessageStartingWith("resource-constraint");
        assertThat(list()).hasSize(4);
        block("a@4", "a@5");
        assertThatThrownBy(() -> block("a@6")).hasMessageStartingWith("resource-constraint");
        unblock();
        assertThatThrownBy(() -> block("b@" + "long.".repeat(180) + "x/" + "r".repeat(1000)))
                .hasMessageStartingWith("resource-constraint");
    }

    @Test
    void refusesAListFromWhoAsksForIt() {
        var iq = Stanzas.iq("<iq type='get' id='g' from='juliet@verona/balcony'><blocklist xmlns='urn:xmpp:blocking'>"
                + "<item jid='a@b'/></blocklist></iq>");

        assertThatThrownBy(() -> plugin.get.filter(iq)).hasMessageStartingWith("bad-request");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<iq type='get' id='g' to='romeo@verona' from='juliet@verona/balcony'><blocklist xmlns='urn:xmpp:blocking'/></iq>",
                "<iq type='set' id='g' from='juliet@verona/balcony'><blocklist xmlns='urn:xmpp:blocking'/></iq>",
                "<iq type='get' id='g' from='juliet@verona/balcony'><blocklist xmlns='urn:other'/></iq>",
                "<iq type='result' id='g' from='juliet@verona/balcony'/>"
            })
    void leavesOtherRequestsToOthers(String xml) {
        assertThat(plugin.get.filter(Stanzas.iq(xml))).isPresent();
        assertThat(balcony.received()).isEmpty();
    }

    /** §3.3, the three rules on what comes. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<message type='chat' %s><body/></message> | service-unavailable",
                "<message %s/> | service-unavailable",
                "<message type='headline' %s/> | service-unavailable",
                "<message type='groupchat' %s/> | ",
                "<iq type='get' id='1' %s><query xmlns='urn:x'/></iq> | service-unavailable",
                "<iq type='set' id='1' %s><query xmlns='urn:x'/></iq> | service-unavailable",
                "<iq type='result' id='1' %s/> | ",
                "<iq type='error' id='1' %s><error/></iq> | ",
                "<presence %s/> | ",
                "<presence type='unavailable' %s/> | ",
                "<presence type='subscribe' %s/> | ",
                "<presence type='unsubscribed' %s/> | ",
                "<presence type='probe' %s/> | "
            })
    void keepsAwayWhatTheBlockedSend(String xml, String condition) {
        Stanza stanza = Stanzas.stanza(xml.formatted("from='romeo@verona/x' to='juliet@verona/balcony'"));
        assertThat(through(stanza)).contains(stanza);
        block("romeo@verona");

        if (condition == null) {
            assertThat(through(stanza)).isEmpty();
        } else {
            assertThatThrownBy(() -> through(stanza)).hasMessage(condition);
        }
        unblock("romeo@verona");
        assertThat(through(stanza)).contains(stanza);
    }

    /** §3.3: the error for the user, and for each kind of stanza. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<message %s/>",
                "<presence %s/>",
                "<presence type='subscribe' %s/>",
                "<iq type='get' id='1' %s><query xmlns='urn:x'/></iq>"
            })
    void refusesWhatIsSentToTheBlocked(String xml) {
        Stanza stanza = Stanzas.stanza(xml.formatted("from='juliet@verona/balcony' to='romeo@verona/x'"));
        block("romeo@verona");

        assertThatThrownBy(() -> {
                    switch (stanza) {
                        case org.jackdaw.xmpp.Message message -> plugin.sending.filter(message);
                        case org.jackdaw.xmpp.Presence presence -> plugin.sending.filter(presence);
                        case org.jackdaw.xmpp.Iq iq -> plugin.sending.filter(iq);
                    }
                })
                .isInstanceOfSatisfying(
                        StanzaException.class,
                        e -> assertThat(stanza.error(e.error()).toString())
                                .contains(
                                        "<error type='cancel'><not-acceptable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>"
                                                + "<blocked xmlns='urn:xmpp:blocking:errors'/></error>"));
        assertThat(plugin.sending.filter(Stanzas.presence("<presence from='juliet@verona/balcony'/>")))
                .isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"romeo@verona", "rosaline@far"})
    void nothingReachesTheBlockedInTheNameOfTheAccount(String contact) {
        String addresses = " from='juliet@verona/balcony' to='" + contact + "'";
        String event = "<message type='headline' from='juliet@verona' to='" + contact + "'/>";
        block(contact);

        assertThat(through(Stanzas.presence("<presence" + addresses + "/>"))).isEmpty();
        assertThat(through(Stanzas.presence("<presence type='unavailable' id='guess'" + addresses + "/>")))
                .isEmpty();
        assertThat(through(Stanzas.message(event))).isEmpty();
        assertThat(through(Stanzas.message(event.replace("headline", "error")))).isPresent();
        assertThat(through(Stanzas.presence("<presence type='error'" + addresses + "><error/></presence>")))
                .isPresent();
        assertThat(through(Stanzas.iq("<iq type='error' id='1'" + addresses + "><error/></iq>")))
                .isPresent();
        assertThat(through(Stanzas.presence("<presence from='juliet@verona/balcony' to='nurse@verona'/>")))
                .isPresent();
        assertThat(through(Stanzas.presence("<presence from='nurse@verona/x' to='" + contact + "'/>")))
                .isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "romeo@verona, romeo@verona",
        "romeo@verona/x, romeo@verona/x",
        "tybalt@verona, ''",
        "far, far paris@far rosaline@far",
        "far/x, far/x",
        "juliet@verona, ''"
    })
    void watchersSeeTheResourcesGoAndCome(String blocked, String targets) {
        List<String> expected = targets.isEmpty() ? List.of() : List.of(targets.split(" "));

        block(blocked);
        assertThat(routed())
                .containsExactlyInAnyOrderElementsOf(expected.stream()
                        .flatMap(to -> List.of("unavailable balcony to " + to, "unavailable chamber to " + to).stream())
                        .toList());
        assertThat(passed.isPresent()).isEqualTo(!expected.isEmpty());
        block(blocked);
        assertThat(routed()).isEmpty();

        unblock(blocked);
        assertThat(routed())
                .containsExactlyInAnyOrderElementsOf(expected.stream()
                        .flatMap(to -> List.of("available balcony to " + to, "available chamber to " + to).stream())
                        .toList());
        assertThat(passed.isPresent()).isEqualTo(!expected.isEmpty());
        unblock(blocked);
        assertThat(routed()).isEmpty();
    }

    /** RFC 6121 §4.6: who has got directed presence has to hear the end of it. */
    @ParameterizedTest
    @ValueSource(strings = {"ball@rooms.far", "ball@rooms.far/juliet", "rooms.far"})
    void aRoomSeesTheResourceThatIsInItGo(String blocked) {
        block(blocked);

        assertThat(routed()).containsExactly("unavailable chamber to ball@rooms.far/juliet");
        unblock();
        assertThat(routed()).isEmpty();
    }

    /** RFC 6121 §4.6: directed presence needs no presence to all before it. */
    @Test
    void aResourceThatIsAvailableToOneAloneGoesForThatOne() {
        sessions.connected("juliet@verona/attic");
        subscriptions.directed("juliet@verona/attic", "romeo@verona/orchard");
        sessions.unavailable(balcony);
        sessions.unavailable(chamber);

        block("romeo@verona");

        assertThat(routed()).containsExactly("unavailable attic to romeo@verona/orchard");
    }

    @Test
    void presenceIsNotShownToThoseThatAreBlockedInAnotherWay() {
        block("far");
        routed();

        block("paris@far");
        assertThat(routed()).isEmpty();
        unblock("far");
        assertThat(routed())
                .containsExactlyInAnyOrder(
                        "available balcony to far", "available chamber to far",
                        "available balcony to rosaline@far", "available chamber to rosaline@far");
        unblock();
        assertThat(routed())
                .containsExactlyInAnyOrder("available balcony to paris@far", "available chamber to paris@far");
    }

    /** The other version's guards look, as in a swap. */
    @Test
    void theGoodbyePassesAlsoTheNextVersion() {
        Version old = plugin;
        plugin = new Version();

        old.block.handle(Stanzas.iq("<iq type='set' id='1' from='juliet@verona/balcony'>"
                + "<block xmlns='urn:xmpp:blocking'><item jid='romeo@verona'/></block></iq>"));

        assertThat(passed).isPresent();
        assertThat(through(passed.get())).as("once only").isEmpty();
    }

    @Test
    void aListIsReadOnce() {
        for (int i = 0; i < 100; i++) {
            plugin.lists.blocks(JULIET, Jid.of("a@b"));
        }
        assertThat(reads).hasValue(1);

        block("a@b");
        for (int i = 0; i < 100; i++) {
            assertThat(plugin.lists.blocks(JULIET, Jid.of("a@b"))).isTrue();
        }
        assertThat(reads).hasValue(2);
    }

    @Test
    void aChangeThroughAnotherVersionHoldsAtOnce() {
        Version other = new Version();
        assertThat(plugin.lists.blocks(JULIET, Jid.of("a@b"))).isFalse();

        other.lists.block(JULIET, Set.of(Jid.of("a@b")), BlockList.EMPTY.element());
        assertThat(plugin.lists.blocks(JULIET, Jid.of("a@b"))).isTrue();

        other.lists.unblockAll(JULIET, BlockList.EMPTY.element());
        assertThat(plugin.lists.blocks(JULIET, Jid.of("a@b"))).isFalse();
    }

    /** Also if nobody has asked for it between the change and the removal. */
    @Test
    void whatARemovedAccountBlockedIsForgotten() {
        Version other = new Version();
        plugin.lists.blocks(JULIET, Jid.of("a@b"));
        block("a@b");
        assertThat(other.lists.blocks(JULIET, Jid.of("a@b"))).isTrue();

        plugin.lists.deleted(JULIET);

        assertThat(plugin.lists.blocks(JULIET, Jid.of("a@b"))).isFalse();
        assertThat(other.lists.blocks(JULIET, Jid.of("a@b"))).isFalse();
    }

    @Test
    void theCacheIsBounded() {
        ListCache cache = new ListCache();
        BlockList big = BlockList.EMPTY.with(
                IntStream.range(0, 100).mapToObj(i -> Jid.of("x" + i + "@far")).toList());
        IntStream.range(0, 64 * 100).forEach(i -> cache.put(Jid.of("a" + i + "@verona"), "", big));

        long known = IntStream.range(0, 64 * 100)
                .filter(i -> cache.get(Jid.of("a" + i + "@verona"), "").isPresent())
                .count();
        assertThat(known).isBetween(64 * 20L, 64 * 40L);
        assertThat(cache.get(Jid.of("a6399@verona"), "other stamp")).isEmpty();
        assertThat(cache.get(Jid.of("a6399@verona"), "")).isPresent();
    }
}

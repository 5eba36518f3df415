package org.jackdaw.muc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jackdaw.muc.Place.JULIET;
import static org.jackdaw.muc.Place.ROMEO;
import static org.jackdaw.muc.Place.SERVICE;

import java.util.List;
import java.util.Map;
import org.dom4j.Element;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.PageRequest;
import org.jackdaw.xmpp.StanzaError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** XEP-0433. */
class ChannelSearchTest {

    private final Place place = new Place(Map.of("searches", 20));

    private void openSome() {
        open("garden", "Capulet Garden", "Roses");
        open("hall", "The Hall", "Where the Capulets dance");
        open("cell", "The Cell", "Of Friar Laurence");
        place.opens(JULIET, "tomb@" + SERVICE, "Juliet", "roomname", "Capulet Tomb", "publicroom", "0");
    }

    private void open(String name, String title, String description) {
        place.opens(JULIET, name + "@" + SERVICE, "Juliet", "roomname", title, "roomdesc", description);
    }

    private static String search(String rest, String... fields) {
        StringBuilder form = new StringBuilder("<x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>"
                + ChannelSearch.BASE + ":search-params</value></field>");
        for (int i = 0; i < fields.length; i += 2) {
            form.append("<field var='" + fields[i] + "'><value>" + fields[i + 1] + "</value></field>");
        }
        return "<search xmlns='" + ChannelSearch.NS + "'>" + rest + form + "</x></search>";
    }

    private Element result(String search) {
        return place.asks("get", ROMEO, SERVICE, search).orElseThrow();
    }

    private static List<String> names(Element result) {
        return result.elements("item").stream()
                .map(item -> item.attributeValue("address").split("@")[0])
                .toList();
    }

    /** §4.2.1. */
    @Test
    void showsItsForm() {
        Element form = result("<search xmlns='" + ChannelSearch.NS + "'/>").element("x");

        assertThat(form.attributeValue("type")).isEqualTo("form");
        assertThat(form.elements("field").stream().map(field -> field.attributeValue("var")))
                .containsExactly("FORM_TYPE", "q", "all", "sinname", "sindescription", "sinaddress", "types", "key");
    }

    /** §4.2.2, §7.1. */
    @ParameterizedTest
    @CsvSource({
        "capulet, sinname, true, garden hall",
        "CAPULET, sindescription, false, garden",
        "capulet, sinname, 0, hall",
        "hall, sinaddress, true, hall",
        "cell, sinaddr, false, cell",
        "verona, sinaddress, true, cell garden hall",
        "verona, sinaddress, false, ''",
        "capulet dance, sinname, true, hall",
        "tomb, sinname, true, ''",
        "a roses, sinname, true, garden"
    })
    void findsByWords(String words, String option, String value, String found) {
        openSome();

        assertThat(String.join(" ", names(result(search("", "q", words, option, value)))))
                .isEqualTo(found);
    }

    /** §7.2. */
    @Test
    void tellsOfEachRoom() {
        openSome();
        place.configures(JULIET, "garden@" + SERVICE, "lang", "it", "membersonly", "1", "whois", "anyone");
        Element item = result(search("", "q", "roses")).element("item");

        assertThat(item.attributeValue("address")).isEqualTo("garden@" + SERVICE);
        assertThat(item.elements().stream().map(child -> child.getName() + "=" + child.getText()))
                .containsExactly(
                        "name=Capulet Garden",
                        "description=Roses",
                        "language=it",
                        "nusers=1",
                        "service-type=xep-0045",
                        "is-open=false",
                        "anonymity-mode={urn:xmpp:channel-search:0:anonymity}none");
    }

    @Test
    void pages() {
        openSome();
        String set = "<set xmlns='" + PageRequest.NS + "'><max>2</max>%s</set>";
        Element first = result(search(set.formatted(""), "all", "true"));
        assertThat(names(first)).containsExactly("cell", "garden");
        String last = first.element("set").elementText("last");
        Element next = result(search(set.formatted("<after>" + last + "</after>"), "all", "true"));
        assertThat(names(next)).containsExactly("hall");
    }

    @Test
    void findsNothingOfOtherTypes() {
        openSome();

        assertThat(names(result(search("", "all", "1", "types", "xep-0369")))).isEmpty();
    }

    private StanzaError refused(String type, String to, String search) {
        return Place.refused(() -> place.asks(type, ROMEO, to, search));
    }

    private void refused(Condition condition, StanzaError.Type type, String specific, String search) {
        StanzaError error = refused("get", SERVICE, search);
        assertThat(error.condition()).isEqualTo(condition);
        assertThat(error.type()).isEqualTo(type);
        assertThat(error.application().orElseThrow().getName()).isEqualTo(specific);
        assertThat(error.application().orElseThrow().getNamespaceURI()).isEqualTo(ChannelSearch.BASE + ":error");
    }

    /** §4.2.2: the conditions of its own. */
    @Test
    void refusesWhatCannotBeDone() {
        refused(
                Condition.FEATURE_NOT_IMPLEMENTED,
                StanzaError.Type.MODIFY,
                "invalid-sort-key",
                search("", "all", "1", "key", "{" + ChannelSearch.BASE + ":order}nusers"));
        refused(Condition.BAD_REQUEST, StanzaError.Type.MODIFY, "invalid-search-terms", search("", "q", "a b"));
        refused(Condition.BAD_REQUEST, StanzaError.Type.MODIFY, "invalid-search-terms", search("", "q", ""));
        refused(
                Condition.BAD_REQUEST,
                StanzaError.Type.MODIFY,
                "invalid-search-terms",
                search("", "q", "x".repeat(300)));
        refused(
                Condition.BAD_REQUEST,
                StanzaError.Type.MODIFY,
                "conflicting-fields",
                search("", "q", "ab", "all", "1"));
        refused(Condition.BAD_REQUEST, StanzaError.Type.CANCEL, "no-search-conditions", search("", "sinname", "1"));
    }

    @Test
    void refusesWhatIsNoSearch() {
        String fine = search("", "all", "1");
        for (String wrong : List.of(
                fine.replace("search-params", "other"),
                fine.replace("submit", "form"),
                fine.replace("</search>", "<x xmlns='jabber:x:data' type='submit'/></search>"),
                search("", "all", "1", "all", "1"),
                search("", "all", "maybe"),
                fine.replace("search ", "find ").replace("/search>", "/find>"))) {
            assertThat(refused("get", SERVICE, wrong).condition()).as(wrong).isEqualTo(Condition.BAD_REQUEST);
        }
        assertThat(refused("set", SERVICE, fine).condition()).isEqualTo(Condition.BAD_REQUEST);
        assertThat(refused("get", "a@" + SERVICE, fine).condition()).isEqualTo(Condition.SERVICE_UNAVAILABLE);
    }

    /** §4.2.2, rate limiting. */
    @Test
    void anAccountSearchesSoOftenAMinute() {
        for (int i = 0; i < 20; i++) {
            result(search("", "all", "1"));
        }

        refused(Condition.RESOURCE_CONSTRAINT, StanzaError.Type.WAIT, "rate-limit", search("", "all", "1"));
        assertThat(place.asks("get", JULIET, SERVICE, search("", "all", "1"))).isPresent();
    }
}

package org.jackdaw.notes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.dom4j.Element;
import org.jackdaw.testkit.FakeStores;
import org.jackdaw.testkit.Options;
import org.jackdaw.testkit.Stanzas;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NotesTest {

    private static final Clock NOON = Clock.fixed(Instant.parse("2026-11-25T12:00:00.5Z"), ZoneOffset.UTC);

    private final FakeStores stores = new FakeStores();
    private final Notes notes = notes();

    private Notes notes() {
        return new Notes(Options.of(Notes.Config.class, Map.of("notes", 2, "bytes", 10)), stores, NOON);
    }

    private Optional<Element> send(String type, String content) {
        return send("romeo@verona/home", type, content);
    }

    private Optional<Element> send(String from, String type, String content) {
        return notes.handle(Stanzas.iq("<iq type='" + type + "' id='1' from='" + from
                + "'><notes xmlns='urn:jackdaw:notes:0'>" + content + "</notes></iq>"));
    }

    private Element read(String id) {
        return send("get", "<note id='" + id + "'/>").orElseThrow().elements().getFirst();
    }

    @Test
    void keepsNotes() {
        assertThat(send("set", "<note id='day'>St Lammas</note>")).isEmpty();
        assertThat(send("set", "<note id='day'>Lammas</note>")).isEmpty();

        assertThat(read("day").getText()).isEqualTo("Lammas");
        assertThat(read("day").attributeValue("written")).isEqualTo("2026-11-25T12:00:00Z");
    }

    @Test
    void listsNotesWithoutTheirText() {
        send("set", "<note id='b'>two</note>");
        send("set", "<note id='a'>one</note>");

        assertThat(send("get", "").orElseThrow().elements())
                .extracting(note -> note.attributeValue("id") + note.getText())
                .containsExactly("a", "b");
    }

    @Test
    void theNextVersionFindsThem() {
        send("set", "<note id='day'>Lammas</note>");

        assertThat(notes().handle(Stanzas.iq("<iq type='get' id='1' from='romeo@verona/x'>"
                        + "<notes xmlns='urn:jackdaw:notes:0'><note id='day'/></notes></iq>")))
                .hasValueSatisfying(list -> assertThat(list.elementText("note")).isEqualTo("Lammas"));
    }

    @Test
    void removesNotes() {
        send("set", "<note id='day'>Lammas</note>");
        send("set", "<remove id='day'/>");

        assertThat(send("get", "").orElseThrow().elements()).isEmpty();
        assertThatThrownBy(() -> send("set", "<remove id='day'/>")).hasMessageStartingWith("item-not-found");
        assertThatThrownBy(() -> read("day")).hasMessageStartingWith("item-not-found");
    }

    /** Whatever address a request has: the sender is stamped by the server. */
    @Test
    void showsAndChangesTheSendersNotesAlone() {
        send("set", "<note id='day'>Lammas</note>");

        assertThat(send("paris@verona/x", "get", "").orElseThrow().elements()).isEmpty();
        assertThatThrownBy(
                        () -> notes.handle(Stanzas.iq("<iq type='set' id='1' from='paris@verona/x' to='romeo@verona'>"
                                + "<notes xmlns='urn:jackdaw:notes:0'><remove id='day'/></notes></iq>")))
                .hasMessageStartingWith("item-not-found");
        assertThat(read("day").getText()).isEqualTo("Lammas");
    }

    @Test
    void refusesTooManyAndTooLongNotes() {
        send("set", "<note id='a'>0123456789</note>");
        send("set", "<note id='b'/>");

        assertThatThrownBy(() -> send("set", "<note id='c'/>")).hasMessageStartingWith("resource-constraint");
        assertThatThrownBy(() -> send("set", "<note id='a'>é23456789x</note>"))
                .hasMessageStartingWith("not-acceptable");
        send("set", "<note id='b'>again</note>");
        assertThat(read("a").getText()).isEqualTo("0123456789");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    set | ``
                    set | <note id='a'/><note id='b'/>
                    get | <note id='a'/><note id='b'/>
                    set | <note/>
                    set | <note id=' '/>
                    get | <note id=''/>
                    get | <remove id='a'/>
                    set | <delete id='a'/>
                    set | <note xmlns='urn:jackdaw:notes:1' id='a'/>
                    set | <note xmlns='' id='a'/>
                    set | <note id='a'><b/>bold</note>
                    """)
    void refusesWhatIsNoSuchRequest(String type, String content) {
        assertThatThrownBy(() -> send(type, content)).hasMessageStartingWith("bad-request");
        assertThat(send("get", "").orElseThrow().elements()).isEmpty();
    }

    @Test
    void refusesALongId() {
        assertThatThrownBy(() -> send("set", "<note id='" + "x".repeat(101) + "'/>"))
                .hasMessageStartingWith("bad-request");
        assertThat(send("set", "<note id='" + "x".repeat(100) + "'/>")).isEmpty();
    }
}

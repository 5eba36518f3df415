package org.jackdaw.xmpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.dom4j.DocumentException;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** XEP-0059. */
class PageRequestTest {

    private static Element query(String content) throws DocumentException {
        return DocumentHelper.parseText("<query xmlns='urn:list'>" + content + "</query>")
                .getRootElement();
    }

    private static PageRequest asked(String content) throws DocumentException {
        return PageRequest.in(query("<set xmlns='" + PageRequest.NS + "'>" + content + "</set>"))
                .orElseThrow();
    }

    @Test
    void whoAsksForNoPageAsksForNone() throws Exception {
        assertThat(PageRequest.in(query(""))).isEmpty();
        assertThat(PageRequest.in(query("<set xmlns='urn:other'/>"))).isEmpty();
        assertThat(asked("")).isEqualTo(PageRequest.FIRST);
    }

    @Test
    void aPageIsReadAsItIsAskedFor() throws Exception {
        PageRequest page = asked("<max> 10 </max><after> a </after><before/><index>3</index>");

        assertThat(page)
                .isEqualTo(new PageRequest(OptionalInt.of(10), Optional.of(" a "), Optional.of(""), OptionalInt.of(3)));
        assertThat(page.isBackwards()).isTrue();
        assertThat(page.most(4)).isEqualTo(4);
        assertThat(page.most(40)).isEqualTo(10);
        assertThat(PageRequest.FIRST.most(40)).isEqualTo(40);
        assertThat(PageRequest.FIRST.isBackwards()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<max>ten</max>",
                "<max>-1</max>",
                "<max/>",
                "<max>1234567890</max>",
                "<max>1</max><max>2</max>",
                "<index>x</index>",
                "<after>a</after><after>b</after>",
                "<before/><before/>"
            })
    void whatIsNotClearIsRefused(String content) {
        assertThatThrownBy(() -> asked(content))
                .isInstanceOfSatisfying(
                        StanzaException.class,
                        e -> assertThat(e.error().condition()).isEqualTo(Condition.BAD_REQUEST));
    }

    @Test
    void onePageIsAskedForAtATime() throws Exception {
        String set = "<set xmlns='" + PageRequest.NS + "'/>";
        Element twice = query(set + set);

        assertThatThrownBy(() -> PageRequest.in(twice))
                .isInstanceOfSatisfying(
                        StanzaException.class,
                        e -> assertThat(e.error().condition()).isEqualTo(Condition.BAD_REQUEST));
    }

    @Test
    void theAnswerSaysWhichPageItIs() {
        assertThat(PageRequest.answer(List.of("a", "b", "c"), OptionalInt.of(4), OptionalInt.of(9))
                        .asXML())
                .isEqualTo("<set xmlns=\"http://jabber.org/protocol/rsm\"><first index=\"4\">a</first><last>c</last>"
                        + "<count>9</count></set>");
        assertThat(PageRequest.answer(List.of(), OptionalInt.empty(), OptionalInt.empty())
                        .asXML())
                .isEqualTo("<set xmlns=\"http://jabber.org/protocol/rsm\"/>");
    }
}

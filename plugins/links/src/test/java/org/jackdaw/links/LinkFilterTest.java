package org.jackdaw.links;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.jackdaw.testkit.FakeSubscriptions;
import org.jackdaw.testkit.Options;
import org.jackdaw.testkit.Stanzas;
import org.jackdaw.xmpp.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinkFilterTest {

    private final LinkFilter filter = new LinkFilter(
            Options.of(LinkFilter.Config.class, Map.of("hosts", new String[] {"Casino.example"})),
            new FakeSubscriptions((watcher, account) -> watcher.local().equals("romeo")));

    private static Message message(String from, String attributes, String content) {
        return Stanzas.message("<message from='" + from + "@a.example/x' to='juliet@a.example' " + attributes + ">"
                + content + "</message>");
    }

    private void passes(Message message) {
        assertThat(filter.filter(message)).containsSame(message);
    }

    @Test
    void letsFriendsSendLinksAndStrangersText() {
        passes(message("romeo", "", "<body>see https://good.example/</body>"));
        passes(message("paris", "", "<body>no link: http is a protocol</body><x xmlns='http://casino.example/ns'/>"));
    }

    @Test
    void refusesLinksOfStrangers() {
        assertThatThrownBy(() -> filter.filter(message("paris", "", "<body>see https://good.example/</body>")))
                .hasMessageStartingWith("policy-violation: no links before");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<body>http://casino.example</body>",
                "<body>now!HTTPS://user:pw@WWW.Casino.Example.:8443/win?x</body>",
                "<subject>https://casino.example#a</subject>",
                "<x xmlns='jabber:x:oob'><url>ftp://casino.example/a</url></x>",
                "<html xmlns='http://jabber.org/protocol/xhtml-im'><a href='http://casino.example/'>good.example</a></html>"
            })
    void refusesUnwantedHostsWhereverTheyHide(String content) {
        assertThatThrownBy(() -> filter.filter(message("romeo", "", content)))
                .hasMessageStartingWith("policy-violation: links to that host");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://notcasino.example/", "http://casino.example.org/", "http://", "http:///x", "://"})
    void otherHostsAndHalvesOfLinksPass(String text) {
        passes(message("romeo", "", "<body>" + text + "</body>"));
    }

    @Test
    void roomsAndErrorsPass() {
        passes(message("room", "type='groupchat'", "<body>http://casino.example</body>"));
        passes(message("paris", "type='error'", "<body>http://casino.example</body>"));
    }
}

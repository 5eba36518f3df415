package org.jackdaw.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Optional;
import org.dom4j.Element;
import org.jackdaw.plugin.StreamInfo;
import org.jackdaw.testkit.FakeAccounts;
import org.jackdaw.testkit.FakeDomains;
import org.jackdaw.testkit.FakeStores;
import org.jackdaw.testkit.Options;
import org.jackdaw.testkit.Stanzas;
import org.jackdaw.xmpp.Iq;
import org.jackdaw.xmpp.Jid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistrationTest {

    private static final Jid ROMEO = Jid.of("romeo@verona");
    private static final StreamInfo SECURE = stream(true, Optional.empty());

    private final RegisterOptions options = Options.of(RegisterOptions.class, Map.of("perAddress", 3));
    private final FakeAccounts accounts = new FakeAccounts(new FakeDomains("verona"));
    private final Registration registration = new Registration(options, accounts, new FakeStores());
    private final OwnRegistration own = new OwnRegistration(options, accounts);

    @Test
    void isOfferedInsideTlsBeforeLoggingIn() {
        assertThat(registration.offer(SECURE)).map(Element::getName).contains("register");
        assertThat(registration.offer(stream(false, Optional.empty()))).isEmpty();
        assertThat(registration.offer(stream(true, Optional.of(ROMEO)))).isEmpty();
    }

    @Test
    void refusesWhereItIsNotOffered() {
        assertThatThrownBy(() -> registration.handle(set(""), stream(false, Optional.empty())))
                .hasMessageStartingWith("not-allowed");
        assertThatThrownBy(() -> registration.handle(set(""), stream(true, Optional.of(ROMEO))))
                .hasMessageStartingWith("not-allowed");
    }

    @Test
    void asksForANameAndAPassword() {
        Element form = registration.handle(iq("get", "", ""), SECURE).orElseThrow();

        assertThat(form.elements())
                .extracting(Element::getName)
                .containsExactly("instructions", "username", "password");
    }

    @Test
    void makesAnAccountOnce() {
        String credentials = "<username>Romeo</username><password>montague</password>";

        assertThat(registration.handle(set(credentials), SECURE)).isEmpty();

        assertThat(accounts.authenticates(ROMEO, "montague")).isTrue();
        assertThatThrownBy(() -> registration.handle(set(credentials), SECURE)).hasMessageStartingWith("conflict");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ''                                                            | not-acceptable
                    <username>romeo</username>                                    | not-acceptable
                    <username>romeo</username><password/>                         | not-acceptable
                    <username>romeo</username><password>1234567</password>        | not-acceptable
                    <username/><password>montague</password>                      | not-acceptable
                    <username>ro@meo</username><password>montague</password>      | not-acceptable
                    <remove/>                                                     | unexpected-request
                    """)
    void refusesToMakeAnAccount(String content, String condition) {
        assertThatThrownBy(() -> registration.handle(set(content), SECURE)).hasMessageStartingWith(condition);
        assertThat(accounts.of("verona")).isEmpty();
    }

    @Test
    void anAddressHasAFewAttemptsInAnHour() {
        for (int i = 0; i < 3; i++) {
            registration.handle(set("<username>u" + i + "</username><password>montague</password>"), SECURE);
        }
        Iq another = set("<username>u3</username><password>montague</password>");

        assertThatThrownBy(() -> registration.handle(another, SECURE)).hasMessageContaining("too many");

        StreamInfo elsewhere = new StreamInfo("verona", address(7), true, Optional.empty());
        assertThat(registration.handle(another, elsewhere)).isEmpty();
    }

    @Test
    void anAccountChangesItsPassword() {
        accounts.create(ROMEO, "montague");

        own.handle(iq(
                "set",
                "from='romeo@verona/home' to='verona'",
                "<username>romeo</username><password>forswear thy name</password>"));

        assertThat(accounts.authenticates(ROMEO, "forswear thy name")).isTrue();
    }

    @Test
    void anAccountSeesWhatIsKnownButNotThePassword() {
        accounts.create(ROMEO, "montague");

        Element query = own.handle(iq("get", "from='romeo@verona/home'", "")).orElseThrow();

        assertThat(query.elements()).extracting(Element::getName).contains("registered");
        assertThat(query.elementText(Credentials.USERNAME)).isEqualTo("romeo");
        assertThat(query.elementText(Credentials.PASSWORD)).isEmpty();
    }

    @Test
    void anAccountDeletesItself() {
        accounts.create(ROMEO, "montague");

        own.handle(iq("set", "from='romeo@verona/home'", "<remove/>"));

        assertThat(accounts.exists(ROMEO)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    from='romeo@verona/x'             | <remove/><username>romeo</username>                        | bad-request
                    from='romeo@verona/x'             | <username>romeo</username>                                 | bad-request
                    from='romeo@verona/x'             | <password>capulet1</password>                              | bad-request
                    from='romeo@verona/x'             | <username>juliet</username><password>capulet1</password>   | not-allowed
                    from='romeo@verona/x'             | <username>ro@meo</username><password>capulet1</password>   | not-acceptable
                    from='romeo@verona/x'             | <username>romeo</username><password>short</password>       | not-acceptable
                    from='romeo@verona/x' to='mantua' | <remove/>                                                  | forbidden
                    from='paris@far/x' to='verona'    | <remove/>                                                  | forbidden
                    """)
    void refusesToChangeAnAccount(String addresses, String content, String condition) {
        accounts.create(ROMEO, "montague");

        assertThatThrownBy(() -> own.handle(iq("set", addresses, content))).hasMessageStartingWith(condition);
        assertThat(accounts.authenticates(ROMEO, "montague")).isTrue();
    }

    private static Iq set(String content) {
        return iq("set", "", content);
    }

    private static Iq iq(String type, String addresses, String content) {
        return Stanzas.iq("<iq type='" + type + "' id='1' " + addresses + "><query xmlns='jabber:iq:register'>"
                + content + "</query></iq>");
    }

    private static StreamInfo stream(boolean secure, Optional<Jid> account) {
        return new StreamInfo("verona", address(1), secure, account);
    }

    private static InetAddress address(int last) {
        try {
            return InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) last});
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }
}

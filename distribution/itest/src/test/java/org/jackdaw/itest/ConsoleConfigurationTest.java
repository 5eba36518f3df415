package org.jackdaw.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** The configuration in a browser: forms, what was changed, and back. */
class ConsoleConfigurationTest {

    private static final String OFFLINE = "org.jackdaw.offline";

    /** Options of every kind. */
    private static final String METATYPE = """
            <MetaData xmlns="http://www.osgi.org/xmlns/metatype/v1.2.0">
              <OCD id="shaped" name="Shapes" description="Of all kinds.">
                <AD id="colour" type="String" name="Colour" description="What it looks like." default="red">
                  <Option label="red" value="red"/><Option label="blue" value="blue"/>
                </AD>
                <AD id="round" type="Boolean" name="Round" description="Whether it rolls." default="true"/>
                <AD id="weight" type="Double" name="Weight" description="In kilograms." min="0" max="9.5" default="1.5"/>
                <AD id="names" type="String" cardinality="100" name="Names" description="What it is called." default="ball,globe"/>
                <AD id="secret" type="Password" name="Secret" description="What nobody knows." default=""/>
                <AD id="note" type="String" name="&lt;b>Note&lt;/b>" description="&lt;img src=x onerror=alert(1)>" default=""/>
              </OCD>
              <Designate pid="shaped"><Object ocdref="shaped"/></Designate>
            </MetaData>
            """;

    private static Administrator boss;
    private static Browser browser;

    @BeforeAll
    static void start() throws Exception {
        boss = new Administrator(folders -> {
            new TestBundle("shaped")
                    .file("OSGI-INF/metatype/shaped.xml", METATYPE)
                    .writeTo(folders.plugins());
            Files.writeString(folders.config().resolve("shaped.cfg"), "# Shapes.\nsecret = xyzzy\n");
        });
        browser = boss.browser();
    }

    @AfterAll
    static void stop() throws Exception {
        boss.close();
    }

    @BeforeEach
    void logIn() {
        boss.logIn();
    }

    private static void section(String pid) {
        boss.open("configuration?pid=" + pid);
        browser.see("#inputs .option");
    }

    private static String value(String key) {
        return (String) browser.run("return document.getElementById('value-" + key + "').value");
    }

    private static String config(String... words) throws Exception {
        String[] all = new String[words.length + 1];
        all[0] = "config";
        System.arraycopy(words, 0, all, 1, words.length);
        return boss.server().command("", all);
    }

    private static String version(String pid) throws Exception {
        return boss.server()
                .get(
                        "/console/configuration/data.json?pid=" + pid,
                        boss.server().session(ConsoleServer.ADMIN))
                .text()
                .replaceFirst("(?s).*\"version\":\"([^\"]*)\".*", "$1");
    }

    @Test
    void anOptionIsFoundSetAndUndone() throws Exception {
        String before = boss.text(OFFLINE);
        boss.open("configuration");
        browser.seeText("#rows", "Domains and contacts");
        browser.screenshot("configuration");
        browser.type("#search", "OFFLINE");
        browser.seeNo("#rows", "Domains and contacts");
        browser.see("#rows a").click();
        browser.seeText("#sheet-file", OFFLINE + ".cfg");
        browser.seeText("#inputs", "Most messages that wait for one account");
        browser.seeText("#inputs", "(integer, at least 0, at most 100000, default: 1000)");

        browser.type("#value-messages", "500");
        browser.seeText("#dirty", "1 option is not saved");
        browser.screenshot("configuration-typed");
        browser.click("Save");

        browser.seeText("#said", OFFLINE + " is changed, and in force: change ");
        browser.seeText("#history", "+ messages = 500");
        browser.seeText("#history", ConsoleServer.ADMIN);
        browser.screenshot("configuration-saved");
        assertThat(boss.text(OFFLINE))
                .isEqualTo(before.replace("#messages = 1000\n", "#messages = 1000\nmessages = 500\n"));
        assertThat(config("history")).contains(OFFLINE + " by " + ConsoleServer.ADMIN);

        browser.see("#history button").click();
        browser.seeText("#ask", "becomes as it was before");
        browser.click("Cancel");
        assertThat(boss.text(OFFLINE)).contains("messages = 500");
        browser.see("#history button").click();
        browser.screenshot("configuration-undo");
        browser.click("Undo");
        browser.seeText("#said", " of " + OFFLINE + " is undone: change ");
        browser.seeText("#history", "undoing ");
        assertThat(boss.text(OFFLINE)).isEqualTo(before);
        assertThat(value("messages")).isEqualTo("1000");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void aWrongValueIsRefusedBesideItsField() throws Exception {
        String before = boss.text(OFFLINE);
        section(OFFLINE);

        browser.type("#value-messages", "100001");
        browser.see("#value-messages").sendKeys(Keys.ENTER);

        browser.seeText("#wrong-messages", OFFLINE + ".cfg: messages = 100001: must be at most 100000");
        browser.screenshot("configuration-wrong");
        assertThat(browser.focused().getAttribute("id")).isEqualTo("value-messages");
        assertThat(value("messages")).isEqualTo("100001");
        assertThat(boss.text(OFFLINE)).isEqualTo(before);
        boss.fitsOnANarrowScreen("configuration-wrong");
        browser.type("#value-messages", "");
        browser.click("Save");
        browser.seeText("#wrong-messages", "messages = : not a whole number");
        assertThat(boss.text(OFFLINE)).isEqualTo(before);
    }

    @Test
    void whatTheBundleItselfDoesNotTakeIsRefusedThere() throws Exception {
        String before = boss.text("org.jackdaw.permissions");
        section("org.jackdaw.permissions");

        browser.see("#value-granted").sendKeys("\nnosy:fly");
        browser.click("Save");

        browser.seeText("#wrong-granted", "there is no permission fly");
        assertThat(boss.text("org.jackdaw.permissions")).isEqualTo(before);
    }

    @Test
    void whatSomebodyElseHasChangedIsNotOverwritten() throws Exception {
        section("org.jackdaw.private");
        browser.type("#value-elements", "5001");
        config("set", "org.jackdaw.private", "elements", "5002");

        browser.click("Save");

        browser.seeText("#problem", "org.jackdaw.private.cfg has been changed meanwhile");
        browser.seeText("#stale", "Somebody else has changed this file meanwhile.");
        browser.screenshot("configuration-stale");
        assertThat(boss.text("org.jackdaw.private")).contains("elements = 5002").doesNotContain("5001");
        assertThat(value("elements")).isEqualTo("5001");
        browser.click("Load it again");
        browser.seeNo("#stale", "Somebody");
        assertThat(value("elements")).isEqualTo("5002");

        config("set", "org.jackdaw.private", "elements", "5003");
        browser.seeText("#history", "+ elements = 5003");
        assertThat(value("elements")).isEqualTo("5003");
    }

    @Test
    void aDefaultIsBroughtBack() throws Exception {
        String before = boss.text("org.jackdaw.im");
        config("set", "org.jackdaw.im", "contacts", "5");
        section("org.jackdaw.im");

        browser.click("Reset contacts");
        assertThat(value("contacts")).isEqualTo("1000");
        browser.seeText("#inputs", "will be the default");
        browser.screenshot("configuration-reset");
        browser.click("Save");

        browser.seeText("#said", "org.jackdaw.im is changed");
        assertThat(boss.text("org.jackdaw.im")).isEqualTo(before);
    }

    @Test
    void everyKindOfOptionHasItsField() throws Exception {
        section("shaped");
        assertThat(browser.see("#value-colour").getTagName()).isEqualTo("select");
        assertThat(browser.see("#value-names").getTagName()).isEqualTo("textarea");
        assertThat(value("names")).isEqualTo("ball\nglobe");
        assertThat(browser.see("#value-secret").getAttribute("placeholder")).isEqualTo("is set, and not shown");
        assertThat(browser.see("#value-weight").getAttribute("max")).isEqualTo("9.5");
        boss.everythingHasAName();
        browser.seeText("#inputs", "<b>Note</b>");
        browser.seeText("#inputs", "<img src=x onerror=alert(1)>");

        browser.see("#value-colour").sendKeys("blue");
        browser.run("document.getElementById('value-round').focus()");
        browser.press(Keys.SPACE);
        browser.type("#value-weight", "2.25");
        browser.see("#value-names").sendKeys("\nmarble");
        browser.type("#value-note", "<script>document.title = 1</script>");
        browser.screenshot("configuration-kinds");
        boss.fitsOnANarrowScreen("configuration-kinds");
        browser.click("Save");
        browser.seeText("#said", "shaped is changed");

        assertThat(boss.text("shaped"))
                .contains(
                        "secret = xyzzy\n",
                        "colour = blue\n",
                        "round = false\n",
                        "weight = 2.25\n",
                        "names = ball, globe, marble\n",
                        "note = <script>document.title = 1</script>\n");
        browser.seeText("#history", "+ note = <script>document.title = 1</script>");
        assertThat(value("note")).isEqualTo("<script>document.title = 1</script>");
        boss.nothingForeignRuns();
        boss.fitsOnANarrowScreen("configuration-history");
    }

    @Test
    void aPasswordIsSetAndNeverShown() throws Exception {
        section("shaped");
        browser.type("#value-secret", "plugh");
        browser.click("Save");
        browser.seeText("#said", "shaped is changed");
        browser.seeText("#history", "(a password)");
        assertThat(boss.text("shaped")).contains("secret = plugh");

        assertThat((String) browser.run(
                        "return document.documentElement.outerHTML + document.getElementById('value-secret').value"))
                .doesNotContain("xyzzy", "plugh");
        assertThat(boss.server()
                        .get(
                                "/console/configuration/data.json?pid=shaped",
                                boss.server().session(ConsoleServer.ADMIN))
                        .text())
                .contains("\"secret\"")
                .doesNotContain("xyzzy", "plugh");
        assertThat(boss.server().stage().server().output()).doesNotContain("xyzzy", "plugh");
        browser.see("#history button").click();
        browser.click("Undo");
        browser.seeText("#said", "is undone");
        assertThat(boss.text("shaped")).contains("secret = xyzzy");
    }

    @Test
    void thePasswordInAnAddressIsNotShownEither() throws Exception {
        config("set", "shaped", "note", "jdbc:x://localhost/db?user=romeo&password=xyzzy2");
        section("shaped");
        assertThat(value("note")).isEqualTo("jdbc:x://localhost/db?user=romeo&password=(hidden)");
        assertThat(config("list", "shaped")).contains("password=(hidden)").doesNotContain("xyzzy");
        assertThat((String) browser.run("return document.documentElement.outerHTML"))
                .doesNotContain("xyzzy");

        browser.type("#value-note", "jdbc:x://localhost/other?password=(hidden)");
        browser.click("Save");

        browser.seeText("#wrong-note", "note: the password in it is not shown; write it again");
        assertThat(boss.text("shaped")).contains("/db?user=romeo&password=xyzzy2");
        browser.click("Reset note");
        browser.click("Save");
        browser.seeText("#said", "shaped is changed");
    }

    @Test
    void theKeyboardIsEnough() throws Exception {
        String before = boss.text("org.jackdaw.fences");
        browser.dark(true);
        boss.open("configuration");
        browser.type("#search", "fences");
        browser.seeNo("#rows", "Offline");
        browser.press(Keys.TAB);
        browser.press(Keys.ENTER);
        browser.see("#inputs .option");
        browser.screenshot("configuration-dark");
        browser.run("document.getElementById('value-failures').focus()");
        browser.focused().sendKeys(Keys.chord(Keys.CONTROL, "a"), "9", Keys.ENTER);
        browser.seeText("#history", "+ failures = 9");

        browser.run("document.querySelector('#history button').focus()");
        browser.press(Keys.ENTER);
        browser.see("#ask[open]");
        assertThat(browser.focused().getText()).isEqualTo("Cancel");
        browser.press(Keys.TAB);
        browser.press(Keys.ENTER);

        browser.seeText("#said", "is undone");
        assertThat(boss.text("org.jackdaw.fences")).isEqualTo(before);
    }

    @Test
    void wrongAndForgedRequestsChangeNothing() throws Exception {
        String before = boss.text("org.jackdaw.vcard");
        String history = config("history");
        String path = "/console/configuration/";
        String form = "pid=org.jackdaw.vcard&version=" + version("org.jackdaw.vcard") + "&set=bytes&value.bytes=";
        boss.forgeriesAreRefused(path + "save", form + "12345");
        boss.forgeriesAreRefused(path + "undo", "id=1");
        assertThat(boss.refused(path + "save", form + "x")).contains("vcard.cfg: bytes = x: not a whole number.");
        assertThat(boss.refused(path + "save", form + "-1")).contains("must be at least");
        assertThat(boss.refused(path + "save", form.replace("bytes", "bites") + "1"))
                .contains("no such option; did you mean bytes?");
        assertThat(boss.refused(path + "save", form.replaceFirst("version=\\w+", "version=other") + "12345"))
                .contains("has been changed meanwhile");
        assertThat(boss.refused(path + "save", "pid=org.jackdaw.nobody&set=a&value.a=b"))
                .contains("no bundle has options of the name org.jackdaw.nobody");
        assertThat(boss.refused(path + "save", "pid=..%2F..%2Fetc%2Fpasswd&set=a&value.a=b"))
                .contains("no bundle has options");
        assertThat(boss.refused(
                        path + "save",
                        "pid=shaped&version=" + version("shaped") + "&set=note&value.note=a%0Anonsense+%3D+x"))
                .contains("a value must stand in one line");
        assertThat(boss.refused(path + "save", form + "1".repeat(6000))).contains("is too long");
        assertThat(boss.refused(path + "undo", "id=x")).contains("not a whole number");
        assertThat(boss.refused(path + "undo", "id=999999")).contains("there is no change 999999");
        assertThat(boss.refused(path + "dance", "")).contains("There is no action dance.");
        assertThat(boss.server()
                        .get(path + "data.json?pid=nobody", boss.server().session(ConsoleServer.ADMIN))
                        .text())
                .contains(" 400 ", "No bundle has options of the name nobody.");

        assertThat(boss.text("org.jackdaw.vcard")).isEqualTo(before);
        assertThat(config("history")).isEqualTo(history);
    }

    @Test
    void aChangeThatOthersFollowedIsNotUndone() throws Exception {
        config("set", "org.jackdaw.register", "perAddress", "7");
        config("set", "org.jackdaw.register", "perAddress", "8");
        section("org.jackdaw.register");
        browser.seeText("#history", "+ perAddress = 7");

        browser.run("document.querySelectorAll('#history button')[1].click()");
        browser.click("Undo");

        browser.seeText("#problem", "has been changed since change");
        assertThat(boss.text("org.jackdaw.register")).contains("perAddress = 8");
    }
}

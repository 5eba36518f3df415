package org.jackdaw.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jackdaw.itest.ConsoleServer.Answer;
import org.jackdaw.testkit.PlainClient;

/** Somebody who sits before the console of a server of her own, in a browser. */
final class Administrator implements AutoCloseable {

    private final ConsoleServer server;
    private final Browser browser;
    private ServerFolders folders;

    Administrator(Stage.Setting setting) throws Exception {
        server = ConsoleServer.start(made -> {
            folders = made;
            setting.apply(made);
        });
        browser = new Browser();
    }

    ConsoleServer server() {
        return server;
    }

    Browser browser() {
        return browser;
    }

    Path file(String pid) {
        return folders.config().resolve(pid + ".cfg");
    }

    Path plugins() {
        return folders.plugins();
    }

    String text(String pid) throws IOException {
        return Files.readString(file(pid));
    }

    /** Begins anew: with a wide window, and logged in. */
    void logIn() {
        browser.resize(1280, 900);
        browser.dark(false);
        browser.forgetCookies();
        browser.open(server.url() + "/login");
        browser.type("input[name=name]", ConsoleServer.ADMIN);
        browser.type("input[name=password]", ConsoleServer.PASSWORD);
        browser.click("Log in");
        browser.seeText("h1", "Overview");
        browser.complaints();
    }

    void open(String page) {
        browser.open(server.url() + "/console/" + page);
    }

    PlainClient romeo() throws IOException {
        return PlainClient.login(server.stage().port(), "romeo", ConsoleServer.PASSWORD);
    }

    /** Looks at the page that is open in a narrow window, and keeps a picture of it. */
    void fitsOnANarrowScreen(String name) {
        browser.resize(400, 800);
        browser.screenshot("narrow-" + name);
        assertThat((Long) browser.run("return document.documentElement.scrollWidth - window.innerWidth"))
                .as(name)
                .isLessThanOrEqualTo(0);
        browser.resize(1280, 900);
    }

    void everythingHasAName() {
        assertThat((List<?>) browser.run("""
                        return [...document.querySelectorAll('input, button, select, textarea, a, table')]
                            .filter(e => e.checkVisibility() && !(e.labels && e.labels.length)
                                && !e.getAttribute('aria-label') && !e.getAttribute('aria-labelledby')
                                && !e.textContent.trim())
                            .map(e => e.outerHTML)""")).isEmpty();
    }

    /** What a client wrote is text, and nothing of it is run or made part of the page. */
    void nothingForeignRuns() {
        assertThat(browser.run(
                        "return document.querySelectorAll('main script, main img, main svg, main iframe').length"))
                .isEqualTo(0L);
        assertThat((String) browser.run("return document.title")).endsWith(" - Jackdaw");
        assertThat(browser.complaints()).isEmpty();
    }

    /** Asks for a change by every way that is none, and at last finds that nothing has come of it. */
    void forgeriesAreRefused(String path, String form) throws IOException {
        String[] session = server.session(ConsoleServer.ADMIN);
        assertThat(server.post(path, form).status()).isEqualTo(401);
        assertThat(server.post(path, form, session[0]).text()).contains(" 403 ", "This page is out of date");
        assertThat(server.post(path, form, session[0], session[1] + "x").status())
                .isEqualTo(403);
        for (String header : List.of(
                "Origin: http://evil.example",
                "Origin: null",
                "Sec-Fetch-Site: cross-site",
                "Sec-Fetch-Site: same-site")) {
            assertThat(server.post(path, form, session[0], session[1], header).status())
                    .as(header)
                    .isEqualTo(403);
        }
        assertThat(server.get(path + "?" + form, session).status()).isEqualTo(404);
    }

    /** Asks as a page of the console does, and hears no. */
    String refused(String path, String form) throws IOException {
        Answer answer = server.post(path, form, server.session(ConsoleServer.ADMIN));
        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        return answer.text();
    }

    @Override
    public void close() throws IOException {
        browser.close();
        server.close();
    }
}

package org.jackdaw.itest;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.NoSuchElementException;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** Debian's Chromium, without a screen, and with nothing of anybody's. It looks at what a person sees, by its words. */
final class Browser implements AutoCloseable {

    private static final long LIMIT_SECONDS = 15;
    private static final Path SCREENSHOTS = Path.of(System.getProperty("jackdaw.screenshots"));

    private final Path profile;
    private final ChromeDriver driver;

    Browser() throws IOException {
        profile = Files.createTempDirectory("jackdaw-browser");
        ChromeOptions options = new ChromeOptions();
        options.setBinary("/usr/bin/chromium");
        options.addArguments(
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--disable-dev-shm-usage",
                "--lang=en",
                "--user-data-dir=" + profile);
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.SEVERE);
        options.setCapability("goog:loggingPrefs", logs);
        driver = new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(new File("/usr/bin/chromedriver"))
                        .usingAnyFreePort()
                        .build(),
                options);
        resize(1280, 900);
    }

    void open(String url) {
        driver.get(url);
    }

    String url() {
        return driver.getCurrentUrl();
    }

    void resize(int width, int height) {
        // A window has a least width; what the page gets has none.
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    void dark(boolean dark) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
    }

    /** Returns the first element that a CSS selector finds and somebody sees, when it is there. */
    WebElement see(String selector) {
        return await(
                selector,
                () -> driver.findElements(By.cssSelector(selector)).stream()
                        .filter(WebElement::isDisplayed)
                        .findFirst()
                        .orElse(null));
    }

    /** Waits until the text of an element contains something. */
    void seeText(String selector, String text) {
        await(
                text + " in " + selector,
                () -> driver.findElements(By.cssSelector(selector)).stream()
                        .filter(element ->
                                element.isDisplayed() && element.getText().contains(text))
                        .findFirst()
                        .orElse(null));
    }

    void seeNo(String selector, String text) {
        await(
                "no " + text + " in " + selector,
                () -> driver.findElements(By.cssSelector(selector)).stream()
                                .noneMatch(element -> element.isDisplayed()
                                        && element.getText().contains(text))
                        ? Boolean.TRUE
                        : null);
    }

    /** Clicks on the button that a screen reader calls so. */
    void click(String name) {
        await("button " + name, () -> {
            WebElement button = driver.findElements(By.cssSelector("button, summary, nav a")).stream()
                    .filter(element -> element.isDisplayed()
                            && element.isEnabled()
                            && element.getAccessibleName().equals(name))
                    .findFirst()
                    .orElse(null);
            if (button != null) {
                // What is said stays at the top and may cover it: then a person scrolls.
                driver.executeScript("arguments[0].scrollIntoView({block: 'center'})", button);
                button.click();
            }
            return button;
        });
    }

    void type(String selector, String text) {
        WebElement field = see(selector);
        field.clear();
        field.sendKeys(text);
    }

    @FunctionalInterface
    private interface Look<T> {
        T look();
    }

    private <T> T await(String what, Look<T> look) {
        long end = System.nanoTime() + Duration.ofSeconds(LIMIT_SECONDS).toNanos();
        while (System.nanoTime() < end) {
            try {
                T found = look.look();
                if (found != null) {
                    return found;
                }
                Thread.sleep(30);
            } catch (StaleElementReferenceException | NoSuchElementException e) {
                // The page has changed while it was looked at: again.
                continue;
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        screenshot("failure");
        throw new AssertionError("Nobody sees " + what + " on " + url() + ":\n"
                + driver.findElement(By.tagName("body")).getText());
    }

    Object run(String script) {
        return driver.executeScript(script);
    }

    /** Returns what the browser itself complains about, such as a script that the page's policy forbids. */
    List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(LogEntry::getMessage)
                .toList();
    }

    void forgetCookies() {
        driver.manage().deleteAllCookies();
    }

    /** Waits until something with that text has the focus, and nothing else of it. */
    void seeFocus(String text) {
        await("the focus on " + text, () -> focused().getText().equals(text) ? focused() : null);
    }

    /** Presses keys one after the other, wherever the focus is: a page that renews itself may put it on another element at any time. */
    void press(CharSequence... keys) {
        new Actions(driver).sendKeys(keys).perform();
    }

    WebElement focused() {
        return driver.switchTo().activeElement();
    }

    /** Keeps a picture of the page, for people to look at. */
    void screenshot(String name) {
        try {
            Files.createDirectories(SCREENSHOTS);
            Files.write(SCREENSHOTS.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        driver.quit();
        try (Stream<Path> all = Files.walk(profile)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}

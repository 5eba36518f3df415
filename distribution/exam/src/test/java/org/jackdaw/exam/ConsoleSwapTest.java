package org.jackdaw.exam;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.jackdaw.plugin.Accounts;
import org.jackdaw.xmpp.Jid;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/** The console outlives the restart of what it shows, and lets nobody in meanwhile. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class ConsoleSwapTest {

    private static final String ADMIN = "boss@localhost";
    private static final String PASSWORD = "correct-horse";
    private static final Set<String> OURS =
            Set.of("overview", "sessions", "accounts", "plugins", "trace", "configuration");
    private static final Pattern TAB = Pattern.compile("href=\"/console/([a-z]+)\"");
    private static final long PATIENCE_MILLIS = 20_000;

    @Inject
    private BundleContext context;

    private final HttpClient browser = HttpClient.newHttpClient();

    @Configuration
    public Option[] server() throws Exception {
        return ShippedServer.options();
    }

    @Before
    public void makeAdministrator() throws Exception {
        eventually(() -> {
            ServiceReference<Accounts> reference = context.getServiceReference(Accounts.class);
            assertTrue("accounts", reference != null);
            Accounts accounts = context.getService(reference);
            accounts.create(Jid.of(ADMIN), PASSWORD);
            assertTrue(accounts.setRoles(Jid.of(ADMIN), Set.of("admin")));
            context.ungetService(reference);
        });
    }

    @After
    public void startWhatATestStopped() throws BundleException {
        for (Bundle bundle : context.getBundles()) {
            if (bundle.getState() == Bundle.RESOLVED && bundle.getHeaders().get("Fragment-Host") == null) {
                bundle.start();
            }
        }
    }

    @Test
    public void everyTabAnswersAfterTheRestartOfAnyBundle() throws Exception {
        eventually(this::answers);
        for (String name : List.of("auth", "storage", "router", "deployer", "config", "stream", "console")) {
            Bundle bundle = bundle("org.jackdaw." + name);
            bundle.stop();
            bundle.start();

            eventually(name, this::answers);
        }
    }

    /** Without those who know the accounts nobody is let in: neither to our tabs nor to Felix's pages. */
    @Test
    public void nobodyIsLetInWhileTheLoginIsAway() throws Exception {
        eventually(this::answers);
        String cookie = logIn();
        String root = url();
        for (String name : List.of("auth", "console")) {
            bundle("org.jackdaw." + name).stop();

            for (String path : List.of("console/overview/data.json", "console/bundles", "console/bundles.json")) {
                assertTrue(path, isShut(root + path, cookie));
            }

            bundle("org.jackdaw." + name).start();
            eventually(name, this::answers);
        }
    }

    /** An administrator can log in and see all tabs with what they show, each without an error. */
    private void answers() throws IOException, InterruptedException {
        String cookie = logIn();
        String page = get(url() + "console/overview", cookie).body();
        Set<String> tabs = new TreeSet<>();
        TAB.matcher(page).results().forEach(tab -> tabs.add(tab.group(1)));
        tabs.remove("bundles");
        Set<String> missing = new HashSet<>(OURS);
        missing.removeAll(tabs);
        assertEquals("tabs that are missing", Set.of(), missing);
        for (String tab : tabs) {
            HttpResponse<String> answer = get(url() + "console/" + tab + "/data.json", cookie);
            assertEquals(tab + ": " + answer.body(), 200, answer.statusCode());
            assertTrue(tab, answer.body().startsWith("{"));
        }
    }

    private boolean isShut(String url, String cookie) throws InterruptedException {
        try {
            int status = get(url, cookie).statusCode();
            return status >= 400;
        } catch (IOException e) {
            // Nobody listens there.
            return true;
        }
    }

    private String logIn() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url() + "login"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Origin", url().replaceFirst("/$", ""))
                .POST(BodyPublishers.ofString("name=" + ADMIN + "&password=" + PASSWORD))
                .build();
        HttpResponse<String> answer = browser.send(request, BodyHandlers.ofString());
        assertEquals(answer.body(), 303, answer.statusCode());
        return answer.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
    }

    private HttpResponse<String> get(String url, String cookie) throws IOException, InterruptedException {
        return browser.send(
                HttpRequest.newBuilder(URI.create(url)).header("Cookie", cookie).build(), BodyHandlers.ofString());
    }

    /** Returns the console's address, as the launcher prints it. */
    private String url() {
        return Stream.of(lines())
                .map(context::getService)
                .flatMap(line -> ((List<?>) ((Supplier<?>) line).get()).stream())
                .map(String::valueOf)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no console"));
    }

    private ServiceReference<?>[] lines() {
        try {
            ServiceReference<?>[] found =
                    context.getAllServiceReferences(Supplier.class.getName(), "(jackdaw.startup.line=console)");
            return found == null ? new ServiceReference<?>[0] : found;
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private Bundle bundle(String name) {
        return Stream.of(context.getBundles())
                .filter(bundle -> name.equals(bundle.getSymbolicName()))
                .findFirst()
                .orElseThrow();
    }

    @FunctionalInterface
    private interface Claim {
        void check() throws IOException, InterruptedException;
    }

    private static void eventually(Claim claim) throws Exception {
        eventually("at first", claim);
    }

    /** Something that is tried until it goes well. */
    private static void eventually(String when, Claim claim) throws Exception {
        long end = System.currentTimeMillis() + PATIENCE_MILLIS;
        while (true) {
            try {
                claim.check();
                return;
            } catch (IOException | AssertionError e) {
                if (System.currentTimeMillis() > end) {
                    throw new AssertionError("after the restart of " + when, e);
                }
                Thread.sleep(50);
            }
        }
    }
}

package org.jackdaw.launcher;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.startlevel.FrameworkStartLevel;

/** The OSGi framework with all bundles of the server: it runs as a whole, or not at all. */
final class Container {

    private static final int CONFIGURED = 4;

    /** The level at which the deployer runs the plugins. */
    private static final int PLUGINS = 8;

    /** The ports open last and close first: a client never meets a server that lacks half of its plugins. */
    private static final int STREAMS = 9;

    /** The web server is for administrators: clients need not wait for it. */
    private static final int WEB = 10;

    private static final Duration LEVEL_LIMIT = Duration.ofSeconds(60);

    /** How long an end waits for a start that is nearly done. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    private static final Duration STEP = Duration.ofMillis(20);

    private final Folders folders;
    private final Framework framework;
    private final Semaphore levelsReached = new Semaphore(0);

    /** The server's own bundles with their start levels: of one that was uninstalled the framework knows none. */
    private final Map<Bundle, Integer> shipped = new LinkedHashMap<>();

    private final Map<Bundle, Throwable> failures = new ConcurrentHashMap<>();
    private volatile boolean finished;
    private volatile boolean finishing;

    Container(Folders folders) {
        this.folders = folders;
        framework = new FrameworkFactory().newFramework(settings(folders));
    }

    /** Returns the framework properties, with the folders for the bundles to read. */
    static Map<String, String> settings(Folders folders) {
        Properties shipped = new Properties();
        try (InputStream in = Container.class.getResourceAsStream("framework.properties")) {
            shipped.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> settings = new HashMap<>();
        shipped.forEach((key, value) -> settings.put((String) key, (String) value));
        settings.put(
                "org.osgi.framework.storage",
                folders.data().resolve("cache/felix").toString());
        settings.put("jackdaw.home", folders.home().toString());
        settings.put("jackdaw.data", folders.data().toString());
        settings.put("jackdaw.config", folders.config().toString());
        settings.put("jackdaw.plugins", folders.plugins().toString());
        return settings;
    }

    /** Reads all bundles; nothing of them runs yet. */
    void prepare() throws StartFailure {
        try {
            framework.init();
            framework.getBundleContext().addFrameworkListener(this::note);
            install();
            announce(this::problems, "jackdaw.status.check");
        } catch (BundleException | IOException e) {
            throw new StartFailure("The OSGi framework did not start: " + Sentence.of(e));
        }
    }

    /** Starts the server and returns when clients are served and everything they need runs, components and all. */
    void start() throws StartFailure, InterruptedException {
        try {
            framework.start();
        } catch (BundleException e) {
            throw new StartFailure("The OSGi framework did not start: " + Sentence.of(e));
        }
        // A wrong configuration is found before anything of ours acts on half of it.
        check(CONFIGURED);
        reach(PLUGINS);
        reach(STREAMS);
    }

    /** Starts what is left, and returns when all of it runs. */
    void finish() throws StartFailure, InterruptedException {
        finishing = true;
        try {
            reach(WEB);
        } finally {
            finished = true;
        }
    }

    /** Returns which of the server's own bundles do not run, for {@code bin/jackdaw status}; empty while some still start. */
    private List<String> problems() {
        return finished ? inactiveBundles(WEB) : List.of();
    }

    private void announce(Supplier<List<String>> lines, String property) {
        framework.getBundleContext().registerService(Supplier.class, lines, new Hashtable<>(Map.of(property, true)));
    }

    private void reach(int level) throws StartFailure, InterruptedException {
        framework.adapt(FrameworkStartLevel.class).setStartLevel(level);
        check(level);
    }

    private void check(int level) throws StartFailure, InterruptedException {
        awaitLevel();
        List<String> problems = inactiveBundles(level);
        if (problems.isEmpty()) {
            problems = failedChecks();
        }
        if (!problems.isEmpty()) {
            throw new StartFailure(problems);
        }
    }

    /** A framework that is stopped meanwhile never comes to the level. */
    private void awaitLevel() throws StartFailure, InterruptedException {
        long end = System.nanoTime() + LEVEL_LIMIT.toNanos();
        while (!levelsReached.tryAcquire(STEP.toMillis(), MILLISECONDS)) {
            if (isEnding()) {
                throw new StartFailure("The server was stopped while it started.");
            }
            if (System.nanoTime() - end > 0) {
                throw new StartFailure("The start hangs: a bundle of start level " + startLevel()
                        + " has not started within " + LEVEL_LIMIT.toSeconds() + " s.");
            }
        }
    }

    private int startLevel() {
        return framework.adapt(FrameworkStartLevel.class).getStartLevel();
    }

    /** Events come one after the other: when the level has been reached, what failed on the way has been noted. */
    private void note(FrameworkEvent event) {
        if (event.getType() == FrameworkEvent.ERROR && event.getThrowable() != null) {
            failures.putIfAbsent(event.getBundle(), event.getThrowable());
        } else if (event.getType() == FrameworkEvent.STARTED || event.getType() == FrameworkEvent.STARTLEVEL_CHANGED) {
            levelsReached.release();
        }
    }

    /** Installs before anything starts, so that a bundle finds all others whatever their level. */
    private void install() throws IOException, StartFailure {
        List<String> problems = new ArrayList<>();
        for (Path level : list(folders.bundles(), "[1-9]*-*")) {
            for (Path jar : list(level, "*.jar")) {
                install(jar, "reference:" + jar.toUri(), levelOf(level), problems);
            }
        }
        if (!problems.isEmpty()) {
            throw new StartFailure(problems);
        }
    }

    /** Returns the number that the folder's name begins with. */
    private static int levelOf(Path folder) {
        String name = folder.getFileName().toString();
        return Integer.parseInt(name.substring(0, name.indexOf('-')));
    }

    private void install(Path jar, String location, int level, List<String> problems) {
        try {
            Bundle bundle = framework.getBundleContext().installBundle(location);
            shipped.put(bundle, level);
            if (bundle.getSymbolicName() == null) {
                problems.add(jar + " is not an OSGi bundle: remove it.");
                return;
            }
            bundle.adapt(BundleStartLevel.class).setStartLevel(level);
            if (!isFragment(bundle)) {
                bundle.start();
            }
        } catch (BundleException e) {
            problems.add(jar + " cannot be installed: " + Sentence.of(e));
        }
    }

    private static List<Path> list(Path folder, String glob) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            var matcher = folder.getFileSystem().getPathMatcher("glob:" + glob);
            return files.filter(file -> matcher.matches(file.getFileName()))
                    .sorted()
                    .toList();
        }
    }

    private List<String> inactiveBundles(int level) {
        return shipped.keySet().stream()
                .filter(bundle -> bundle.getState() != Bundle.ACTIVE && !isFragment(bundle))
                .filter(bundle -> shipped.get(bundle) <= level)
                .map(bundle -> "The bundle " + bundle.getSymbolicName() + " does not start: " + reason(bundle))
                .toList();
    }

    private String reason(Bundle bundle) {
        if (failures.containsKey(bundle)) {
            return Sentence.of(failures.get(bundle));
        }
        return switch (bundle.getState()) {
            case Bundle.STARTING -> "its start has not come to an end";
            case Bundle.UNINSTALLED -> "it was uninstalled";
            default -> "nobody asked it to, or it was stopped";
        };
    }

    private static boolean isFragment(Bundle bundle) {
        return bundle.getHeaders().get("Fragment-Host") != null;
    }

    /** Returns what the bundles want the operator to know, such as addresses: values under their sorted keys. */
    SortedMap<String, List<String>> startupLines() {
        SortedMap<String, List<String>> lines = new TreeMap<>();
        for (ServiceReference<?> line : suppliers("(jackdaw.startup.line=*)")) {
            lines.computeIfAbsent((String) line.getProperty("jackdaw.startup.line"), key -> new ArrayList<>())
                    .addAll(ask(line));
        }
        return lines;
    }

    /** Calls the services that look whether all components run; they wait for those that take their time. */
    private List<String> failedChecks() {
        return suppliers("(jackdaw.startup.check=true)").stream()
                .flatMap(check -> ask(check).stream())
                .toList();
    }

    private List<ServiceReference<?>> suppliers(String filter) {
        try {
            ServiceReference<?>[] found =
                    framework.getBundleContext().getServiceReferences(Supplier.class.getName(), filter);
            return found == null ? List.of() : List.of(found);
        } catch (InvalidSyntaxException e) {
            throw new IllegalArgumentException(filter, e);
        }
    }

    private List<String> ask(ServiceReference<?> reference) {
        Object service = framework.getBundleContext().getService(reference);
        return service instanceof Supplier<?> supplier && supplier.get() instanceof List<?> lines
                ? lines.stream().map(String::valueOf).toList()
                : List.of();
    }

    /** Whether it stops, or has stopped. */
    boolean isEnding() {
        return framework.getState() != Bundle.ACTIVE && framework.getState() != Bundle.STARTING;
    }

    boolean isStopped() {
        return framework.getState() == Bundle.RESOLVED || framework.getState() == Bundle.INSTALLED;
    }

    /** Returns when the framework has stopped, for whatever reason. */
    void awaitStop() throws InterruptedException {
        framework.waitForStop(0);
    }

    /**
     * Stops every bundle.
     *
     * @return false if that took longer than the limit
     */
    boolean stop(Duration limit) throws BundleException, InterruptedException {
        // A web server that is stopped while it starts reports a fault that is none.
        long end = System.nanoTime() + GRACE.toNanos();
        while (finishing && !finished && !isEnding() && System.nanoTime() - end < 0) {
            Thread.sleep(STEP);
        }
        framework.stop();
        return framework.waitForStop(limit.toMillis()).getType() != FrameworkEvent.WAIT_TIMEDOUT;
    }
}

package org.jackdaw.console;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jackdaw.core.StartProblem;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.servlet.runtime.HttpServiceRuntime;
import org.osgi.service.servlet.runtime.HttpServiceRuntimeConstants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The port of the console: tells Felix's Jetty where to listen, and finds out whether it does. */
@Component(
        immediate = true,
        service = Supplier.class,
        configurationPid = ConsoleConfig.PID,
        property = "jackdaw.startup.line=console")
@Designate(ocd = ConsoleConfig.class)
public final class ConsolePort implements Supplier<List<String>> {

    private static final Logger LOG = LoggerFactory.getLogger(ConsolePort.class);

    private static final String JETTY = "org.apache.felix.http";
    private static final String ANY_LOCATION = "?";
    private static final Duration LIMIT = Duration.ofSeconds(60);
    /** A file is no form: what people type is less. */
    private static final int FORM_BYTES = 200_000;

    /** How long the server's end waits for a web server that is just starting. */
    private static final Duration GRACE = Duration.ofSeconds(3);

    private static final Duration STEP = Duration.ofMillis(20);

    private final BundleContext context;
    private final ConfigurationAdmin admin;
    private volatile Optional<InetSocketAddress> open = Optional.empty();
    private Thread reporter;
    private final SynchronousBundleListener end = this::awaitStart;

    @Activate
    public ConsolePort(ConsoleConfig config, BundleContext context, @Reference ConfigurationAdmin admin) {
        this.context = context;
        this.admin = admin;
        try {
            open(wanted(config));
        } catch (IOException e) {
            throw new StartProblem(e.getMessage());
        }
        context.addBundleListener(end);
    }

    /** The web server cannot be stopped while it starts, and takes its pages: it reports an error that means nothing. */
    private void awaitStart(BundleEvent event) {
        boolean serverStops = event.getType() == BundleEvent.STOPPING
                && event.getBundle().getBundleId() == Constants.SYSTEM_BUNDLE_ID;
        if (serverStops && open.isPresent()) {
            await(() -> isListening() && hasLogin(), GRACE);
        }
    }

    @Modified
    void change(ConsoleConfig config) {
        Optional<InetSocketAddress> before = open;
        try {
            Optional<InetSocketAddress> wanted = wanted(config);
            if (!wanted.equals(before)) {
                close();
                open(wanted);
            }
        } catch (IOException e) {
            LOG.error("{} Until then the console stays where it was.", e.getMessage());
            reopen(before);
        }
    }

    private void reopen(Optional<InetSocketAddress> before) {
        try {
            if (open.isEmpty()) {
                open(before);
            }
        } catch (IOException e) {
            LOG.error("{} There is no console until then.", e.getMessage());
        }
    }

    private static Optional<InetSocketAddress> wanted(ConsoleConfig config) throws UnknownHostException {
        if (!config.enabled()) {
            return Optional.empty();
        }
        String address = config.address().strip();
        InetSocketAddress socket = address.isEmpty()
                ? new InetSocketAddress(config.port())
                : new InetSocketAddress(address, config.port());
        if (socket.isUnresolved()) {
            throw new UnknownHostException(
                    "config/" + ConsoleConfig.PID + ".cfg: address = " + address + ": there is no such address.");
        }
        return Optional.of(socket);
    }

    /** Jetty reports a port that is taken to the log alone, so it is tried beforehand. */
    private void open(Optional<InetSocketAddress> wanted) throws IOException {
        if (wanted.isEmpty()) {
            return;
        }
        InetSocketAddress socket = wanted.get();
        try {
            tryOut(socket);
        } catch (IOException e) {
            throw new IOException(
                    "Port " + socket.getPort() + " of the console cannot be opened (" + e.getMessage()
                            + "): stop what uses it, or set another port in config/" + ConsoleConfig.PID + ".cfg.",
                    e);
        }
        if (!socket.getAddress().isLoopbackAddress()) {
            LOG.warn("The console listens on {} without TLS: passwords can be read on the way.", socket);
        }
        jetty().update(settings(socket));
        open = wanted;
        // At the start Jetty comes last: nobody who chats waits for it.
        reporter = Thread.ofVirtual().name("console-port").start(() -> report(socket));
    }

    private static void tryOut(InetSocketAddress socket) throws IOException {
        try (ServerSocket trial = new ServerSocket()) {
            trial.setReuseAddress(true);
            trial.bind(socket);
        }
    }

    private void report(InetSocketAddress socket) {
        if (await(() -> isListening() && hasLogin(), LIMIT)) {
            LOG.info("The console is at {}", url(socket));
        } else if (!Thread.currentThread().isInterrupted()) {
            LOG.error("The console's web server does not start; the log says why.");
        }
    }

    private void close() throws IOException {
        if (open.isPresent()) {
            InetSocketAddress socket = open.get();
            open = Optional.empty();
            reporter.interrupt();
            jetty().delete();
            await(() -> !isListening() && isFree(socket), LIMIT);
        }
    }

    /** Jetty says that it has stopped a moment before it has. */
    private static boolean isFree(InetSocketAddress socket) {
        try {
            tryOut(socket);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private Configuration jetty() throws IOException {
        return admin.getConfiguration(JETTY, ANY_LOCATION);
    }

    private static Dictionary<String, Object> settings(InetSocketAddress socket) {
        Hashtable<String, Object> settings = new Hashtable<>();
        settings.put("org.apache.felix.http.host", socket.getAddress().getHostAddress());
        settings.put("org.osgi.service.http.port", socket.getPort());
        // A few administrators: chat needs the machine more.
        settings.put("org.apache.felix.http.jetty.threadpool.max", 20);
        settings.put("org.apache.felix.http.jetty.acceptors", 1);
        settings.put("org.apache.felix.http.jetty.selectors", 1);
        settings.put("org.apache.felix.http.jetty.sendServerHeader", false);
        settings.put("org.apache.felix.http.jetty.maxFormSize", FORM_BYTES);
        return settings;
    }

    /** Returns whether something comes true in time. */
    private static boolean await(BooleanSupplier claim, Duration limit) {
        long latest = System.nanoTime() + limit.toNanos();
        while (!claim.getAsBoolean()) {
            try {
                Thread.sleep(STEP);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
            if (System.nanoTime() > latest) {
                return false;
            }
        }
        return true;
    }

    private boolean isListening() {
        ServiceReference<HttpServiceRuntime> runtime = context.getServiceReference(HttpServiceRuntime.class);
        return runtime != null
                && runtime.getProperty(HttpServiceRuntimeConstants.HTTP_SERVICE_ENDPOINT) instanceof String[] endpoints
                && endpoints.length > 0;
    }

    /** The web server answers before it has all of the pages. */
    private boolean hasLogin() {
        try {
            ServiceReference<HttpServiceRuntime> reference = context.getServiceReference(HttpServiceRuntime.class);
            HttpServiceRuntime runtime = reference == null ? null : context.getService(reference);
            return runtime != null && hasLogin(runtime);
        } catch (IllegalStateException e) {
            LOG.debug("The web server goes while it is asked", e);
            return false;
        }
    }

    private static boolean hasLogin(HttpServiceRuntime runtime) {
        return Stream.of(runtime.getRuntimeDTO().servletContextDTOs)
                .flatMap(servletContext -> Stream.of(servletContext.servletDTOs))
                .flatMap(servlet -> Stream.of(servlet.patterns))
                .anyMatch(LoginPage.LOGIN::equals);
    }

    @Deactivate
    void stop() {
        context.removeBundleListener(end);
        try {
            close();
        } catch (IOException e) {
            LOG.error("The console's port could not be closed", e);
        }
    }

    @Override
    public List<String> get() {
        return open.map(ConsolePort::url).stream().toList();
    }

    private static String url(InetSocketAddress socket) {
        InetAddress address = socket.getAddress();
        String host = address.getHostAddress();
        return "http://"
                + (address.isAnyLocalAddress() ? "localhost" : host.contains(":") ? "[" + host + "]" : host)
                + ":" + socket.getPort() + "/";
    }
}

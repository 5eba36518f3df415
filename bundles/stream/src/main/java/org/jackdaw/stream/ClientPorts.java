package org.jackdaw.stream;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.mina.transport.socket.nio.NioSocketAcceptor;
import org.jackdaw.core.ClientStanzas;
import org.jackdaw.core.ResumableSessions;
import org.jackdaw.core.SessionTable;
import org.jackdaw.core.StartProblem;
import org.jackdaw.core.StreamExtensions;
import org.jackdaw.plugin.Domains;
import org.jackdaw.plugin.Implements;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ports that clients connect to. The instance stays when the configuration changes, and with it every stream. */
@Component(
        immediate = true,
        service = Supplier.class,
        configurationPid = ClientPorts.PID,
        property = "jackdaw.startup.line=clients")
@Designate(ocd = StreamConfig.class)
@Implements({"RFC 6120", "RFC 7590", "XEP-0368 1.1.0", "XEP-0440 1.0.0", "XEP-0478 0.2.0"})
public final class ClientPorts implements Supplier<List<String>> {

    static final String PID = "org.jackdaw.stream";

    private static final long FREE_NANOS = 2_000_000_000;
    private static final Logger LOG = LoggerFactory.getLogger(ClientPorts.class);

    private final Domains domains;
    private final SessionTable sessions;
    private final ClientStanzas stanzas;
    private final Offers offers;
    private final StreamExtensions extensions;
    private final ResumableSessions resumable;
    private final BundleContext context;
    private final Path data;
    private final NioSocketAcceptor acceptor;
    private final ConnectionHandler handler = new ConnectionHandler();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("stream-clock").factory());

    /** Open ports, and whether TLS begins with the connection there. */
    private final Map<InetSocketAddress, Boolean> open = new LinkedHashMap<>();

    private final Map<SocketAddress, Set<SocketAddress>> bound = new HashMap<>();

    private volatile ClientStream.Setting setting;

    @Activate
    public ClientPorts(
            StreamConfig config,
            BundleContext context,
            @Reference Domains domains,
            @Reference SessionTable sessions,
            @Reference ClientStanzas stanzas,
            @Reference Offers offers,
            @Reference StreamExtensions extensions,
            @Reference ResumableSessions resumable) {
        this.context = context;
        this.extensions = extensions;
        this.resumable = resumable;
        this.domains = domains;
        this.sessions = sessions;
        this.stanzas = stanzas;
        this.offers = offers;
        this.data = Path.of(context.getProperty("jackdaw.data"));
        setting = setting(config);
        int cores = Runtime.getRuntime().availableProcessors();
        acceptor = new NioSocketAcceptor(config.ioThreads() > 0 ? config.ioThreads() : Math.max(1, cores / 2));
        acceptor.setHandler(handler);
        acceptor.setReuseAddress(true);
        // Else the streams would be cut when the ports close, before they hear that the server stops.
        acceptor.setCloseOnDeactivation(false);
        acceptor.setBacklog(4096);
        acceptor.getSessionConfig().setTcpNoDelay(true);
        acceptor.getSessionConfig().setKeepAlive(true);
        handler.use(setting);
        try {
            reopen(config);
        } catch (IOException | RuntimeException e) {
            acceptor.dispose();
            clock.shutdownNow();
            throw new StartProblem(e.getMessage());
        }
        clock.scheduleWithFixedDelay(this::tick, 1, 1, TimeUnit.SECONDS);
    }

    @Modified
    void change(StreamConfig config) {
        try {
            ClientStream.Setting next = setting(config);
            reopen(config);
            setting = next;
            handler.use(next);
        } catch (IOException | StartProblem e) {
            LOG.error("{} Until then the server goes on as before.", e.getMessage());
        }
    }

    @Deactivate
    void close() {
        clock.shutdownNow();
        acceptor.unbind();
        if (isOnlyOneToStop()) {
            handler.suspendAll();
        }
        handler.closeAll();
        if (!isOnlyOneToStop()) {
            resumable.endAll();
        }
        acceptor.dispose();
    }

    /** Whether this bundle is being replaced or restarted, and not the server, nor the router with all its sessions. */
    private boolean isOnlyOneToStop() {
        return context.getBundle().getState() == Bundle.STOPPING
                && context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).getState() == Bundle.ACTIVE;
    }

    private ClientStream.Setting setting(StreamConfig config) {
        boolean own = config.certificates().isBlank();
        Path folder = own ? data.resolve("certificates") : Path.of(config.certificates());
        Certificates certificates = new Certificates(folder, own, domains.served());
        return new ClientStream.Setting(
                config, certificates, domains, sessions, stanzas, offers, extensions, resumable);
    }

    /** Opens what is new and closes what is gone; a port in both is not touched. */
    private void reopen(StreamConfig config) throws IOException {
        Map<InetSocketAddress, Boolean> wanted = new LinkedHashMap<>();
        if (config.port() > 0) {
            wanted.put(socket(config.address(), config.port()), false);
        }
        if (config.directTlsPort() > 0) {
            wanted.put(socket(config.address(), config.directTlsPort()), true);
        }
        for (Map.Entry<InetSocketAddress, Boolean> port : wanted.entrySet()) {
            if (!open.containsKey(port.getKey())) {
                open(port.getKey(), wanted.keySet());
                open.put(port.getKey(), port.getValue());
            }
        }
        Set<SocketAddress> gone = new LinkedHashSet<>(open.keySet());
        gone.removeAll(wanted.keySet());
        if (!gone.isEmpty()) {
            gone.forEach(this::close);
            open.keySet().removeAll(gone);
        }
    }

    /** The same port of another address, all of them say, is closed first, and opened again if that was in vain. */
    private void open(InetSocketAddress address, Set<InetSocketAddress> wanted) throws IOException {
        Optional<InetSocketAddress> inTheWay = open.keySet().stream()
                .filter(old -> old.getPort() == address.getPort() && !wanted.contains(old))
                .findFirst();
        if (inTheWay.isEmpty()) {
            bind(address);
            return;
        }
        close(inTheWay.get());
        try {
            bindSoon(address);
        } catch (IOException e) {
            bindSoon(inTheWay.get());
            throw e;
        }
        open.remove(inTheWay.get());
    }

    /** A port that was closed is free only when MINA's thread has been round once more. */
    private void bindSoon(InetSocketAddress address) throws IOException {
        long end = System.nanoTime() + FREE_NANOS;
        while (true) {
            try {
                bind(address);
                return;
            } catch (IOException e) {
                if (System.nanoTime() - end > 0) {
                    throw e;
                }
                pause();
            }
        }
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("stopped while a port was opened");
        }
    }

    private void bind(InetSocketAddress address) throws IOException {
        Set<SocketAddress> before = acceptor.getLocalAddresses();
        try {
            acceptor.bind(address);
            Set<SocketAddress> added = new HashSet<>(acceptor.getLocalAddresses());
            added.removeAll(before);
            bound.put(address, added);
        } catch (IOException e) {
            throw new IOException(
                    "Port " + address.getPort() + " cannot be opened (" + e.getMessage()
                            + "): stop what uses it, or set another port in config/" + PID + ".cfg.",
                    e);
        }
    }

    /** MINA knows a port by the address that it has: all of the machine's are written in another way than they were given. */
    private void close(SocketAddress address) {
        acceptor.unbind(bound.remove(address));
    }

    private static InetSocketAddress socket(String address, int port) throws IOException {
        InetSocketAddress socket =
                address.isBlank() ? new InetSocketAddress(port) : new InetSocketAddress(address.strip(), port);
        if (socket.isUnresolved()) {
            throw new IOException("config/" + PID + ".cfg: address = " + address + ": there is no such address.");
        }
        return socket;
    }

    private void tick() {
        try {
            handler.closeLate();
            setting.certificates().refresh(domains.served());
        } catch (RuntimeException e) {
            LOG.error("The clock of the streams failed", e);
        }
    }

    @Override
    public List<String> get() {
        List<String> lines = new ArrayList<>();
        String served = String.join(", ", domains.served());
        open.forEach((address, direct) -> lines.add(address.getAddress().getHostAddress() + ":" + address.getPort()
                + (direct ? ", direct TLS" : ", STARTTLS") + ", for " + served));
        return lines;
    }
}

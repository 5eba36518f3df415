package org.jackdaw.stream;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.service.IoHandlerAdapter;
import org.apache.mina.core.session.IoSession;
import org.jackdaw.xmpp.StreamCondition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What MINA calls, on its I/O threads: makes a {@link Connection} of each accepted socket and passes on what happens. */
final class ConnectionHandler extends IoHandlerAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectionHandler.class);
    private static final String CONNECTION = "connection";
    private static final long GOODBYE_MILLIS = 2_000;

    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private final Admission admission = new Admission();
    private volatile ClientStream.Setting setting;

    /** New connections get this setting. */
    void use(ClientStream.Setting newSetting) {
        setting = newSetting;
    }

    @Override
    public void sessionOpened(IoSession io) {
        ClientStream.Setting current = setting;
        boolean direct = ((InetSocketAddress) io.getLocalAddress()).getPort()
                == current.config().directTlsPort();
        InetSocketAddress peer = (InetSocketAddress) io.getRemoteAddress();
        StreamConfig config = current.config();
        if (peer == null) {
            io.closeNow();
        } else if (admission.enter(peer.getAddress(), config.connectionsPerAddress(), config.loginsPerAddress())) {
            Connection connection = new Connection(io, current, direct, admission);
            connections.add(connection);
            io.setAttribute(CONNECTION, connection);
        } else {
            refuse(io, direct);
        }
    }

    private static void refuse(IoSession io, boolean direct) {
        if (!direct) {
            String error = "<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='"
                    + Negotiation.STREAM + "' version='1.0'><stream:error><"
                    + StreamCondition.POLICY_VIOLATION.element()
                    + " xmlns='urn:ietf:params:xml:ns:xmpp-streams'/>"
                    + "<text xmlns='urn:ietf:params:xml:ns:xmpp-streams'>too many connections from your address</text>"
                    + "</stream:error></stream:stream>";
            io.write(IoBuffer.wrap(error.getBytes(StandardCharsets.UTF_8)));
        }
        io.closeOnFlush();
    }

    @Override
    public void messageReceived(IoSession io, Object message) throws Exception {
        if (io.getAttribute(CONNECTION) instanceof Connection connection) {
            try {
                connection.received((IoBuffer) message);
            } catch (StackOverflowError | LinkageError e) {
                // MINA would end the I/O thread, and all the connections that it serves.
                exceptionCaught(io, e);
            }
        }
    }

    @Override
    public void messageSent(IoSession io, Object message) {
        if (io.getAttribute(CONNECTION) instanceof Connection connection) {
            connection.written();
        }
    }

    @Override
    public void sessionClosed(IoSession io) {
        if (io.removeAttribute(CONNECTION) instanceof Connection connection) {
            connections.remove(connection);
            connection.gone();
        }
    }

    /** A reset, or a peer that does not speak TLS: the peer's affair, and the end of its connection. All else is ours. */
    @Override
    public void exceptionCaught(IoSession io, Throwable cause) {
        if (cause instanceof IOException || cause.getCause() instanceof IOException) {
            LOG.debug("Connection from {} failed", io.getRemoteAddress(), cause);
        } else {
            LOG.error("A connection from {} is closed by a fault of this server", io.getRemoteAddress(), cause);
        }
        io.closeNow();
    }

    void closeLate() {
        long now = System.currentTimeMillis();
        connections.forEach(connection -> connection.closeIfLate(now));
    }

    /** Puts the sessions to sleep that can be resumed: their clients come back when there are ports again. */
    void suspendAll() {
        List<CompletableFuture<Boolean>> asleep = connections.stream()
                .map(connection -> connection.stream().suspend(null))
                .toList();
        CompletableFuture.allOf(asleep.toArray(CompletableFuture[]::new))
                .completeOnTimeout(null, GOODBYE_MILLIS, TimeUnit.MILLISECONDS)
                .join();
    }

    /** Says goodbye on every stream, and waits two seconds at most until all have heard it. */
    void closeAll() {
        connections.forEach(connection -> connection.stream().close(StreamCondition.SYSTEM_SHUTDOWN, ""));
        long end = System.currentTimeMillis() + GOODBYE_MILLIS;
        while (!connections.isEmpty() && System.currentTimeMillis() < end) {
            try {
                Thread.sleep(10);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}

package org.jackdaw.stream;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import javax.net.ssl.SSLException;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.service.IoProcessor;
import org.apache.mina.core.session.AbstractIoSession;
import org.apache.mina.core.session.IoSession;
import org.jackdaw.core.Outgoing;
import org.jackdaw.xmpp.XmlException;
import org.jackdaw.xmpp.XmlParser;

/**
 * One TCP connection as MINA has it: TLS, framing and the outbox. Everything that touches TLS or the parser runs on the
 * connection's I/O thread; other threads put bytes and actions into the outbox.
 */
final class Connection implements Transport {

    private static final byte[] NOTHING = new byte[0];
    private static final long CLOSE_MILLIS = 5_000;

    /** How long a peer that was told goodbye may go on sending, and how long silent it must be to have done. */
    private static final long LINGER_MILLIS = 2_000;

    private static final long QUIET_MILLIS = 100;

    private final IoSession io;
    private final IoProcessor<IoSession> processor;
    private final Certificates certificates;
    private final InetAddress address;
    private final Outbox outbox = new Outbox(this::wake);
    private final Output output = new Output(outbox, this::tls, this::settlesLater);
    private final FlushRequest flush = new FlushRequest(output::next);
    private final ClientStream stream;
    private XmlParser parser;

    /** What came while the parser paused. */
    private byte[] pending = NOTHING;

    private final Admission admission;
    private volatile boolean stranger = true;
    private volatile TlsChannel tls;
    private volatile long closeBy = Long.MAX_VALUE;

    /** When something came after the goodbye, in milliseconds since 1970; 0 before the goodbye. */
    private volatile long lastInput;

    private volatile boolean mayRead = true;
    private boolean broken;

    /** @param admission where the address was counted, and is to be taken off */
    Connection(IoSession io, ClientStream.Setting setting, boolean direct, Admission admission) {
        this.io = io;
        this.processor = processor(io);
        this.admission = admission;
        this.certificates = setting.certificates();
        this.address = ((InetSocketAddress) io.getRemoteAddress()).getAddress();
        this.stream = new ClientStream(this, setting);
        this.parser = new XmlParser(setting.limitsBeforeLogin(), stream.events());
        if (direct) {
            tls = new TlsChannel(certificates.engine(setting.domains().served().getFirst(), true));
        }
    }

    private TlsChannel tls() {
        return tls;
    }

    /** The client's next request is not answered before. */
    private void settlesLater(Future<?> work) {
        stream.settlesLater(work);
    }

    ClientStream stream() {
        return stream;
    }

    // From the network, on the I/O thread.

    void received(IoBuffer buffer) throws SSLException {
        if (lastInput > 0) {
            lastInput = System.currentTimeMillis();
            return;
        }
        TlsChannel channel = tls;
        if (channel == null) {
            feed(buffer.array(), buffer.arrayOffset() + buffer.position(), buffer.remaining());
            return;
        }
        // The decrypted bytes are in an array that the thread reuses; a parser that pauses needs them longer.
        byte[] reply = channel.read(
                buffer.buf(), (bytes, offset, length) -> feed(Arrays.copyOfRange(bytes, offset, length), 0, length));
        if (reply.length > 0) {
            output.handshake(reply);
            outbox.add(out -> {});
        }
        if (channel.isClosed()) {
            io.closeNow();
        }
    }

    private void feed(byte[] bytes, int offset, int length) {
        if (broken) {
            return;
        }
        if (parser.isPaused()) {
            pending = joined(pending, Arrays.copyOfRange(bytes, offset, offset + length), length);
            return;
        }
        try {
            parser.feed(bytes, offset, length);
        } catch (XmlException e) {
            fail(e);
        }
        if (parser.isPaused()) {
            io.suspendRead();
        }
    }

    private void fail(XmlException e) {
        broken = true;
        io.suspendRead();
        stream.events().failed(e);
    }

    void written() {
        flush.done();
        output.left();
        if (outbox.written()) {
            wake();
        }
    }

    void gone() {
        admission.leave(address, stranger);
        List<Outgoing> unsent = output.unsent();
        unsent.addAll(outbox.close());
        stream.events().gone(unsent);
    }

    // To the network.

    /** Past the filter chain, which is empty: its head would make the bytes on this thread, to count them. */
    private void wake() {
        processor.write(io, flush);
    }

    /**
     * Returns the thread of a connection. MINA gives out all of them as one, which looks into a map for each write: that took a
     * quarter of the time in which a room sends something to thousands.
     */
    @SuppressWarnings("unchecked")
    private static IoProcessor<IoSession> processor(IoSession io) {
        for (Object key : io.getAttributeKeys()) {
            if (io.getAttribute(key) instanceof IoProcessor<?> own) {
                return (IoProcessor<IoSession>) own;
            }
        }
        return (IoProcessor<IoSession>) ((AbstractIoSession) io).getProcessor();
    }

    static byte[] joined(byte[] first, byte[] second, int length) {
        byte[] both = Arrays.copyOf(first, first.length + length);
        System.arraycopy(second, 0, both, first.length, length);
        return both;
    }

    // As a transport, on any thread.

    @Override
    public long send(byte[] bytes) {
        return outbox.add(bytes);
    }

    @Override
    public long send(Outgoing stanza) {
        return outbox.add(stanza);
    }

    @Override
    public void proceed(boolean newStream, XmlParser.Limits limits) {
        outbox.add(out -> {
            try {
                byte[] more = pending;
                pending = NOTHING;
                if (newStream) {
                    more = joined(parser.unread(), more, more.length);
                    parser = new XmlParser(limits, stream.events());
                } else {
                    parser.resume();
                }
                io.resumeRead();
                if (more.length > 0) {
                    feed(more, 0, more.length);
                }
            } catch (XmlException e) {
                fail(e);
            }
        });
    }

    @Override
    public void startTls(String domain, XmlParser.Limits limits) {
        outbox.add(out -> {
            tls = new TlsChannel(certificates.engine(domain, false));
            // What came before TLS may be an attacker's: it is not read (RFC 6120 §5.3.4).
            pending = NOTHING;
            parser = new XmlParser(limits, stream.events());
            io.resumeRead();
        });
    }

    @Override
    public void loggedIn() {
        stranger = false;
        admission.loggedIn(address);
    }

    /** Read on by the I/O thread itself: it would notice what another does only when it looks round next, a second later. */
    @Override
    public void reading(boolean on) {
        mayRead = on;
        if (on) {
            outbox.add(out -> {
                if (mayRead) {
                    io.resumeRead();
                }
            });
        } else {
            io.suspendRead();
        }
    }

    @Override
    public void close(boolean patiently) {
        closeBy = Math.min(closeBy, System.currentTimeMillis() + CLOSE_MILLIS);
        outbox.add(out -> {
            if (tls != null) {
                out.writeBytes(tls.close());
            }
            if (patiently) {
                lastInput = System.currentTimeMillis();
                io.resumeRead();
                Thread.startVirtualThread(this::closeWhenQuiet);
            } else {
                io.closeOnFlush();
            }
        });
    }

    private void closeWhenQuiet() {
        long end = System.currentTimeMillis() + LINGER_MILLIS;
        try {
            while (System.currentTimeMillis() < Math.min(end, lastInput + QUIET_MILLIS)) {
                Thread.sleep(QUIET_MILLIS / 4);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        io.closeOnFlush();
    }

    /** Closes now if the time to close in peace is over, or the time to log in. */
    void closeIfLate(long now) {
        if (now > closeBy) {
            io.closeNow();
        } else {
            stream.checkLogin(now);
            stream.checkAcknowledgements(now);
        }
    }

    @Override
    public boolean isSecure() {
        TlsChannel channel = tls;
        return channel != null && channel.isSecured();
    }

    @Override
    public InetAddress address() {
        return address;
    }

    @Override
    public Optional<byte[]> channelBinding(String type) {
        TlsChannel channel = tls;
        return channel == null ? Optional.empty() : channel.channelBinding(type);
    }

    @Override
    public boolean awaitRoom(long bytes, long millis) {
        return outbox.awaitRoom(bytes, millis);
    }
}

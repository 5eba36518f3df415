package org.jackdaw.stream;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import org.apache.mina.core.buffer.IoBuffer;
import org.jackdaw.core.Outgoing;

/**
 * Makes the bytes that leave next of what is in a connection's outbox: encrypted once there is TLS, and in order with
 * what TLS itself has to say. Used by the connection's I/O thread.
 */
final class Output {

    /** Something to do on the I/O thread between two pieces of output; it may add bytes that are not encrypted any more. */
    @FunctionalInterface
    interface Action {
        void run(ByteArrayOutputStream out) throws SSLException;
    }

    private static final byte[] NOTHING = new byte[0];
    private static final InFlight NONE = new InFlight(0);

    private final Outbox outbox;
    private final Supplier<TlsChannel> tls;
    private final Consumer<Future<?>> telling;

    /** What the TLS handshake has to say. It was encrypted before anything in the outbox, and leaves before it. */
    private byte[] handshake = NOTHING;

    /** Whom to tell when what is being written has left. */
    private List<Outgoing> leaving = List.of();

    private InFlight inFlight = NONE;

    /** Null while nothing is. */
    private IoBuffer writing;

    /** How many bytes of the pieces in flight are encoded, but for those that wait to be encrypted. */
    private int encoded;

    /**
     * @param tls returns null while there is none
     * @param telling gets what goes on when somebody is told that something has left
     */
    Output(Outbox outbox, Supplier<TlsChannel> tls, Consumer<Future<?>> telling) {
        this.outbox = outbox;
        this.tls = tls;
        this.telling = telling;
    }

    void handshake(byte[] reply) {
        handshake = Connection.joined(handshake, reply, reply.length);
    }

    IoBuffer next() throws IOException {
        List<Object> items = outbox.take();
        inFlight = new InFlight(items.size());
        items.forEach(this::remember);
        byte[] whole = items.size() == 1 && tls.get() == null ? bytes(items.getFirst()) : NOTHING;
        if (whole.length > 0) {
            inFlight.encoded(whole.length, whole.length);
            if (items.getFirst() instanceof Outgoing stanza) {
                tellOnLeaving(stanza);
            }
            writing = IoBuffer.wrap(whole);
        } else {
            writing = IoBuffer.wrap(encode(items));
        }
        return writing;
    }

    /** Before anything is encoded: that may fail, and then none of it has left. */
    private void remember(Object item) {
        switch (item) {
            case byte[] bytes -> inFlight.add(bytes.length);
            case Outgoing stanza -> inFlight.add(stanza);
            default -> {}
        }
    }

    private byte[] encode(List<Object> items) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(size(items));
        out.writeBytes(handshake);
        handshake = NOTHING;
        ByteArrayOutputStream plain = new ByteArrayOutputStream(size(items));
        encoded = 0;
        for (Object item : items) {
            switch (item) {
                case byte[] bytes -> add(bytes, plain, out);
                case Outgoing stanza -> {
                    add(stanza.bytes(), plain, out);
                    tellOnLeaving(stanza);
                }
                default -> {
                    encrypt(plain, out);
                    ((Action) item).run(out);
                }
            }
        }
        encrypt(plain, out);
        return out.toByteArray();
    }

    private void add(byte[] bytes, ByteArrayOutputStream plain, ByteArrayOutputStream out) {
        plain.writeBytes(bytes);
        if (tls.get() == null) {
            inFlight.encoded(encoded + plain.size(), out.size() + plain.size());
        }
    }

    private void tellOnLeaving(Outgoing stanza) {
        if (stanza.left() == null && stanza.fate() == null) {
            return;
        }
        if (leaving.isEmpty()) {
            leaving = new ArrayList<>();
        }
        leaving.add(stanza);
    }

    private static byte[] bytes(Object item) {
        return switch (item) {
            case byte[] bytes -> bytes;
            case Outgoing stanza -> stanza.bytes();
            default -> NOTHING;
        };
    }

    private static int size(List<Object> items) {
        int size = 0;
        for (Object item : items) {
            size += bytes(item).length;
        }
        return size;
    }

    private void encrypt(ByteArrayOutputStream plain, ByteArrayOutputStream out) throws IOException {
        TlsChannel channel = tls.get();
        if (channel == null) {
            plain.writeTo(out);
        } else if (plain.size() > 0 && channel.isSecured()) {
            int before = out.size();
            out.writeBytes(channel.write(
                    plain.toByteArray(), (read, made) -> inFlight.encoded(encoded + read, before + made)));
        }
        // What is not secured yet cannot be said: a client that never finishes TLS gets no error in clear.
        encoded += plain.size();
        plain.reset();
    }

    /** What {@link #next} returned has left. */
    void left() {
        inFlight = NONE;
        writing = null;
        if (!leaving.isEmpty()) {
            List<Outgoing> left = leaving;
            leaving = List.of();
            tell(left);
        }
    }

    /** Copies need no thread of their own. */
    private void tell(List<Outgoing> left) {
        if (left.stream().noneMatch(Outgoing::isAwaited)) {
            left.forEach(Outgoing::arrived);
            return;
        }
        FutureTask<Void> told = new FutureTask<>(() -> left.forEach(Outgoing::arrived), null);
        telling.accept(told);
        Thread.startVirtualThread(told);
    }

    /** Returns the pieces of what {@link #next} returned that did not leave. */
    List<Outgoing> unsent() {
        return inFlight.unsent(writing == null ? 0 : writing.position());
    }
}

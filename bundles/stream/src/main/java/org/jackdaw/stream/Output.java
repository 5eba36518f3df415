package org.jackdaw.stream;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import org.apache.mina.core.buffer.IoBuffer;

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

    private final Outbox outbox;
    private final Supplier<TlsChannel> tls;

    /** What the TLS handshake has to say. It was encrypted before anything in the outbox, and leaves before it. */
    private byte[] handshake = NOTHING;

    /** Whom to tell when what is being written has left. */
    private List<Runnable> leaving = List.of();

    /** @param tls returns null while there is none */
    Output(Outbox outbox, Supplier<TlsChannel> tls) {
        this.outbox = outbox;
        this.tls = tls;
    }

    void handshake(byte[] reply) {
        handshake = Connection.joined(handshake, reply, reply.length);
    }

    IoBuffer next() throws IOException {
        List<Object> items = outbox.take();
        if (items.size() == 1 && items.getFirst() instanceof byte[] bytes && tls.get() == null) {
            return IoBuffer.wrap(bytes);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(size(items));
        out.writeBytes(handshake);
        handshake = NOTHING;
        ByteArrayOutputStream plain = new ByteArrayOutputStream(size(items));
        for (Object item : items) {
            switch (item) {
                case byte[] bytes -> plain.writeBytes(bytes);
                case Outbox.Kept kept -> {
                    plain.writeBytes(kept.bytes());
                    tellOnLeaving(kept.left());
                }
                default -> {
                    encrypt(plain, out);
                    ((Action) item).run(out);
                }
            }
        }
        encrypt(plain, out);
        return IoBuffer.wrap(out.toByteArray());
    }

    private void tellOnLeaving(Runnable left) {
        if (leaving.isEmpty()) {
            leaving = new ArrayList<>();
        }
        leaving.add(left);
    }

    private static int size(List<Object> items) {
        int size = 0;
        for (Object item : items) {
            size += item instanceof byte[] bytes ? bytes.length : 0;
        }
        return size;
    }

    private void encrypt(ByteArrayOutputStream plain, ByteArrayOutputStream out) throws IOException {
        TlsChannel channel = tls.get();
        if (channel == null) {
            plain.writeTo(out);
        } else if (plain.size() > 0 && channel.isSecured()) {
            out.writeBytes(channel.write(plain.toByteArray()));
        }
        // What is not secured yet cannot be said: a client that never finishes TLS gets no error in clear.
        plain.reset();
    }

    /** What {@link #next} returned has left. */
    void left() {
        if (!leaving.isEmpty()) {
            List<Runnable> left = leaving;
            leaving = List.of();
            Thread.startVirtualThread(() -> left.forEach(Runnable::run));
        }
    }
}

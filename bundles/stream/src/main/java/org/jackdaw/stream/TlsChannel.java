package org.jackdaw.stream;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLKeyException;

/**
 * TLS of one connection. MINA's own filter allocates two buffers of 33 kB a message; here the buffers belong to the I/O
 * thread, so an idle connection holds none and a burst is encrypted in one piece. Used by the connection's I/O thread
 * alone; only {@link #channelBinding} is for all.
 */
final class TlsChannel {

    /** Where decrypted bytes go; the array is reused after the call. */
    @FunctionalInterface
    interface Plaintext {
        void accept(byte[] bytes, int offset, int length);
    }

    /** Told of each record how many bytes have been read and made so far. */
    @FunctionalInterface
    interface Progress {
        void at(int read, int made);
    }

    private static final byte[] NOTHING = new byte[0];

    /** Room for one record in each direction (RFC 8446 §5.2), for the thread's turn only. */
    private static final ThreadLocal<ByteBuffer> RECORD = ThreadLocal.withInitial(() -> ByteBuffer.allocate(17_408));

    private final SSLEngine engine;
    private byte[] incomplete = NOTHING;
    private volatile boolean secured;

    TlsChannel(SSLEngine engine) {
        this.engine = engine;
    }

    boolean isSecured() {
        return secured;
    }

    /** Whether the peer has closed its side. */
    boolean isClosed() {
        return engine.isInboundDone();
    }

    /** Decrypts what came; returns what the handshake has to say in return, often nothing. */
    byte[] read(ByteBuffer network, Plaintext sink) throws SSLException {
        ByteBuffer input = withRest(network);
        ByteArrayOutputStream reply = new ByteArrayOutputStream(0);
        boolean progress = true;
        while (progress) {
            ByteBuffer plain = RECORD.get().clear();
            SSLEngineResult result = engine.unwrap(input, plain);
            HandshakeStatus next = runTasks(result.getHandshakeStatus());
            secured |= next == HandshakeStatus.FINISHED;
            if (plain.position() > 0) {
                sink.accept(plain.array(), 0, plain.position());
            }
            if (next == HandshakeStatus.NEED_WRAP) {
                reply.writeBytes(handshake());
            }
            progress = result.getStatus() == SSLEngineResult.Status.OK
                    && (input.hasRemaining() || next == HandshakeStatus.NEED_UNWRAP_AGAIN)
                    && (result.bytesConsumed() > 0 || next != HandshakeStatus.NOT_HANDSHAKING);
        }
        keep(input);
        return reply.size() == 0 ? NOTHING : reply.toByteArray();
    }

    private ByteBuffer withRest(ByteBuffer network) {
        if (incomplete.length == 0) {
            return network;
        }
        ByteBuffer both = ByteBuffer.allocate(incomplete.length + network.remaining());
        both.put(incomplete).put(network).flip();
        incomplete = NOTHING;
        return both;
    }

    private void keep(ByteBuffer input) {
        if (input.hasRemaining()) {
            incomplete = new byte[input.remaining()];
            input.get(incomplete);
        }
    }

    private HandshakeStatus runTasks(HandshakeStatus status) {
        HandshakeStatus now = status;
        while (now == HandshakeStatus.NEED_TASK) {
            Runnable task = engine.getDelegatedTask();
            if (task == null) {
                now = engine.getHandshakeStatus();
            } else {
                task.run();
            }
        }
        return now;
    }

    private byte[] handshake() throws SSLException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] record = new byte[17_408];
        while (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
            SSLEngineResult result = engine.wrap(ByteBuffer.allocate(0), ByteBuffer.wrap(record));
            out.write(record, 0, result.bytesProduced());
            secured |= runTasks(result.getHandshakeStatus()) == HandshakeStatus.FINISHED;
            if (result.getStatus() != SSLEngineResult.Status.OK) {
                break;
            }
        }
        return out.toByteArray();
    }

    /** Encrypts; the result is new. */
    byte[] write(byte[] plain, Progress progress) throws SSLException {
        ByteBuffer input = ByteBuffer.wrap(plain);
        // A record carries up to 16 kB and adds well below 100 bytes.
        ByteBuffer output = ByteBuffer.allocate(plain.length + 128 * (plain.length / 16_000 + 1));
        while (input.hasRemaining()) {
            SSLEngineResult result = engine.wrap(input, output);
            switch (result.getStatus()) {
                case BUFFER_OVERFLOW -> {
                    ByteBuffer larger = ByteBuffer.allocate(output.capacity() + 17_408);
                    larger.put(output.flip());
                    output = larger;
                }
                case CLOSED -> throw new SSLException("closed");
                default -> runTasks(result.getHandshakeStatus());
            }
            progress.at(input.position(), output.position());
        }
        return output.position() == output.capacity()
                ? output.array()
                : Arrays.copyOf(output.array(), output.position());
    }

    /** Returns the closing alert. */
    byte[] close() {
        engine.closeOutbound();
        ByteBuffer output = ByteBuffer.allocate(17_408);
        try {
            engine.wrap(ByteBuffer.allocate(0), output);
        } catch (SSLException e) {
            // Nothing more can be said on a broken channel, and nothing more is to be said.
            return NOTHING;
        }
        return Arrays.copyOf(output.array(), output.position());
    }

    Optional<byte[]> channelBinding(String type) {
        if (!secured) {
            return Optional.empty();
        }
        ExtendedSSLSession session = (ExtendedSSLSession) engine.getSession();
        return switch (type) {
            case "tls-exporter" -> exporter(session);
            case "tls-server-end-point" -> endPoint(session);
            default -> Optional.empty();
        };
    }

    /** RFC 9266 §2; an empty context, since on TLS 1.2 none at all gives another value. */
    private static Optional<byte[]> exporter(ExtendedSSLSession session) {
        try {
            return Optional.of(session.exportKeyingMaterialData("EXPORTER-Channel-Binding", NOTHING, 32));
        } catch (SSLKeyException | UnsupportedOperationException e) {
            return Optional.empty();
        }
    }

    /** RFC 5929 §4.1: the certificate's own hash, MD5 and SHA-1 replaced by SHA-256. */
    private static Optional<byte[]> endPoint(ExtendedSSLSession session) {
        Certificate[] chain = session.getLocalCertificates();
        if (chain == null || !(chain[0] instanceof X509Certificate certificate)) {
            return Optional.empty();
        }
        String signature = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
        int with = signature.indexOf("WITH");
        String hash = with < 0 ? "" : signature.substring(0, with).replaceFirst("^SHA(?=[0-9])", "SHA-");
        try {
            boolean weak = hash.equals("MD5") || hash.equals("SHA-1");
            return hash.isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                            MessageDigest.getInstance(weak ? "SHA-256" : hash).digest(certificate.getEncoded()));
        } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
            return Optional.empty();
        }
    }
}

package org.jackdaw.stream;

import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.write.DefaultWriteRequest;

/**
 * A write whose bytes are made when the I/O thread gets to it, not when it is asked for: so a burst leaves in one piece,
 * encrypted at once. One instance serves a connection for life, one write at a time.
 */
final class FlushRequest extends DefaultWriteRequest {

    /** Makes the next bytes, on the I/O thread. */
    @FunctionalInterface
    interface Source {
        IoBuffer next() throws Exception;
    }

    private static final IoBuffer NOTHING = IoBuffer.wrap(new byte[0]);

    private final Source source;
    private IoBuffer current;

    FlushRequest(Source source) {
        super(NOTHING);
        this.source = source;
    }

    @Override
    public Object getMessage() {
        if (current == null) {
            try {
                current = source.next();
            } catch (Exception e) {
                // MINA closes the connection on it.
                throw new IllegalStateException(e.getMessage(), e);
            }
        }
        return current;
    }

    /** The bytes have left; the next write makes new ones. */
    void done() {
        current = null;
    }
}

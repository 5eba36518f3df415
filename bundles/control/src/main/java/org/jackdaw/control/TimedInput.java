package org.jackdaw.control;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

/** What comes from a socket within a limit of time, however slowly the bytes drip in. */
final class TimedInput extends InputStream {

    private final Socket socket;
    private final InputStream in;
    private final long end;

    TimedInput(Socket socket, Duration limit) throws IOException {
        this.socket = socket;
        in = socket.getInputStream();
        end = System.nanoTime() + limit.toNanos();
    }

    @Override
    public int read() throws IOException {
        limit();
        return in.read();
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        limit();
        return in.read(buffer, offset, length);
    }

    private void limit() throws IOException {
        long millis = Duration.ofNanos(end - System.nanoTime()).toMillis();
        if (millis <= 0) {
            throw new SocketTimeoutException();
        }
        socket.setSoTimeout((int) millis);
    }
}

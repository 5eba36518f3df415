package org.jackdaw.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Finds ports for servers that tests start. Not among those that the system gives to clients, as {@code new
 * ServerSocket(0)} does: a client's connection may have such a port by the time that the server wants it. And not among
 * those of another process with tests, which may have found the same one at the same time.
 */
public final class FreePort {

    private static final int FIRST = 10_000;
    private static final int PORTS_OF_A_PROCESS = 1_000;
    private static final int PROCESSES = 22;

    /** The first port of a process's own is never let go: it says that the others are taken. */
    private static final ServerSocket CLAIM = claim();

    private static final AtomicInteger NEXT = new AtomicInteger();

    private FreePort() {}

    private static ServerSocket claim() {
        int any = ThreadLocalRandom.current().nextInt(PROCESSES);
        for (int i = 0; i < PROCESSES; i++) {
            try {
                return open(FIRST + (any + i) % PROCESSES * PORTS_OF_A_PROCESS);
            } catch (IOException e) {
                continue; // It is another's.
            }
        }
        throw new IllegalStateException("No ports are left: " + PROCESSES + " processes with tests run already.");
    }

    private static ServerSocket open(int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        try {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Returns a port that is free on loopback; this process gets it once in a thousand times, and no other does. */
    public static int next() {
        while (true) {
            int port = CLAIM.getLocalPort() + 1 + NEXT.getAndIncrement() % (PORTS_OF_A_PROCESS - 1);
            try {
                open(port).close();
                return port;
            } catch (IOException e) {
                continue; // A server of this process has it, or something else on this machine.
            }
        }
    }
}

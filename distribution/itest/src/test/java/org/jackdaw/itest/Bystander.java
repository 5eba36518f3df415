package org.jackdaw.itest;

import java.io.IOException;
import org.jackdaw.testkit.PlainClient;

/** Somebody who has nothing to do with a load, asks the server over and over, and notes how long that takes at most. */
final class Bystander implements AutoCloseable {

    private static final long PAUSE_MILLIS = 20;

    private final PlainClient client;
    private final Thread thread = Thread.ofVirtual().unstarted(this::ask);
    private volatile long longest;
    private volatile boolean ended;

    Bystander(int port, String account) throws IOException {
        client = PlainClient.login(port, account, Work.PASSWORD);
        client.waitsFor(0);
        thread.start();
    }

    private void ask() {
        try {
            while (!ended) {
                long begin = System.nanoTime();
                client.ping();
                longest = Math.max(longest, System.nanoTime() - begin);
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (IOException | InterruptedException e) {
            if (!ended) {
                throw new IllegalStateException(e);
            }
        }
    }

    long longestMillis() {
        return longest / 1_000_000;
    }

    @Override
    public void close() throws IOException {
        ended = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        client.close();
    }
}

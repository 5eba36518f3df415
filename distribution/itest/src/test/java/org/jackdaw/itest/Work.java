package org.jackdaw.itest;

import java.io.IOException;
import org.jackdaw.testkit.PlainClient;

/**
 * What a client does again and again, and what of it the server has acknowledged: that must outlive the server. Used by
 * one thread at a time.
 */
interface Work {

    String PASSWORD = "correct horse";

    /** The account whose client does it. */
    String account();

    /** Makes what has to be there before. */
    default void prepare(int port) throws IOException {
        try (PlainClient client = new PlainClient(port)) {
            client.register(account(), PASSWORD);
        }
    }

    /** Does it once more. */
    void step(PlainClient client, int port) throws IOException;

    /** Looks whether everything acknowledged is there. */
    void check(PlainClient client, int port) throws IOException;
}

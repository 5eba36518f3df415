package org.jackdaw.auth;

import java.security.SecureRandom;
import java.util.Base64;

/** The server's part of a SCRAM nonce. */
final class Nonce {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 18;

    private Nonce() {}

    /** Returns 24 characters that nobody can guess. */
    static String random() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }
}

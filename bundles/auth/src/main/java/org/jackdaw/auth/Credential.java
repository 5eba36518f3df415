package org.jackdaw.auth;

import java.security.MessageDigest;

/** What is kept of a password for one hash: enough to check it, not to know it (RFC 5802 §3). */
record Credential(ScramHash hash, byte[] salt, int iterations, byte[] storedKey, byte[] serverKey) {

    /** Whether it was made from this prepared password. Takes the same time for every password. */
    boolean matches(String password) {
        return MessageDigest.isEqual(
                storedKey, hash.credential(password, salt, iterations).storedKey());
    }
}

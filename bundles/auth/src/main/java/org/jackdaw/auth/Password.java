package org.jackdaw.auth;

import rocks.xmpp.precis.PrecisProfiles;

/** Prepares passwords: OpaqueString (RFC 8265 §4.2), which succeeds the SASLprep that RFC 5802 names. */
final class Password {

    private static final int MAX_CHARACTERS = 1023;

    private Password() {}

    /** @throws IllegalArgumentException if the password is empty, too long, or has a character that none may have */
    static String prepare(String password) {
        if (password.isEmpty()) {
            throw new IllegalArgumentException("The password is empty.");
        }
        if (password.length() > MAX_CHARACTERS) {
            throw new IllegalArgumentException("The password has over " + MAX_CHARACTERS + " characters.");
        }
        try {
            return PrecisProfiles.OPAQUE_STRING.enforce(password);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("The password has a character that is not allowed.", e);
        }
    }

    /** A password that nobody can have is checked all the same: it takes its time, and does not match. */
    static String prepareOrKeep(String password) {
        try {
            return prepare(password);
        } catch (IllegalArgumentException e) {
            return password;
        }
    }
}

package org.jackdaw.plugin;

import java.util.Locale;

/** Why an attempt to log in failed (RFC 6120 §6.5). */
public class SaslFailure extends Exception {

    private static final long serialVersionUID = 1L;

    public enum Reason {
        ABORTED,
        ACCOUNT_DISABLED,
        CREDENTIALS_EXPIRED,
        ENCRYPTION_REQUIRED,
        INCORRECT_ENCODING,
        INVALID_AUTHZID,
        INVALID_MECHANISM,
        MALFORMED_REQUEST,
        MECHANISM_TOO_WEAK,
        NOT_AUTHORIZED,
        TEMPORARY_AUTH_FAILURE;

        private final String element = name().toLowerCase(Locale.ROOT).replace('_', '-');

        /** Returns the name of the condition's element. */
        public String element() {
            return element;
        }
    }

    private final Reason reason;

    /** @param text for people; empty for none; it must not tell whether an account exists */
    public SaslFailure(Reason reason, String text) {
        super(text, null, false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}

package org.jackdaw.xmpp;

/**
 * Thrown by a handler or filter to refuse a stanza: its sender gets the error, unless the stanza was itself an error or
 * a result (RFC 6120 §8.3.1). It carries no stack trace, so refusing is cheap.
 */
public class StanzaException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient StanzaError error;

    public StanzaException(StanzaError error) {
        super(error.condition().element() + (error.text().isEmpty() ? "" : ": " + error.text()), null, false, false);
        this.error = error;
    }

    /** @param text for people, in English; empty for none */
    public StanzaException(Condition condition, String text) {
        this(new StanzaError(condition, text));
    }

    public StanzaError error() {
        return error;
    }
}

package org.jackdaw.core;

/** What happened to a stanza at a stop of its way. */
public enum Step {
    RECEIVED("received from its client"),
    MADE("sent by the server or a plugin"),
    RETURNED("given back by the broken connection of", true),
    AWAITED("waited until what was sent before is on disk"),
    PASSED("passed the filter of"),
    CHANGED("changed by the filter of"),
    CONSUMED("consumed by the filter of", true),
    FAILED("failed in"),
    SHUT("not called, for its fence is shut:"),
    DECIDED("decided by"),
    ANSWERED("answered by"),
    HANDLED("handled by"),
    SENT("sent to"),
    HELD("held back until it has its waiting messages, for"),
    ASLEEP("kept for a client that has no connection:"),
    PACED("waits until somebody looks at the client:"),
    LEFT_OUT("left out, for nobody looks at the client:", true),
    CUT_OFF("queued for a client that does not read, and cut off:", true),
    GONE("not taken, for the session has just ended:"),
    REFUSED("refused by", true),
    IGNORED("silently ignored by", true);

    private final String text;
    private final boolean notable;

    Step(String text) {
        this(text, false);
    }

    Step(String text, boolean notable) {
        this.text = text;
        this.notable = notable;
    }

    /** Returns what is said before the name of who did it. */
    public String text() {
        return text;
    }

    /** Whether a stanza to which this happens is not simply delivered. */
    public boolean isNotable() {
        return notable;
    }
}

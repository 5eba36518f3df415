package org.jackdaw.stream;

import org.jackdaw.xmpp.StreamCondition;

/** Ends the stream with an error (RFC 6120 §4.9). */
final class StreamException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final StreamCondition condition;

    /** @param text for people; empty for none */
    StreamException(StreamCondition condition, String text) {
        super(text, null, false, false);
        this.condition = condition;
    }

    StreamCondition condition() {
        return condition;
    }
}

package org.jackdaw.xmpp;

/** XML that a stream must not carry; the condition is the stream error that answers it (RFC 6120 §4.9.3). */
public class XmlException extends Exception {

    private static final long serialVersionUID = 1L;

    private final StreamCondition condition;

    public XmlException(StreamCondition condition, String text) {
        super(text, null, false, false);
        this.condition = condition;
    }

    public StreamCondition condition() {
        return condition;
    }
}

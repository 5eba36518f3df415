package org.jackdaw.xmpp;

import static org.jackdaw.xmpp.StanzaError.Type.AUTH;
import static org.jackdaw.xmpp.StanzaError.Type.CANCEL;
import static org.jackdaw.xmpp.StanzaError.Type.MODIFY;
import static org.jackdaw.xmpp.StanzaError.Type.WAIT;

import java.util.Locale;
import java.util.Optional;

/** What went wrong with a stanza, with the error type that usually goes with it (RFC 6120 §8.3.3). */
public enum Condition {
    BAD_REQUEST(MODIFY),
    CONFLICT(CANCEL),
    FEATURE_NOT_IMPLEMENTED(CANCEL),
    FORBIDDEN(AUTH),
    GONE(CANCEL),
    INTERNAL_SERVER_ERROR(CANCEL),
    ITEM_NOT_FOUND(CANCEL),
    JID_MALFORMED(MODIFY),
    NOT_ACCEPTABLE(MODIFY),
    NOT_ALLOWED(CANCEL),
    NOT_AUTHORIZED(AUTH),
    POLICY_VIOLATION(MODIFY),
    RECIPIENT_UNAVAILABLE(WAIT),
    REDIRECT(MODIFY),
    REGISTRATION_REQUIRED(AUTH),
    REMOTE_SERVER_NOT_FOUND(CANCEL),
    REMOTE_SERVER_TIMEOUT(WAIT),
    RESOURCE_CONSTRAINT(WAIT),
    SERVICE_UNAVAILABLE(CANCEL),
    SUBSCRIPTION_REQUIRED(AUTH),
    UNDEFINED_CONDITION(MODIFY),
    UNEXPECTED_REQUEST(MODIFY);

    private final StanzaError.Type type;
    private final String element;

    Condition(StanzaError.Type type) {
        this.type = type;
        this.element = name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Returns the error type that the RFC suggests. */
    public StanzaError.Type type() {
        return type;
    }

    /** Returns the name of the condition's element, {@code bad-request} say. */
    public String element() {
        return element;
    }

    /** Returns the condition of that element name, or empty if the RFC defines none. */
    public static Optional<Condition> named(String element) {
        for (Condition condition : values()) {
            if (condition.element.equals(element)) {
                return Optional.of(condition);
            }
        }
        return Optional.empty();
    }
}

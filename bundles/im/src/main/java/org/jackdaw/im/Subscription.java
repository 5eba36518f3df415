package org.jackdaw.im;

/** State of a subscription between an account and a contact, with what is pending (RFC 6121 §A.1). */
enum Subscription {
    NONE("none", false, false),
    NONE_OUT("none", true, false),
    NONE_IN("none", false, true),
    NONE_OUT_IN("none", true, true),
    TO("to", false, false),
    TO_IN("to", false, true),
    FROM("from", false, false),
    FROM_OUT("from", true, false),
    BOTH("both", false, false);

    private final String attribute;
    private final boolean pendingOut;
    private final boolean pendingIn;

    Subscription(String attribute, boolean pendingOut, boolean pendingIn) {
        this.attribute = attribute;
        this.pendingOut = pendingOut;
        this.pendingIn = pendingIn;
    }

    /** Returns the value of the roster item's attribute {@code subscription}. */
    String attribute() {
        return attribute;
    }

    /** Whether the account sees the contact's presence. */
    boolean isTo() {
        return this == TO || this == TO_IN || this == BOTH;
    }

    /** Whether the contact sees the account's presence. */
    boolean isFrom() {
        return this == FROM || this == FROM_OUT || this == BOTH;
    }

    /** Whether the account asked and the contact has not answered: {@code ask='subscribe'}. */
    boolean isPendingOut() {
        return pendingOut;
    }

    /** Whether the contact asked and the account has not answered. */
    boolean isPendingIn() {
        return pendingIn;
    }
}

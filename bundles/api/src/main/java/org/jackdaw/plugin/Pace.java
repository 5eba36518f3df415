package org.jackdaw.plugin;

/**
 * When a stanza is to leave for a client that nobody looks at.
 *
 * @param replaces among those that wait, one with the same text is dropped for this one; empty for none
 */
public record Pace(When when, String replaces) {

    /** When it is to leave. */
    public enum When {
        /** Now, after everything that waits. */
        NOW,
        /** With the next that is to leave now, or when the client is looked at again. */
        LATER,
        /** Not at all. */
        NEVER
    }

    public static final Pace NOW = new Pace(When.NOW, "");
    public static final Pace LATER = new Pace(When.LATER, "");
    public static final Pace NEVER = new Pace(When.NEVER, "");

    /** Later, in place of an older one: a contact's presence in place of the one before, say. */
    public static Pace newest(String replaces) {
        return new Pace(When.LATER, replaces);
    }
}

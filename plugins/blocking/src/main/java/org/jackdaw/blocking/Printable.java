package org.jackdaw.blocking;

/** What clients wrote, for the operator. */
final class Printable {

    private Printable() {}

    /** Returns a text that writes no lines of its own, and does not talk to a terminal. */
    static String of(String text) {
        return text.replaceAll("\\p{Cntrl}|[\\u0080-\\u009f\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069]", "?");
    }
}

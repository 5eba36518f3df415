package org.jackdaw.console;

import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Makes every character of a text seen: what a client chose must not pass for our own words. */
final class Seen {

    /** What turns a line around, hides, or looks like something else; a body alone has more lines than one. */
    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cc}\\p{Cf}\\u2028\\u2029&&[^\\n\\t]]");

    private static final Pattern LINES = Pattern.compile("[\\n\\t]");

    private Seen() {}

    /** Returns a text of one line. */
    static String line(String text) {
        return LINES.matcher(lines(text)).replaceAll(Seen::escaped);
    }

    /** Returns a text that may have several lines. */
    static String lines(String text) {
        return UNSEEN.matcher(text).replaceAll(Seen::escaped);
    }

    private static String escaped(MatchResult unseen) {
        return "\\\\u{%x}".formatted(unseen.group().codePointAt(0));
    }
}

package org.jackdaw.archive;

import java.text.Normalizer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.SequencedSet;
import java.util.stream.Collectors;
import org.dom4j.Element;
import org.jackdaw.xmpp.Message;

/** The words of a text, for the search in bodies (XEP-0431): runs of letters and digits, whatever their case. */
final class Words {

    /** Longer words are known by their beginning. */
    private static final int LONGEST = 64;

    /** A row of PostgreSQL holds a megabyte of words; no body that people write has as many. */
    private static final int MOST = 3000;

    private Words() {}

    static List<String> of(String text) {
        SequencedSet<String> words = new LinkedHashSet<>();
        String plain = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        int begin = -1;
        for (int i = 0; i <= plain.length() && words.size() < MOST; ) {
            int code = i < plain.length() ? plain.codePointAt(i) : ' ';
            boolean inside = Character.isLetterOrDigit(code) || begin >= 0 && isMark(code);
            if (inside && begin < 0) {
                begin = i;
            } else if (!inside && begin >= 0) {
                words.add(shortened(plain.substring(begin, i)));
                begin = -1;
            }
            i += Character.charCount(code);
        }
        return List.copyOf(words);
    }

    /** Accents and vowel signs that stand alone. */
    private static boolean isMark(int code) {
        int type = Character.getType(code);
        return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
    }

    private static String shortened(String word) {
        return word.codePointCount(0, word.length()) <= LONGEST
                ? word
                : word.substring(0, word.offsetByCodePoints(0, LONGEST));
    }

    /** Returns the words of a message's bodies, in all languages. */
    static List<String> of(Message message) {
        return of(message.copy().elements("body").stream().map(Element::getText).collect(Collectors.joining(" ")));
    }
}

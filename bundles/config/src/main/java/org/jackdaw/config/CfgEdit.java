package org.jackdaw.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** Changes the text of a configuration file, and leaves every line that it need not change as it is. */
final class CfgEdit {

    private final List<String> lines;

    CfgEdit(String text) {
        lines = new ArrayList<>(Arrays.asList(text.split("(?<=\n)")));
        lines.removeIf(String::isEmpty);
    }

    /** Sets a key: in its line, else below the last line that has it as a comment, else at the end below its description. */
    CfgEdit set(String key, String value, String description) {
        int line = set(key);
        int comment = comment(key);
        String text = (key + " = " + value).strip();
        if (line >= 0) {
            lines.set(line, text + ending(lines.get(line)));
        } else if (comment >= 0) {
            insert(comment + 1, text);
        } else {
            if (!lines.isEmpty()) {
                insert(lines.size(), "");
            }
            description.lines().forEach(part -> insert(lines.size(), "# " + part));
            insert(lines.size(), text);
        }
        return this;
    }

    /** Leaves a key to its default: without the line that sets it, and with one that has it as a comment. */
    CfgEdit reset(String key, String defaultText) {
        int line = set(key);
        if (line >= 0 && comment(key) >= 0) {
            lines.remove(line);
        } else if (line >= 0) {
            lines.set(line, ("#" + key + " = " + defaultText).strip() + ending(lines.get(line)));
        }
        return this;
    }

    private int set(String key) {
        return last("\\s*" + Pattern.quote(key) + "\\s*=.*");
    }

    /** Further in than one space it is an example within a comment. */
    private int comment(String key) {
        return last("\\s*# ?" + Pattern.quote(key) + "\\s*=.*");
    }

    private int last(String pattern) {
        Pattern line = Pattern.compile(pattern, Pattern.DOTALL);
        for (int i = lines.size() - 1; i >= 0; i--) {
            if (line.matcher(lines.get(i)).matches()) {
                return i;
            }
        }
        return -1;
    }

    private void insert(int index, String text) {
        String ending = lines.stream()
                .map(CfgEdit::ending)
                .filter(end -> !end.isEmpty())
                .findFirst()
                .orElse("\n");
        if (index > 0 && ending(lines.get(index - 1)).isEmpty()) {
            lines.set(index - 1, lines.get(index - 1) + ending);
        }
        lines.add(index, text + ending);
    }

    private static String ending(String line) {
        return line.endsWith("\r\n") ? "\r\n" : line.endsWith("\n") ? "\n" : "";
    }

    String text() {
        return String.join("", lines);
    }

    /** Returns a text without the values of some keys, be they set or in a comment, and without passwords in addresses. */
    static String masked(String text, Iterable<String> keys, String mask) {
        String result = text.replaceAll("(?i)([?&;]password=)[^&;\\s]*", "$1" + mask);
        for (String key : keys) {
            result = result.replaceAll("(?m)^(\\s*#?\\s*" + Pattern.quote(key) + "\\s*=[ \\t]*)\\S.*$", "$1" + mask);
        }
        return result;
    }
}

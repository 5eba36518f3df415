package org.jackdaw.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The form of a configuration file: {@code key = value} lines, and comments that begin with {@code #}. */
final class CfgText {

    private static final Pattern LINE = Pattern.compile("([A-Za-z0-9._-]+)\\s*=\\s*(.*)");

    private CfgText() {}

    /** Returns the values by key, in the file's order; white space around a value is not part of it. */
    static Map<String, String> parse(String text) throws InvalidConfig {
        Map<String, String> values = new LinkedHashMap<>();
        List<String> lines = text.lines().map(String::strip).toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            Matcher matcher = LINE.matcher(line);
            if (!matcher.matches()) {
                throw new InvalidConfig("line " + (i + 1) + ": not of the form key = value");
            }
            if (values.put(matcher.group(1), matcher.group(2)) != null) {
                throw new InvalidConfig("line " + (i + 1) + ": " + matcher.group(1) + " is set twice");
            }
        }
        return Collections.unmodifiableMap(values);
    }
}

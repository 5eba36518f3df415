package org.jackdaw.config;

import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The options that one configuration file may set, by key and in the order of their declaration. Several components of a
 * bundle may share a file.
 *
 * @param name what they are about; empty if the bundle does not say
 * @param description more of that; may be empty
 */
record Options(String name, String description, Map<String, Option> byKey) {

    private static final int MAX_TYPING_ERRORS = 3;

    Options {
        byKey = Collections.unmodifiableMap(new LinkedHashMap<>(byKey));
    }

    Options(Map<String, Option> byKey) {
        this("", "", byKey);
    }

    /** Returns the keys whose values are shown to nobody. */
    Set<String> passwords() {
        return byKey.entrySet().stream()
                .filter(entry -> entry.getValue().type() == Option.Type.PASSWORD)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    Options and(Options others) {
        Map<String, Option> all = new LinkedHashMap<>(byKey);
        all.putAll(others.byKey);
        return name.isEmpty() ? new Options(others.name, others.description, all) : new Options(name, description, all);
    }

    /** Returns the typed values; what the file does not set is left to the defaults of the component. */
    Map<String, Object> values(Map<String, String> texts) throws InvalidConfig {
        Map<String, Object> values = new HashMap<>();
        for (Map.Entry<String, String> entry : texts.entrySet()) {
            values.put(entry.getKey(), value(entry.getKey(), entry.getValue()));
        }
        return values;
    }

    /** Returns the option of a key. */
    Option option(String key) throws InvalidConfig {
        Option option = byKey.get(key);
        if (option == null) {
            throw new InvalidConfig(key + ": no such option; " + suggestion(key));
        }
        return option;
    }

    private Object value(String key, String text) throws InvalidConfig {
        Option option = option(key);
        try {
            return option.value(text);
        } catch (InvalidConfig e) {
            String shown = option.type() == Option.Type.PASSWORD ? "(hidden)" : text;
            throw new InvalidConfig(key + " = " + shown + ": " + e.getMessage());
        }
    }

    private String suggestion(String key) {
        Optional<String> nearest = byKey.keySet().stream()
                .filter(known -> distance(key, known) <= MAX_TYPING_ERRORS)
                .min(Comparator.comparingInt((String known) -> distance(key, known))
                        .thenComparing(Comparator.naturalOrder()));
        return nearest.map(known -> "did you mean " + known + "?")
                .orElseGet(() -> "there are " + byKey.keySet().stream().sorted().collect(Collectors.joining(", ")));
    }

    /** How many letters to insert, delete or replace (Levenshtein). */
    private static int distance(String from, String to) {
        int[] above = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int[] row = new int[to.length() + 1];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = above[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, 1 + Math.min(above[j], row[j - 1]));
            }
            above = row;
        }
        return above[to.length()];
    }
}

package org.jackdaw.deployer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A manifest header in its clauses (OSGi Core §3.2.3). */
final class Header {

    /** The names before the parameters, and the parameters: a directive's key ends in a colon. */
    record Clause(List<String> names, Map<String, String> parameters) {

        boolean isOptional() {
            return "optional".equals(parameters.get("resolution:"));
        }
    }

    private Header() {}

    /** Returns the clauses; none for a header that is absent, which is null. */
    static List<Clause> parse(String header) {
        List<Clause> clauses = new ArrayList<>();
        for (String clause : split(header == null ? "" : header, ',')) {
            List<String> names = new ArrayList<>();
            Map<String, String> parameters = new LinkedHashMap<>();
            for (String part : split(clause, ';')) {
                int equals = part.indexOf('=');
                int quote = part.indexOf('"');
                if (equals < 0 || quote >= 0 && quote < equals) {
                    names.add(part);
                } else {
                    parameters.put(part.substring(0, equals).strip(), unquoted(part.substring(equals + 1)));
                }
            }
            clauses.add(new Clause(names, parameters));
        }
        return clauses;
    }

    private static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            char c = i < text.length() ? text.charAt(i) : separator;
            if (c == '"') {
                quoted = !quoted;
            } else if (c == separator && !quoted || i == text.length()) {
                String part = text.substring(start, i).strip();
                if (!part.isEmpty()) {
                    parts.add(part);
                }
                start = i + 1;
            }
        }
        return parts;
    }

    private static String unquoted(String value) {
        String stripped = value.strip();
        return stripped.length() > 1 && stripped.startsWith("\"") && stripped.endsWith("\"")
                ? stripped.substring(1, stripped.length() - 1)
                : stripped;
    }
}

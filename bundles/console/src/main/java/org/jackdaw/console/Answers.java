package org.jackdaw.console;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Writes answers. */
final class Answers {

    private Answers() {}

    static void text(HttpServletResponse response, int status, String text) throws IOException {
        write(response, status, "text/plain", text + "\n");
    }

    static void html(HttpServletResponse response, int status, String html) throws IOException {
        write(response, status, "text/html", html);
    }

    static void json(HttpServletResponse response, int status, Object value) throws IOException {
        write(response, status, "application/json", Json.of(value));
    }

    private static void write(HttpServletResponse response, int status, String type, String text) throws IOException {
        response.setStatus(status);
        response.setContentType(type);
        response.setCharacterEncoding("UTF-8");
        response.getWriter().write(text);
    }

    /** Returns a file of this bundle with the values in place of {@code @name@}. */
    static String page(String file, Map<String, String> values) {
        try (InputStream in = Answers.class.getResourceAsStream("/assets/" + file)) {
            if (in == null) {
                throw new IllegalStateException("no file assets/" + file);
            }
            String page = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            for (Map.Entry<String, String> value : values.entrySet()) {
                page = page.replace("@" + value.getKey() + "@", value.getValue());
            }
            return page;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

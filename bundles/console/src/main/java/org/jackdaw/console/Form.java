package org.jackdaw.console;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jackdaw.xmpp.Jid;

/** What a page sends along. */
final class Form {

    private static final int LONGEST = 5000;
    private static final int MOST = 50;

    private final HttpServletRequest request;
    private final Login login;

    Form(HttpServletRequest request, Login login) {
        this.request = request;
        this.login = login;
    }

    /** Returns who asks. */
    Login login() {
        return login;
    }

    /** Returns a value; empty if there is none. */
    String text(String name) {
        String value = request.getParameter(name);
        if (value != null && value.length() > LONGEST) {
            throw new IllegalArgumentException("The value of " + name + " is too long.");
        }
        return value == null ? "" : value;
    }

    /** Returns what was asked for: the path after the console's root. */
    String path() {
        return request.getPathInfo();
    }

    /** Returns all values by their names; the first of each. */
    Map<String, String> all() {
        Set<String> names = request.getParameterMap().keySet();
        if (names.size() > MOST || names.stream().anyMatch(name -> name.length() > LONGEST)) {
            throw new IllegalArgumentException("There are too many values, or the name of one is too long.");
        }
        return names.stream().collect(Collectors.toMap(name -> name, this::text));
    }

    /** Returns a whole number of 0 or more; 0 if there is none. */
    int number(String name) {
        String text = text(name);
        if (!text.matches("\\d{0,9}")) {
            throw new IllegalArgumentException("The value of " + name + " is not a whole number.");
        }
        return text.isEmpty() ? 0 : Integer.parseInt(text);
    }

    boolean claim(String name) {
        return text(name).equals("true");
    }

    /** Returns an address. */
    Jid jid(String name) {
        String text = text(name).strip();
        try {
            return Jid.of(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + text + "' is not an address: " + e.getMessage() + ".", e);
        }
    }

    /** Returns the file that is sent as the body. */
    InputStream body() throws IOException {
        return request.getInputStream();
    }
}

package org.jackdaw.console;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import java.util.stream.Stream;

/** The cookie by which a browser is known again. Browsers do not tell ports apart, so its name does. */
final class LoginCookie {

    private LoginCookie() {}

    private static String name(HttpServletRequest request) {
        return "jackdaw-" + request.getLocalPort();
    }

    /** Returns the token that a request shows; empty for none. */
    static Optional<String> of(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        return Stream.of(cookies == null ? new Cookie[0] : cookies)
                .filter(cookie -> cookie.getName().equals(name(request)))
                .map(Cookie::getValue)
                .findFirst();
    }

    static void remember(HttpServletRequest request, HttpServletResponse response, Login login) {
        set(request, response, login.token());
    }

    static void forget(HttpServletRequest request, HttpServletResponse response) {
        set(request, response, "; Max-Age=0");
    }

    private static void set(HttpServletRequest request, HttpServletResponse response, String value) {
        boolean secure = request.isSecure() || "https".equals(request.getHeader("X-Forwarded-Proto"));
        response.addHeader(
                "Set-Cookie",
                name(request) + "=" + value + "; Path=/; HttpOnly; SameSite=Strict" + (secure ? "; Secure" : ""));
    }
}

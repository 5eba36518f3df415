package org.jackdaw.console;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.apache.felix.webconsole.spi.SecurityProvider;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.Preprocessor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands before everything that the web server has: refuses what does not come from a page of ours, and lets nobody into
 * the web console who is not logged in.
 */
@Component(
        service = {Preprocessor.class, SecurityProvider.class, Guard.class},
        configurationPid = ConsoleConfig.PID,
        property = SecurityProvider.PROPERTY_ID + "=jackdaw")
public final class Guard implements Preprocessor, SecurityProvider {

    private static final Logger LOG = LoggerFactory.getLogger(Guard.class);

    /** A page that keeps itself up to date says so: nobody sits before it for that. */
    static final String UNATTENDED = "Jackdaw-Unattended";

    private static final String OUR_POLICY =
            "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none';"
                    + " form-action 'self'; frame-ancestors 'none'";

    /** Felix's own pages have scripts and styles in them. */
    private static final String FELIX_POLICY =
            OUR_POLICY + "; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'";

    private final LoginSessions logins;
    private volatile RequestCheck check;
    private volatile Duration idle;

    @Activate
    public Guard(ConsoleConfig config, @Reference LoginSessions logins) {
        this.logins = logins;
        change(config);
    }

    @Modified
    void change(ConsoleConfig config) {
        check = new RequestCheck(config.hosts());
        idle = Duration.ofMinutes(config.idleMinutes());
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest asked = (HttpServletRequest) request;
        HttpServletResponse answer = (HttpServletResponse) response;
        setHeaders(asked.getRequestURI(), answer);
        Optional<RequestCheck.Refused> refused = check.refuse(asked(asked));
        if (refused.isPresent()) {
            Answers.text(answer, refused.get().status(), refused.get().sentence());
        } else if (!isReadable(asked)) {
            Answers.text(answer, HttpServletResponse.SC_BAD_REQUEST, "What was sent is no form, or too much of one.");
        } else {
            chain.doFilter(request, response);
        }
    }

    /** Jetty reads a form when somebody asks for its values; what it throws then is not for those who ask. */
    private static boolean isReadable(HttpServletRequest request) {
        try {
            return header(request, "Content-Type").startsWith("multipart/") || request.getParameterMap() != null;
        } catch (RuntimeException e) {
            LOG.debug("A request to {} has no readable form", request.getRequestURI(), e);
            return false;
        }
    }

    private static RequestCheck.Asked asked(HttpServletRequest request) throws IOException {
        return new RequestCheck.Asked(
                request.getMethod(),
                header(request, "Host"),
                InetAddress.ofLiteral(request.getLocalAddr()),
                header(request, "Origin"),
                header(request, "Sec-Fetch-Site"),
                header(request, "Sec-Fetch-Mode").equals("navigate"),
                request.getContentLengthLong(),
                !header(request, "Transfer-Encoding").isEmpty());
    }

    private static String header(HttpServletRequest request, String name) {
        String value = request.getHeader(name);
        return value == null ? "" : value;
    }

    private static void setHeaders(String path, HttpServletResponse response) {
        boolean isFelix = path.startsWith(Tab.ROOT);
        response.setHeader("Content-Security-Policy", isFelix ? FELIX_POLICY : OUR_POLICY);
        response.setHeader("X-Frame-Options", "DENY");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Referrer-Policy", "same-origin");
        response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
        response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
        // The libraries have their version in their address.
        response.setHeader(
                "Cache-Control",
                path.startsWith("/webjars/") ? "max-age=86400" : path.startsWith("/assets/") ? "no-cache" : "no-store");
    }

    /** Replaces the headers for a page that is ours throughout. */
    static void protect(HttpServletResponse response) {
        response.setHeader("Content-Security-Policy", OUR_POLICY);
    }

    @Override
    public Object authenticate(HttpServletRequest request, HttpServletResponse response) {
        Optional<Login> login = find(request);
        if (login.isEmpty()) {
            askToLogIn(request, response);
        }
        return login.orElse(null);
    }

    private Optional<Login> find(HttpServletRequest request) {
        boolean attended = header(request, UNATTENDED).isEmpty();
        return LoginCookie.of(request).flatMap(token -> logins.find(token, idle, attended));
    }

    /** Whoever wanted a page gets the login, and the page after it; whoever wanted data is told. */
    private static void askToLogIn(HttpServletRequest request, HttpServletResponse response) {
        boolean wantsPage =
                request.getMethod().equals("GET") && header(request, "Accept").contains("text/html");
        response.setStatus(wantsPage ? HttpServletResponse.SC_SEE_OTHER : HttpServletResponse.SC_UNAUTHORIZED);
        if (wantsPage) {
            response.setHeader(
                    "Location", "/login?to=" + URLEncoder.encode(request.getRequestURI(), StandardCharsets.UTF_8));
        }
    }

    @Override
    public boolean authorize(Object user, String role) {
        return true;
    }

    /** Answers with the way to the login: the web console, which calls this too, would answer with an empty page. */
    @Override
    public void logout(HttpServletRequest request, HttpServletResponse response) {
        find(request).ifPresent(logins::end);
        LoginCookie.forget(request, response);
        response.setStatus(HttpServletResponse.SC_SEE_OTHER);
        response.setHeader("Location", LoginPage.LOGIN);
        try {
            response.flushBuffer();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

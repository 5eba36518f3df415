package org.jackdaw.console;

import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.jackdaw.core.AdminLogin;
import org.jackdaw.plugin.SaslFailure;
import org.jackdaw.xmpp.Jid;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardResource;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;
import org.owasp.encoder.Encode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs administrators in and out, and leads whoever comes to the front door to the console. */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern({LoginPage.FRONT_DOOR, LoginPage.LOGIN, LoginPage.LOGOUT})
@HttpWhiteboardResource(pattern = "/assets/*", prefix = "/assets")
public final class LoginPage extends HttpServlet {

    /** Is also what nothing else answers for. */
    static final String FRONT_DOOR = "/";

    static final String LOGIN = "/login";
    static final String LOGOUT = "/logout";

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(LoginPage.class);
    private static final String HOME = Tab.ROOT + "/overview";
    private static final int LONGEST = 2000;
    private static final String WRONG = "Name and password do not belong to an administrator.";
    private static final String LATER = "Too many attempts are under way: try again in half a minute.";

    /** A login may have to wait; the other threads of the web server are for those who are in. */
    private static final int AT_ONCE = 4;

    private final transient AdminLogin admins;
    private final transient LoginSessions logins;
    private final transient Guard guard;
    private final transient Semaphore free = new Semaphore(AT_ONCE);

    @Activate
    public LoginPage(@Reference AdminLogin admins, @Reference LoginSessions logins, @Reference Guard guard) {
        this.admins = admins;
        this.logins = logins;
        this.guard = guard;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        switch (request.getRequestURI()) {
            case LOGIN -> show(response, HttpServletResponse.SC_OK, "", parameter(request, "to"));
            case LOGOUT -> response.sendError(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
            case FRONT_DOOR -> goTo(response, HOME);
            default -> response.sendError(HttpServletResponse.SC_NOT_FOUND);
        }
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        switch (request.getRequestURI()) {
            case LOGIN -> logIn(request, response);
            case LOGOUT -> guard.logout(request, response);
            default -> response.sendError(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
        }
    }

    private void logIn(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String name = parameter(request, "name").strip();
        String to = parameter(request, "to");
        if (!free.tryAcquire()) {
            show(response, HttpServletResponse.SC_SERVICE_UNAVAILABLE, LATER, to);
            return;
        }
        try {
            InetAddress from = InetAddress.ofLiteral(request.getRemoteAddr());
            Jid account = admins.login(from, name, parameter(request, "password"));
            LoginCookie.remember(request, response, logins.begin(account));
            LOG.info("{} has logged in to the console from {}", account, request.getRemoteAddr());
            goTo(response, isPlace(to) ? to : HOME);
        } catch (SaslFailure e) {
            boolean wrong = e.reason() != SaslFailure.Reason.TEMPORARY_AUTH_FAILURE;
            LOG.info("A login to the console from {} failed: {}", request.getRemoteAddr(), e.reason());
            show(
                    response,
                    wrong ? HttpServletResponse.SC_FORBIDDEN : HttpServletResponse.SC_SERVICE_UNAVAILABLE,
                    wrong ? WRONG : LATER,
                    to);
        } finally {
            free.release();
        }
    }

    /** Whether that is a page of the console: a link to the login must not lead elsewhere after it. */
    private static boolean isPlace(String to) {
        return to.matches(Tab.ROOT + "/[A-Za-z0-9/_-]*") && !to.contains("//");
    }

    private static String parameter(HttpServletRequest request, String name) {
        String value = request.getParameter(name);
        return value == null || value.length() > LONGEST ? "" : value;
    }

    private static void show(HttpServletResponse response, int status, String problem, String to) throws IOException {
        String alert = problem.isEmpty() ? "" : "<p role=\"alert\" class=\"problem\">" + problem + "</p>";
        Answers.html(
                response,
                status,
                Answers.page("login.html", Map.of("problem", alert, "to", Encode.forHtmlAttribute(to))));
    }

    private static void goTo(HttpServletResponse response, String place) {
        response.setStatus(HttpServletResponse.SC_SEE_OTHER);
        response.setHeader("Location", place);
    }
}

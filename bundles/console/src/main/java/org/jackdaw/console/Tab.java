package org.jackdaw.console;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.apache.felix.webconsole.servlet.AbstractServlet;
import org.apache.felix.webconsole.servlet.User;
import org.jackdaw.core.TabProblem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A tab of the console. Nobody calls it who is not logged in, and nobody asks it for a change but a page of ours. Called by
 * many threads at once.
 */
public abstract class Tab extends AbstractServlet {

    /** Where the web console is on the server. */
    static final String ROOT = "/console";

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(Tab.class);
    private static final String CSRF = "Jackdaw-Token";

    private final transient Tabs tabs;

    protected Tab(Tabs tabs) {
        this.tabs = tabs;
    }

    /** Returns what the page shows, for {@link Json}; who asks again and again gets what has changed in the meantime. */
    abstract Object data(Form form);

    /**
     * Does what the page asks for, and returns what there is to say about it: a sentence, or more for {@link Json}.
     *
     * @throws IllegalArgumentException if it cannot be done; the text is for the administrator
     */
    abstract Object act(String action, Form form) throws IOException;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String[] path = path(request);
        if (path.length == 1) {
            Guard.protect(response);
            Answers.html(response, HttpServletResponse.SC_OK, page(tabs, path[0], login(request)));
        } else if (path[1].equals("data.json")) {
            answer(response, () -> data(new Form(request, login(request))));
        } else {
            refuse(response, HttpServletResponse.SC_NOT_FOUND, "There is no such page.");
        }
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Login login = login(request);
        String[] path = path(request);
        if (!login.csrf().equals(request.getHeader(CSRF))) {
            refuse(response, HttpServletResponse.SC_FORBIDDEN, "This page is out of date: load it again.");
        } else if (path.length != 2) {
            refuse(response, HttpServletResponse.SC_NOT_FOUND, "There is no such action.");
        } else {
            answer(response, () -> {
                Object said = act(path[1], new Form(request, login));
                LOG.info("{} in the console: {}", login.account(), said);
                return Map.of("said", said);
            });
        }
    }

    /** What is asked of a tab. */
    @FunctionalInterface
    private interface Question {
        Object ask() throws IOException;
    }

    /** Whoever's fault it is that there is no answer, it ends here, and the page is told. */
    private static void answer(HttpServletResponse response, Question question) throws IOException {
        try {
            Answers.json(response, HttpServletResponse.SC_OK, question.ask());
        } catch (IllegalArgumentException e) {
            refuse(response, HttpServletResponse.SC_BAD_REQUEST, e.getMessage());
        } catch (TabProblem e) {
            refuse(response, HttpServletResponse.SC_SERVICE_UNAVAILABLE, e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("A request to the console failed", e);
            refuse(response, HttpServletResponse.SC_INTERNAL_SERVER_ERROR, "That failed: the server's log says why.");
        }
    }

    private static void refuse(HttpServletResponse response, int status, String sentence) throws IOException {
        Answers.json(response, status, Map.of("refused", sentence));
    }

    /** Returns the tab's page for whoever is logged in. */
    String page(Tabs all, String path, Login login) {
        return all.page(path, login);
    }

    /** Returns the parts of the path after the console's root: the label, and what is asked of the tab. */
    private String[] path(HttpServletRequest request) {
        return path(request.getPathInfo().replaceFirst("^/", ""));
    }

    String[] path(String asked) {
        return asked.split("/", 3);
    }

    private static Login login(HttpServletRequest request) {
        return (Login) ((User) request.getAttribute(User.USER_ATTRIBUTE)).getUserObject();
    }

    /** Returns how an unknown action is answered. */
    static IllegalArgumentException unknown(String action) {
        return new IllegalArgumentException("There is no action " + action + ".");
    }
}

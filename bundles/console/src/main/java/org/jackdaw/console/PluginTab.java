package org.jackdaw.console;

import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import org.jackdaw.core.PluginTabs;
import org.jackdaw.plugin.ConsoleTab.Query;
import org.jackdaw.xmpp.StanzaException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * All tabs that plugins bring: below an address of their own, so that none takes the place of one of ours. What a plugin has to
 * show comes as data, and becomes a page here.
 */
@Component(service = {Servlet.class, Tab.class})
@TabPlace(label = PluginTab.LABEL, title = "Tabs of plugins", order = 70)
public final class PluginTab extends Tab {

    static final String LABEL = "tab";

    private static final long serialVersionUID = 1L;
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9-]{0,63}");
    private static final String NOTHING = "nothing";

    private final transient PluginTabs plugins;

    @Activate
    public PluginTab(@Reference Tabs tabs, @Reference PluginTabs plugins) {
        super(tabs);
        this.plugins = plugins;
    }

    /** Felix's menu leads to where there is no tab. */
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getPathInfo().equals("/" + LABEL)) {
            response.sendRedirect(ROOT + "/overview");
        } else {
            super.doGet(request, response);
        }
    }

    /** Returns the label of the plugin's tab, and what is asked of it. */
    @Override
    String[] path(String asked) {
        List<String> parts = List.of(asked.split("/", 4));
        return switch (parts.size()) {
            case 1 -> new String[] {NOTHING};
            // There is no tab without a name, but its page asks for data just the same.
            case 2 ->
                NAME.matcher(parts.get(1)).matches()
                        ? new String[] {parts.get(1)}
                        : new String[] {NOTHING, parts.get(1)};
            case 3 -> new String[] {label(asked), parts.get(2)};
            default -> new String[] {NOTHING, NOTHING, NOTHING};
        };
    }

    /** What is no name of a tab is that of one that there never is. */
    private static String label(String asked) {
        String[] parts = asked.replaceFirst("^/", "").split("/");
        return parts.length > 1 && NAME.matcher(parts[1]).matches() ? parts[1] : NOTHING;
    }

    @Override
    String page(Tabs all, String path, Login login) {
        return all.pageOfPlugin(path, login);
    }

    @Override
    Object data(Form form) {
        try {
            return ScreenView.of(plugins.show(label(form.path()), query(form)));
        } catch (StanzaException e) {
            throw refused(e);
        }
    }

    @Override
    Object act(String action, Form form) {
        if (!NAME.matcher(action).matches()) {
            throw unknown(Seen.line(action));
        }
        try {
            return Seen.line(plugins.act(label(form.path()), action, query(form)));
        } catch (StanzaException e) {
            throw refused(e);
        }
    }

    private static Query query(Form form) {
        return new Query(form.login().account(), form.all());
    }

    private static IllegalArgumentException refused(StanzaException e) {
        String text = e.error().text();
        return new IllegalArgumentException(
                text.isEmpty() ? "Refused: " + e.error().condition().element() + "." : Seen.line(text), e);
    }
}

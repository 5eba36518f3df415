package org.jackdaw.console;

import jakarta.servlet.Servlet;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.dom4j.Element;
import org.jackdaw.core.SessionTable;
import org.jackdaw.session.Session;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Presence;
import org.jackdaw.xmpp.StreamCondition;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Who is connected, with what, and from where. */
@Component(service = {Servlet.class, Tab.class})
@TabPlace(label = "sessions", title = "Sessions", order = 20)
public final class SessionsTab extends Tab {

    private static final long serialVersionUID = 1L;
    private static final int SHOWN = 100;
    private static final String CAPABILITIES = "http://jabber.org/protocol/caps";

    private final transient SessionTable sessions;

    @Activate
    public SessionsTab(@Reference Tabs tabs, @Reference SessionTable sessions) {
        super(tabs);
        this.sessions = sessions;
    }

    /** @param found how many sessions match; the first of them are shown */
    private record View(int count, int found, List<Row> sessions) {}

    /**
     * What is shown of a session.
     *
     * @param show availability as RFC 6121 §4.7.2.1 has it; empty for available and nothing more; "-" for not available
     * @param client the client's home page, as it says itself (XEP-0115)
     * @param capabilities the hash of what it offers; empty if it does not say
     */
    private record Row(
            Jid jid,
            String address,
            boolean isSecure,
            long since,
            String show,
            int priority,
            String client,
            String capabilities) {}

    @Override
    Object data(Form form) {
        String part = form.text("search").strip().toLowerCase(Locale.ROOT);
        List<? extends Session> found = sessions.all().stream()
                .filter(session ->
                        session.jid().toString().toLowerCase(Locale.ROOT).contains(part)
                                || session.address().getHostAddress().contains(part))
                .sorted(Comparator.comparing(Session::jid))
                .toList();
        return new View(
                sessions.count(),
                found.size(),
                found.stream().limit(SHOWN).map(SessionsTab::row).toList());
    }

    private static Row row(Session session) {
        Optional<Presence> presence = session.presence();
        Optional<Element> offered = presence.flatMap(SessionsTab::capabilities);
        return new Row(
                session.jid(),
                session.address().getHostAddress(),
                session.isSecure(),
                session.since().toEpochMilli(),
                presence.map(SessionsTab::show).orElse("-"),
                session.priority(),
                offered.map(caps -> caps.attributeValue("node", "")).orElse(""),
                offered.map(caps -> caps.attributeValue("ver", "")).orElse(""));
    }

    private static String show(Presence presence) {
        return presence.show().orElse("");
    }

    private static Optional<Element> capabilities(Presence presence) {
        return presence.child("c", CAPABILITIES);
    }

    @Override
    Object act(String action, Form form) {
        if (!action.equals("disconnect")) {
            throw unknown(action);
        }
        Jid jid = form.jid("jid");
        Session session =
                sessions.find(jid).orElseThrow(() -> new IllegalArgumentException(jid + " is not connected."));
        session.close(StreamCondition.POLICY_VIOLATION, "disconnected by an administrator");
        return jid + " is disconnected.";
    }
}

package org.jackdaw.last;

import static org.jackdaw.plugin.HandlesIq.To.ACCOUNT;
import static org.jackdaw.plugin.HandlesIq.To.SERVER;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.dom4j.Element;
import org.dom4j.QName;
import org.dom4j.tree.DefaultElement;
import org.jackdaw.plugin.HandlesIq;
import org.jackdaw.plugin.Implements;
import org.jackdaw.plugin.IqHandler;
import org.jackdaw.plugin.SessionListener;
import org.jackdaw.plugin.Subscriptions;
import org.jackdaw.session.Session;
import org.jackdaw.session.Sessions;
import org.jackdaw.store.Lifetime;
import org.jackdaw.store.Store;
import org.jackdaw.store.Stores;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Iq;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.StanzaException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Says how long the server has been up (XEP-0012 §5), and since when an account is away (§3). */
@Component
@HandlesIq(
        element = "query",
        namespace = LastActivity.NS,
        to = {SERVER, ACCOUNT})
@Implements("XEP-0012 2.0")
public final class LastActivity implements IqHandler, SessionListener {

    static final String NS = "jabber:iq:last";
    private static final String KEY = "unavailable";

    private final Store store;
    private final Sessions sessions;
    private final Subscriptions subscriptions;

    @Activate
    public LastActivity(
            @Reference Stores stores, @Reference Sessions sessions, @Reference Subscriptions subscriptions) {
        store = stores.open("last", Lifetime.DURABLE);
        this.sessions = sessions;
        this.subscriptions = subscriptions;
    }

    @Override
    public void unavailable(Session session) {
        Element last = new DefaultElement("last");
        last.setText(Instant.now().toString());
        store.update(session.jid().bare(), KEY, old -> Optional.of(last));
    }

    @Override
    public Optional<Element> handle(Iq request) {
        Jid asked = request.to().orElse(request.sender().bare());
        Duration idle = asked.isDomain()
                ? Duration.ofMillis(ManagementFactory.getRuntimeMXBean().getUptime())
                : away(request.sender(), asked);
        Element query = new DefaultElement(QName.get("query", NS));
        query.addAttribute("seconds", Long.toString(idle.toSeconds()));
        return Optional.of(query);
    }

    private Duration away(Jid watcher, Jid account) {
        if (!subscriptions.sees(watcher, account)) {
            throw new StanzaException(Condition.FORBIDDEN, "for subscribers only");
        }
        if (!sessions.of(account).isEmpty()) {
            return Duration.ZERO;
        }
        return store.get(account, KEY)
                .map(last -> Duration.between(Instant.parse(last.getText()), Instant.now()))
                .orElseThrow(() -> new StanzaException(Condition.ITEM_NOT_FOUND, "never seen"));
    }
}

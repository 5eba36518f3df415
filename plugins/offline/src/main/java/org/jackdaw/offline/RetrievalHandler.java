package org.jackdaw.offline;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.dom4j.Element;
import org.dom4j.QName;
import org.jackdaw.offline.OfflineTable.Row;
import org.jackdaw.plugin.HandlesIq;
import org.jackdaw.plugin.Implements;
import org.jackdaw.plugin.IqHandler;
import org.jackdaw.session.Session;
import org.jackdaw.session.Sessions;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Iq;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.StanzaException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Shows a client messages that wait, and removes them, as it asks (XEP-0013 §2.4 to §2.7). What is shown stays, and comes
 * before the result.
 */
@Component
@HandlesIq(
        element = "offline",
        namespace = Retrieval.NS,
        type = {Iq.Type.GET, Iq.Type.SET},
        to = HandlesIq.To.OWN_ACCOUNT)
@Implements("XEP-0013 1.3")
public final class RetrievalHandler implements IqHandler {

    private static final QName FETCH = QName.get("fetch", Retrieval.NS);
    private static final QName PURGE = QName.get("purge", Retrieval.NS);

    private final Waiting waiting;
    private final Sessions sessions;

    @Activate
    public RetrievalHandler(@Reference Waiting waiting, @Reference Sessions sessions) {
        this.waiting = waiting;
        this.sessions = sessions;
    }

    @Override
    public Optional<Element> handle(Iq request) {
        Jid account = request.sender().bare();
        boolean isGet = request.type() == Iq.Type.GET;
        List<Element> asked = request.payload().orElseThrow().elements();
        if (asked.size() == 1 && asked.getFirst().getQName().equals(isGet ? FETCH : PURGE)) {
            if (isGet) {
                fetch(request.sender());
            } else {
                waiting.clear(account);
            }
            return Optional.empty();
        }
        Set<Long> named = named(asked, isGet ? "view" : "remove");
        if (isGet) {
            show(request.sender(), found(account, named, Optional::of));
        } else {
            waiting.remove(account, found(account, named, row -> Optional.of(row.sequence())));
        }
        return Optional.empty();
    }

    /** All, and no flood when the client becomes available (§2.6). */
    private void fetch(Jid client) {
        sessions.find(client).ifPresent(Retrieval::choose);
        show(client, waiting.read(client.bare(), Long.MIN_VALUE));
    }

    /** What does not arrive is still there, so it is not given back. */
    private void show(Jid client, List<Row> rows) {
        Optional<Session> session = sessions.find(client);
        session.ifPresent(found -> rows.forEach(row -> found.send(Retrieval.shown(row), Session.NOBODY)));
    }

    private static Set<Long> named(List<Element> items, String action) {
        Set<Long> sequences = new HashSet<>();
        for (Element item : items) {
            String node = item.attributeValue("node");
            if (!item.getQName().equals(Retrieval.ITEM)
                    || node == null
                    || !action.equals(item.attributeValue("action"))) {
                throw new StanzaException(Condition.BAD_REQUEST, "items with a node to " + action + ", or all");
            }
            sequences.add(Retrieval.sequence(node));
        }
        if (sequences.isEmpty()) {
            throw new StanzaException(Condition.BAD_REQUEST, "which?");
        }
        return sequences;
    }

    /** All that are named, or nothing is done (§2.4, §2.5). */
    private <T> List<T> found(Jid account, Set<Long> named, Function<Row, Optional<T>> reading) {
        long before = named.stream().min(Long::compare).orElseThrow() - 1;
        List<T> found = waiting.read(
                account, before, row -> named.contains(row.sequence()) ? reading.apply(row) : Optional.empty());
        if (found.size() < named.size()) {
            throw Retrieval.unknown();
        }
        return found;
    }
}

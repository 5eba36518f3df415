package org.jackdaw.bookmarks;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dom4j.Element;
import org.dom4j.tree.DefaultElement;
import org.jackdaw.plugin.Router;
import org.jackdaw.plugin.SessionListener;
import org.jackdaw.session.Session;
import org.jackdaw.xmpp.Iq;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.StanzaException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches bookmarks that were stored as private XML, or published as an old list, while this plugin was not there (XEP-0411
 * §4): when a client logs in, and
 * before the first request of those that were there already. It asks for them in the account's name, as a client does; whoever
 * keeps private XML keeps them, too. It is asked again at each login, for no store of this plugin knows of what passed it by.
 */
@Component(service = {Imports.class, SessionListener.class})
public final class Imports implements SessionListener {

    private static final Logger LOG = LoggerFactory.getLogger(Imports.class);
    private static final int KNOWN = 20_000;

    private final Bookmarks bookmarks;
    private final Router router;

    /** Accounts that this version has looked at. */
    private final Set<Jid> known = Collections.newSetFromMap(Collections.synchronizedMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Jid, Boolean> eldest) {
            return size() > KNOWN;
        }
    }));

    @Activate
    public Imports(@Reference Bookmarks bookmarks, @Reference Router router) {
        this.bookmarks = bookmarks;
        this.router = router;
    }

    /** Before the client can ask, so that it gets no event of what it is about to read. */
    @Override
    public void bound(Session session) {
        look(session.jid().bare());
    }

    /** Looks unless this version has. */
    void once(Jid account) {
        if (!known.contains(account)) {
            look(account);
        }
    }

    /** Who asks for an account's own private XML is answered at once, so nobody goes on before the bookmarks are there. */
    private void look(Jid account) {
        Element query = new DefaultElement(OldRequests.QUERY);
        query.addElement(OldList.STORAGE);
        String address = account.toString();
        Iq request = Iq.of(Iq.Type.GET, "bookmarks", query)
                .with(iq -> iq.addAttribute("from", address).addAttribute("to", address));
        router.ask(request, reply -> take(account, reply));
    }

    /** An error says that nobody keeps private XML. */
    private void take(Jid account, Iq reply) {
        try {
            // First, for what comes from private XML is copied to that node.
            bookmarks.takeOldNode(account);
            Optional<Element> query = reply.isError() ? Optional.empty() : reply.payload();
            query.map(found -> found.element(OldList.STORAGE))
                    .filter(storage -> !storage.elements().isEmpty())
                    .ifPresent(storage -> bookmarks.take(account, storage));
            known.add(account);
        } catch (StanzaException e) {
            LOG.info("The old bookmarks of {} are not imported, it is tried again: {}", account, e.getMessage());
        }
    }
}

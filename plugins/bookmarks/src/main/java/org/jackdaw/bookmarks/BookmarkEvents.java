package org.jackdaw.bookmarks;

import org.dom4j.Element;
import org.jackdaw.plugin.Feature;
import org.jackdaw.plugin.HandlesIq;
import org.jackdaw.plugin.Implements;
import org.jackdaw.plugin.PersonalEventListener;
import org.jackdaw.plugin.PersonalEvents;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.StanzaException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the two nodes of an account alike, whoever changes one of them (XEP-0402 §5.3, XEP-0411 §3). It announces so
 * only while there is somebody who keeps nodes.
 */
@Component(
        reference =
                @Reference(
                        name = "nodes",
                        service = PersonalEvents.class,
                        cardinality = ReferenceCardinality.AT_LEAST_ONE,
                        policy = ReferencePolicy.DYNAMIC))
@Feature(
        to = HandlesIq.To.ACCOUNT,
        value = {Room.NS + "#compat", Room.NS + "#compat-pep", "urn:xmpp:bookmarks-conversion:0"})
@Implements({"XEP-0048 1.2", "XEP-0402 1.2.0", "XEP-0411 1.1.0"})
public final class BookmarkEvents implements PersonalEventListener {

    private static final Logger LOG = LoggerFactory.getLogger(BookmarkEvents.class);

    private final Bookmarks bookmarks;

    @Activate
    public BookmarkEvents(@Reference Bookmarks bookmarks) {
        this.bookmarks = bookmarks;
    }

    @Override
    public void published(Jid account, String node, PersonalEvents.Item item) {
        copy(account, node);
        if (node.equals(OldList.NS)) {
            item.payload()
                    .filter(storage -> !bookmarks.isOwn(account, storage))
                    .ifPresent(storage -> replace(account, storage));
        }
    }

    /** What is refused here was looked at by {@link OldRequests} before; else the copy says what is true. */
    private void replace(Jid account, Element storage) {
        try {
            bookmarks.replace(account, OldList.of(storage));
        } catch (StanzaException e) {
            LOG.info("{} published bookmarks that cannot be: {}", account, e.getMessage());
            bookmarks.copy(account);
        }
    }

    @Override
    public void retracted(Jid account, String node, String id) {
        copy(account, node);
    }

    @Override
    public void purged(Jid account, String node) {
        copy(account, node);
    }

    /** Only of the node that counts: who removes the copy removes a copy. */
    @Override
    public void deleted(Jid account, String node) {
        copy(account, node);
    }

    private void copy(Jid account, String node) {
        if (node.equals(Room.NS) && !bookmarks.isBusy(account)) {
            bookmarks.copy(account);
        }
    }
}

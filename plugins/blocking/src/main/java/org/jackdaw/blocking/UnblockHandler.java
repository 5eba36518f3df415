package org.jackdaw.blocking;

import java.util.Optional;
import java.util.Set;
import org.dom4j.Element;
import org.dom4j.QName;
import org.jackdaw.blocking.BlockLists.Change;
import org.jackdaw.plugin.HandlesIq;
import org.jackdaw.plugin.IqHandler;
import org.jackdaw.xmpp.Iq;
import org.jackdaw.xmpp.Jid;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Unblocks addresses, or all (XEP-0191 §3.4, §3.5). One that is not blocked is no error: it is as the client wants it. */
@Component
@HandlesIq(element = "unblock", namespace = BlockList.NS, type = Iq.Type.SET, to = HandlesIq.To.OWN_ACCOUNT)
public final class UnblockHandler implements IqHandler {

    private static final QName UNBLOCK = QName.get("unblock", BlockList.NS);

    private final BlockLists lists;
    private final BlockedPresence presence;

    @Activate
    public UnblockHandler(@Reference BlockLists lists, @Reference BlockedPresence presence) {
        this.lists = lists;
        this.presence = presence;
    }

    @Override
    public Optional<Element> handle(Iq request) {
        Jid account = request.sender().bare();
        Set<Jid> jids = Items.read(request.payload().orElseThrow()).keySet();
        Element push = BlockList.element(UNBLOCK, jids);
        Change change = jids.isEmpty() ? lists.unblockAll(account, push) : lists.unblock(account, jids, push);
        Set<Jid> gone = change.before().without(change.after().jids()).jids();
        presence.show(account, gone, change);
        return Optional.empty();
    }
}

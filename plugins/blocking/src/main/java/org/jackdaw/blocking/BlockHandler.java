package org.jackdaw.blocking;

import java.util.Map;
import java.util.Optional;
import org.dom4j.Element;
import org.dom4j.QName;
import org.jackdaw.blocking.BlockLists.Change;
import org.jackdaw.plugin.Feature;
import org.jackdaw.plugin.HandlesIq;
import org.jackdaw.plugin.Implements;
import org.jackdaw.plugin.IqHandler;
import org.jackdaw.plugin.Needs;
import org.jackdaw.plugin.Permission;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Iq;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.StanzaException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Blocks addresses (XEP-0191 §3.3), and takes what the account reports of them (XEP-0377 §6). */
@Component
@HandlesIq(element = "block", namespace = BlockList.NS, type = Iq.Type.SET, to = HandlesIq.To.OWN_ACCOUNT)
@Feature(Report.NS)
@Implements({"XEP-0191 1.3", "XEP-0377 0.4.1"})
@Needs(Permission.SEND_AS_OTHERS)
public final class BlockHandler implements IqHandler {

    private static final QName BLOCK = QName.get("block", BlockList.NS);

    private final BlockLists lists;
    private final BlockedPresence presence;
    private final Reports reports;

    @Activate
    public BlockHandler(@Reference BlockLists lists, @Reference BlockedPresence presence, @Reference Reports reports) {
        this.lists = lists;
        this.presence = presence;
        this.reports = reports;
    }

    @Override
    public Optional<Element> handle(Iq request) {
        Jid account = request.sender().bare();
        Map<Jid, Element> items = Items.read(request.payload().orElseThrow());
        if (items.isEmpty()) {
            throw new StanzaException(Condition.BAD_REQUEST, "whom?");
        }
        Change change = lists.block(account, items.keySet(), BlockList.element(BLOCK, items.keySet()));
        presence.hide(account, items.keySet(), change);
        items.forEach((jid, item) -> Report.in(item).ifPresent(report -> reports.add(account, jid, report)));
        return Optional.empty();
    }
}

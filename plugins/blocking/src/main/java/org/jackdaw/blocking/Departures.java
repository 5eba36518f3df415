package org.jackdaw.blocking;

import org.jackdaw.plugin.Domains;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Message;
import org.jackdaw.xmpp.Presence;
import org.jackdaw.xmpp.Stanza;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Knows what must not reach somebody although no client sent it: the presence that the server broadcasts for an account, and
 * what else is sent in an account's name, to contacts whom the account blocks. What a client sends is refused before.
 */
@Component(service = Departures.class)
public final class Departures {

    private final Domains domains;
    private final BlockLists lists;
    private final Goodbyes goodbyes;

    @Activate
    public Departures(@Reference Domains domains, @Reference BlockLists lists, @Reference Goodbyes goodbyes) {
        this.domains = domains;
        this.lists = lists;
        this.goodbyes = goodbyes;
    }

    boolean isStopped(Presence presence) {
        return isBlocked(presence) && !goodbyes.isOne(presence);
    }

    /** An event in the name of the account, as of its devices (XEP-0163), comes from the bare address. */
    boolean isStopped(Message message) {
        return message.sender().isBare() && isBlocked(message);
    }

    /** Whether what somebody sends may be something that has to be stopped. */
    boolean isOfAccount(Jid sender) {
        return !sender.local().isEmpty() && domains.isLocal(sender);
    }

    /** An error may be what tells the one who is blocked so. */
    private boolean isBlocked(Stanza stanza) {
        Jid account = stanza.sender().bare();
        return !stanza.isError()
                && isOfAccount(account)
                && lists.blocks(account, stanza.to().orElseThrow());
    }
}

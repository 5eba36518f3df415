package org.jackdaw.vcard;

import org.jackdaw.plugin.Feature;
import org.jackdaw.plugin.HandlesIq;
import org.jackdaw.plugin.Implements;
import org.jackdaw.plugin.PersonalEventListener;
import org.jackdaw.plugin.PersonalEvents;
import org.jackdaw.xmpp.Jid;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/**
 * Looks what accounts publish as their avatars (XEP-0398 §3.1). It announces that, and the cards in a
 * node (XEP-0292), only while there is somebody who
 * keeps nodes.
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
        value = {
            "urn:xmpp:pep-vcard-conversion:0",
            // A node of the account, for which nothing is to be done here (XEP-0292 §7).
            "urn:ietf:params:xml:ns:vcard-4.0"
        })
@Implements({"XEP-0084 1.1.4", "XEP-0292 0.12.0", "XEP-0398 1.0.0"})
public final class AvatarEvents implements PersonalEventListener {

    private final Avatars avatars;

    @Activate
    public AvatarEvents(@Reference Avatars avatars) {
        this.avatars = avatars;
    }

    @Override
    public void published(Jid account, String node, PersonalEvents.Item item) {
        if (node.equals(Avatars.METADATA)) {
            item.payload().ifPresent(metadata -> avatars.take(account, metadata));
        }
    }
}

package org.jackdaw.vcard;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jackdaw.plugin.PersonalEvents;
import org.jackdaw.xmpp.Jid;

/** Nodes; something else happens after an item was read. */
record Interrupted(PersonalEvents events, Runnable meanwhile) implements PersonalEvents {

    @Override
    public String publish(Jid account, String node, Item item, Map<String, String> options) {
        return events.publish(account, node, item, options);
    }

    @Override
    public Optional<Item> item(Jid account, String node, String id) {
        Optional<Item> found = events.item(account, node, id);
        meanwhile.run();
        return found;
    }

    @Override
    public List<Item> items(Jid account, String node) {
        return events.items(account, node);
    }

    @Override
    public Optional<String> option(Jid account, String node, String option) {
        return events.option(account, node, option);
    }

    @Override
    public boolean retract(Jid account, String node, String id) {
        return events.retract(account, node, id);
    }

    @Override
    public boolean delete(Jid account, String node) {
        return events.delete(account, node);
    }
}

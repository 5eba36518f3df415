package org.jackdaw.plugin;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dom4j.Element;
import org.jackdaw.xmpp.Jid;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The nodes of local accounts (XEP-0163), for other plugins on this server. What is done here is done as by the account
 * itself: whoever gets the events of a node is told. Thread-safe; every method may block on the database, and its change is
 * durable when it returns. Not to be called by a filter of messages, of which the events are some.
 */
@ProviderType
public interface PersonalEvents {

    /**
     * An item. Its payload is a copy.
     *
     * @param id empty for one that is made when it is published
     * @param payload empty if the node takes or keeps none
     */
    record Item(String id, Optional<Element> payload) {}

    /**
     * Publishes an item of an account, in place of one of the same name; makes the node if there is none.
     *
     * @param options what the node has to be like, and is made like (XEP-0060 §7.1.5), by the names of its fields:
     *     {@code pubsub#access_model} say; empty for no wishes
     * @return the name of the item
     * @throws org.jackdaw.xmpp.StanzaException item-not-found if there is no such account; conflict if the node is not like
     *     the options, or is full; else as a client that publishes would be refused
     */
    String publish(Jid account, String node, Item item, Map<String, String> options);

    /** Returns an item; empty if there is no such account, node or item. */
    Optional<Item> item(Jid account, String node, String id);

    /** Returns the items of a node, the oldest first; empty if there is no such account or node. */
    List<Item> items(Jid account, String node);

    /**
     * Returns what a node is like: the value of one of its options, by the name of its field; empty if there is no such
     * account, node or option, or if that has several values or none.
     */
    Optional<String> option(Jid account, String node, String option);

    /** Removes an item; returns whether there was one. */
    boolean retract(Jid account, String node, String id);

    /** Removes a node with its items and subscriptions; returns whether there was one. */
    boolean delete(Jid account, String node);
}

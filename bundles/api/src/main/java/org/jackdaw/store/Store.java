package org.jackdaw.store;

import java.util.Optional;
import java.util.SortedMap;
import java.util.function.UnaryOperator;
import org.dom4j.Element;
import org.jackdaw.xmpp.Jid;
import org.osgi.annotation.versioning.ProviderType;

/**
 * XML by owner and key. Elements that go in and come out are copies. What is removed with its owner's account needs no
 * call here. Thread-safe; a durable store may block on the database and throws {@link StoreException} if that fails.
 */
@ProviderType
public interface Store {

    Optional<Element> get(Jid owner, String key);

    /** Returns everything an owner has, by key; empty for nothing. */
    SortedMap<String, Element> all(Jid owner);

    /**
     * Changes one value atomically: nobody else changes it between the reading and the writing.
     *
     * @param key at most 500 characters
     * @param change gets the old value, empty if there is none, and returns the new one, empty to remove it; it may run
     *     more than once
     * @return the new value
     */
    Optional<Element> update(Jid owner, String key, UnaryOperator<Optional<Element>> change);

    /** Removes everything an owner has. */
    void clear(Jid owner);
}

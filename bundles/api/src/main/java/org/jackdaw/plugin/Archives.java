package org.jackdaw.plugin;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.dom4j.Element;
import org.jackdaw.xmpp.Iq;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Message;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Archives of those that are no accounts, rooms say (XEP-0313), for the plugins that have them. An owner is known by its bare
 * address; a resource tells it from others that have had, or will have, the address. Thread-safe; every method may block on
 * the database.
 */
@ProviderType
public interface Archives {

    /**
     * A message in an archive.
     *
     * @param id the one that clients know it by (XEP-0359)
     * @param time when it was archived
     */
    record Archived(String id, Instant time, Message message) {}

    /**
     * Somebody who asks an archive, and may.
     *
     * @param view what he may see of a message; it must keep its sender
     * @param results takes each result, a message from the owner's bare address to him, before the request is answered
     */
    record Reader(UnaryOperator<Message> view, Consumer<Message> results) {}

    /** Returns what entities with an archive announce (XEP-0030). */
    List<String> features();

    /**
     * Archives a message as it is, if it is worth it (XEP-0313 §6.1, XEP-0334). It is on disk before the server acknowledges
     * the stanza that is being handled, not when this returns.
     *
     * @param message its sender is whom it is found by
     * @return its id, later than those before; empty if it is not archived
     */
    Optional<String> add(Jid owner, Message message);

    /** Returns a message; empty if it is not there. */
    Optional<Archived> find(Jid owner, String id);

    /** Returns the last messages of an archive, the oldest first. */
    List<Archived> last(Jid owner, int most);

    /** Puts another message in the place of one, a tombstone say (XEP-0424 §4); returns whether there was one. */
    boolean replace(Jid owner, String id, Message message);

    /**
     * Answers a request for messages, for the form of such requests, or for metadata (XEP-0313 §4, §5).
     *
     * @param request to the owner; whoever calls has checked that its sender may ask
     * @return the payload of the result
     * @throws org.jackdaw.xmpp.StanzaException service-unavailable if it is no such request; else as the XEP has it
     */
    Optional<Element> answer(Jid owner, Iq request, Reader reader);

    /** Removes the archive of an owner who is no more. */
    void clear(Jid owner);
}

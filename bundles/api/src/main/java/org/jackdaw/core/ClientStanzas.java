package org.jackdaw.core;

import java.util.List;
import org.jackdaw.session.Session;
import org.jackdaw.xmpp.Stanza;

/** Where a stream hands over what its client sent: the start of the path OUTBOUND filters, router, delivery. */
public interface ClientStanzas {

    /**
     * Takes a stanza whose sender is stamped with the session's address; the stanza may lack a recipient. Everything
     * that goes wrong is answered to the session. Blocks while the stanza is handled.
     *
     * @param trail the session's, for the stops on the way
     */
    void accept(Session session, Stanza stanza, Trail trail);

    /**
     * Takes back a stanza that was on its way to a client whose connection broke: it goes to the account's other
     * resources, to storage or back, by RFC 6121 §8.5.
     *
     * @param gone the client's session; it does not get the stanza, even if it is still in the table
     */
    void returned(Stanza stanza, Session gone);

    /**
     * Takes back what a client has not got, in order: nothing that somebody else keeps, or that another resource has got.
     *
     * @param gone as {@link #returned(Stanza, Session)} has it
     */
    default void returned(List<KeptStanzas.Item> rest, Session gone) {
        for (KeptStanzas.Item item : rest) {
            item.outgoing().lost().ifPresent(lost -> returned(item.stanza(), gone));
        }
    }
}

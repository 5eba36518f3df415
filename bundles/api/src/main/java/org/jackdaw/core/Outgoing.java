package org.jackdaw.core;

import java.util.Optional;
import org.jackdaw.session.Session;
import org.jackdaw.xmpp.Stanza;

/**
 * A stanza on its way to a client, as bytes.
 *
 * @param left whom to tell that the client has it; null if nobody keeps it but the server, which then sends it elsewhere should
 *     the client not get it
 * @param fate shared with the copies that other resources get; null for a message of which there is no other
 */
public record Outgoing(byte[] bytes, Runnable left, Fate fate) {

    public Outgoing(byte[] bytes) {
        this(bytes, null, null);
    }

    public boolean isMessage() {
        return bytes.length > 2 && bytes[0] == '<' && bytes[1] == 'm';
    }

    private boolean isIq() {
        return bytes.length > 2 && bytes[0] == '<' && bytes[1] == 'i';
    }

    public Stanza stanza() {
        return Stanza.of(bytes);
    }

    /** Whether somebody has to be told that it has arrived, on a thread that may block. */
    public boolean isAwaited() {
        return left != null && left != Session.NOBODY;
    }

    /** The client has it; may block. */
    public void arrived() {
        if (fate != null) {
            fate.arrived();
        }
        if (left != null) {
            left.run();
        }
    }

    /** The client will not get it. Returns it if it is to be sent elsewhere. */
    public Optional<Outgoing> lost() {
        boolean goesOn = left == null && (isMessage() || isIq()) && (fate == null || fate.lost());
        return goesOn ? Optional.of(this) : Optional.empty();
    }
}

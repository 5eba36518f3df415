package org.jackdaw.router;

import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.StanzaException;

/** A plugin failed, which {@link Fence} has logged: whoever asked gets internal-server-error. */
final class PluginFault extends StanzaException {

    private static final long serialVersionUID = 1L;

    PluginFault() {
        super(Condition.INTERNAL_SERVER_ERROR, "");
    }
}

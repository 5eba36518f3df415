package org.jackdaw.router;

import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.StanzaException;

/** A plugin failed, which {@link Fence} has logged, or is not to be had at the moment: whoever asked gets the condition. */
class PluginFault extends StanzaException {

    private static final long serialVersionUID = 1L;

    PluginFault(Condition condition) {
        super(condition, "");
    }
}

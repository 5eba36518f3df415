package org.jackdaw.router;

import org.jackdaw.xmpp.Condition;

/** A call was given up, because its plugin is taken away and does not come back: whoever made it looks for a successor. */
final class GivenUp extends PluginFault {

    private static final long serialVersionUID = 1L;

    GivenUp() {
        super(Condition.SERVICE_UNAVAILABLE);
    }
}

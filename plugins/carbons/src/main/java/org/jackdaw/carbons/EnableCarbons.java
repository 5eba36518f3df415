package org.jackdaw.carbons;

import java.util.Optional;
import org.dom4j.Element;
import org.jackdaw.plugin.HandlesIq;
import org.jackdaw.plugin.IqHandler;
import org.jackdaw.session.Sessions;
import org.jackdaw.xmpp.Iq;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Enables carbons for a client (XEP-0280 §4). For any account, because the error for somebody else's has to be not-allowed. */
@Component
@HandlesIq(element = "enable", namespace = Carbons.NS, type = Iq.Type.SET, to = HandlesIq.To.ACCOUNT)
public final class EnableCarbons implements IqHandler {

    private final Sessions sessions;

    @Activate
    public EnableCarbons(@Reference Sessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public Optional<Element> handle(Iq request) {
        return Carbons.set(request, sessions, "1");
    }
}

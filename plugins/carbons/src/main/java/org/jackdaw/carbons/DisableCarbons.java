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

/** Disables carbons for a client (XEP-0280 §5). For any account, because the error for somebody else's has to be not-allowed. */
@Component
@HandlesIq(element = "disable", namespace = Carbons.NS, type = Iq.Type.SET, to = HandlesIq.To.ACCOUNT)
public final class DisableCarbons implements IqHandler {

    private final Sessions sessions;

    @Activate
    public DisableCarbons(@Reference Sessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public Optional<Element> handle(Iq request) {
        return Carbons.set(request, sessions, "");
    }
}

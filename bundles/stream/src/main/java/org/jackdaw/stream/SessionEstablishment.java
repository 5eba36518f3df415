package org.jackdaw.stream;

import java.util.Optional;
import org.dom4j.Element;
import org.jackdaw.plugin.HandlesIq;
import org.jackdaw.plugin.HandlesIq.To;
import org.jackdaw.plugin.IqHandler;
import org.jackdaw.xmpp.Iq;
import org.osgi.service.component.annotations.Component;

/** COMPAT: grants old clients the session that the features offer them; binding has made it already (RFC 3921 §3). */
@Component
@HandlesIq(
        element = "session",
        namespace = "urn:ietf:params:xml:ns:xmpp-session",
        type = Iq.Type.SET,
        to = {To.SERVER, To.OWN_ACCOUNT})
public final class SessionEstablishment implements IqHandler {

    @Override
    public Optional<Element> handle(Iq request) {
        return Optional.empty();
    }
}

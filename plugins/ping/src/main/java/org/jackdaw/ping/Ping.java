package org.jackdaw.ping;

import static org.jackdaw.plugin.HandlesIq.To.OWN_ACCOUNT;
import static org.jackdaw.plugin.HandlesIq.To.SERVER;

import java.util.Optional;
import org.dom4j.Element;
import org.jackdaw.plugin.HandlesIq;
import org.jackdaw.plugin.Implements;
import org.jackdaw.plugin.IqHandler;
import org.jackdaw.xmpp.Iq;
import org.osgi.service.component.annotations.Component;

/** Answers pings to the server, and of clients to no address or their own bare one (XEP-0199 §4.2, §4.3). */
@Component
@HandlesIq(
        element = "ping",
        namespace = "urn:xmpp:ping",
        to = {SERVER, OWN_ACCOUNT})
@Implements("XEP-0199 2.0.1")
public final class Ping implements IqHandler {

    @Override
    public Optional<Element> handle(Iq request) {
        return Optional.empty();
    }
}

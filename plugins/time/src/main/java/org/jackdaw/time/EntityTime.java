package org.jackdaw.time;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.dom4j.Element;
import org.dom4j.QName;
import org.dom4j.tree.DefaultElement;
import org.jackdaw.plugin.HandlesIq;
import org.jackdaw.plugin.Implements;
import org.jackdaw.plugin.IqHandler;
import org.jackdaw.xmpp.Iq;
import org.osgi.service.component.annotations.Component;

/** Says what time it is at the server (XEP-0202). The server's own time zone is nobody's business: it says UTC. */
@Component
@Implements("XEP-0202 2.0")
@HandlesIq(element = "time", namespace = EntityTime.NS)
public final class EntityTime implements IqHandler {

    static final String NS = "urn:xmpp:time";

    @Override
    public Optional<Element> handle(Iq request) {
        Element time = new DefaultElement(QName.get("time", NS));
        time.addElement("tzo").setText("+00:00");
        time.addElement("utc")
                .setText(Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        return Optional.of(time);
    }
}

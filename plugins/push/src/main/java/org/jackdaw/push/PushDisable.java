package org.jackdaw.push;

import static org.jackdaw.plugin.HandlesIq.To.OWN_ACCOUNT;

import java.util.List;
import java.util.Optional;
import org.dom4j.Element;
import org.jackdaw.plugin.HandlesIq;
import org.jackdaw.plugin.IqHandler;
import org.jackdaw.xmpp.Iq;
import org.jackdaw.xmpp.Jid;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Forgets a node of a push service, or all of its nodes (XEP-0357 §6). */
@Component
@HandlesIq(element = "disable", namespace = Registration.NS, type = Iq.Type.SET, to = OWN_ACCOUNT)
public final class PushDisable implements IqHandler {

    private final Registrations registrations;

    @Activate
    public PushDisable(@Reference Registrations registrations) {
        this.registrations = registrations;
    }

    @Override
    public Optional<Element> handle(Iq request) {
        Element disable = request.payload().orElseThrow();
        Jid service = PushEnable.service(disable);
        Jid account = request.sender().bare();
        String node = disable.attributeValue("node");
        List<Registration> meant = registrations.of(account).stream()
                .filter(registration -> registration.service().equals(service))
                .filter(registration -> node == null || registration.node().equals(node))
                .toList();
        registrations.remove(account, meant);
        return Optional.empty();
    }
}

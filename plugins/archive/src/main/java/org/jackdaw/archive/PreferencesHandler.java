package org.jackdaw.archive;

import java.util.Optional;
import org.dom4j.Element;
import org.jackdaw.plugin.HandlesIq;
import org.jackdaw.plugin.Implements;
import org.jackdaw.plugin.IqHandler;
import org.jackdaw.xmpp.Iq;
import org.jackdaw.xmpp.Jid;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Lets an account choose whose messages are archived (XEP-0441 §2.1). */
@Component
@HandlesIq(
        element = "prefs",
        namespace = ArchiveConfig.NS,
        type = {Iq.Type.GET, Iq.Type.SET},
        to = HandlesIq.To.ACCOUNT)
@Implements("XEP-0441 0.2.0")
public final class PreferencesHandler implements IqHandler {

    private final PreferenceStore store;

    @Activate
    public PreferencesHandler(@Reference PreferenceStore store) {
        this.store = store;
    }

    @Override
    public Optional<Element> handle(Iq request) {
        Jid owner = Requests.owner(request);
        if (request.type() == Iq.Type.SET) {
            return Optional.of(store.set(owner, request.payload().orElseThrow()).element());
        }
        Requests.requireEmpty(request);
        return Optional.of(store.of(owner).element());
    }
}

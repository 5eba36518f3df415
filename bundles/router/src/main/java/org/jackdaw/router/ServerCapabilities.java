package org.jackdaw.router;

import java.util.Optional;
import org.dom4j.Element;
import org.dom4j.QName;
import org.dom4j.tree.DefaultElement;
import org.jackdaw.plugin.Feature;
import org.jackdaw.plugin.StreamFeature;
import org.jackdaw.plugin.StreamInfo;
import org.jackdaw.xmpp.Jid;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The server's own entity capabilities, as a stream feature (XEP-0115 §6.3): a client that knows them need not ask. */
@Component
@Feature(ServerCapabilities.NS)
public final class ServerCapabilities implements StreamFeature {

    static final String NS = "http://jabber.org/protocol/caps";

    private final InfoHandler info;

    @Activate
    public ServerCapabilities(@Reference InfoHandler info) {
        this.info = info;
    }

    @Override
    public Optional<Element> offer(StreamInfo stream) {
        if (stream.account().isEmpty()) {
            return Optional.empty();
        }
        Element caps = new DefaultElement(QName.get("c", NS));
        caps.addAttribute("hash", "sha-1");
        caps.addAttribute("node", InfoHandler.CAPS_NODE);
        caps.addAttribute("ver", info.of(Jid.of("", stream.domain(), "")).verification());
        return Optional.of(caps);
    }
}

package org.jackdaw.archive;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.dom4j.Element;
import org.dom4j.QName;
import org.dom4j.tree.DefaultElement;
import org.jackdaw.plugin.Feature;
import org.jackdaw.plugin.HandlesIq;
import org.jackdaw.plugin.IqHandler;
import org.jackdaw.xmpp.Iq;
import org.jackdaw.xmpp.Jid;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Tells an account where its archive begins and ends (XEP-0313 §5). */
@Component
@HandlesIq(element = "metadata", namespace = ArchiveConfig.NS, to = HandlesIq.To.ACCOUNT)
@Feature(value = ArchiveConfig.NS + "#extended", to = HandlesIq.To.ACCOUNT)
public final class MetadataHandler implements IqHandler {

    private static final QName METADATA = QName.get("metadata", ArchiveConfig.NS);

    private final Archive archive;

    @Activate
    public MetadataHandler(@Reference Archive archive) {
        this.archive = archive;
    }

    @Override
    public Optional<Element> handle(Iq request) {
        return Optional.of(metadata(archive, Requests.owner(request), request));
    }

    /** @throws org.jackdaw.xmpp.StanzaException bad-request if the request holds anything */
    static Element metadata(Archive archive, Jid owner, Iq request) {
        Requests.requireEmpty(request);
        Element metadata = new DefaultElement(METADATA);
        archive.of(owner).ifPresent(all -> {
            archive.scan().first(all, 1).entries().forEach(entry -> add(metadata, "start", entry.id()));
            archive.scan().last(all, 1).entries().forEach(entry -> add(metadata, "end", entry.id()));
        });
        return metadata;
    }

    private static void add(Element metadata, String name, UUID id) {
        Element added = metadata.addElement(new QName(name, metadata.getNamespace()));
        added.addAttribute("id", id.toString());
        added.addAttribute(
                "timestamp", Instant.ofEpochMilli(ArchiveIds.millis(id)).toString());
    }
}

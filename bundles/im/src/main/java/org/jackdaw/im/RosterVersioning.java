package org.jackdaw.im;

import java.util.Optional;
import org.dom4j.Element;
import org.dom4j.QName;
import org.dom4j.tree.DefaultElement;
import org.jackdaw.plugin.StreamFeature;
import org.jackdaw.plugin.StreamInfo;
import org.osgi.service.component.annotations.Component;

/** Says that roster versions are understood (RFC 6121 §2.6.1). */
@Component
public final class RosterVersioning implements StreamFeature {

    @Override
    public Optional<Element> offer(StreamInfo stream) {
        return stream.account().map(account -> new DefaultElement(QName.get("ver", "urn:xmpp:features:rosterver")));
    }
}

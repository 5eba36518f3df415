package org.jackdaw.stream;

import java.util.List;
import org.jackdaw.core.Outgoing;
import org.jackdaw.xmpp.XmlException;
import org.jackdaw.xmpp.XmlParser;
import org.osgi.annotation.versioning.ProviderType;

/** What a transport tells its stream, in order, on one thread at a time. None of it blocks. */
@ProviderType
public interface StreamEvents extends XmlParser.Events {

    /** What came is no XML for a stream; nothing more will be read. */
    void failed(XmlException error);

    /** The connection is gone; these are the stanzas that did not leave. */
    void gone(List<Outgoing> unsent);
}

package org.jackdaw.archive;

import java.util.Optional;
import org.jackdaw.plugin.Feature;
import org.jackdaw.plugin.FiltersAt;
import org.jackdaw.plugin.HandlesIq.To;
import org.jackdaw.plugin.Implements;
import org.jackdaw.plugin.StanzaFilter;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Message;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.propertytypes.ServiceRanking;

/**
 * Archives what accounts send, after the filters that may refuse it. From here to {@link OutboundIds} the message carries
 * its id in the sender's archive, for those that copy it to the sender's other resources (XEP-0313 §3.4).
 */
@Component
@FiltersAt(point = FiltersAt.Point.OUTBOUND)
@ServiceRanking(-500)
@Feature(
        value = Retractions.NS,
        to = {To.SERVER, To.ACCOUNT})
@Implements({"XEP-0334 1.0.0", "XEP-0424 0.4.2"})
public final class OutboundArchive implements StanzaFilter {

    private final Recorder recorder;

    @Activate
    public OutboundArchive(@Reference Recorder recorder) {
        this.recorder = recorder;
    }

    @Override
    public Optional<Message> filter(Message message) {
        Jid owner = message.sender().bare();
        return Optional.of(
                recorder.record(owner, message.to().orElse(owner), message).message());
    }
}

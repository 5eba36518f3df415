package org.jackdaw.archive;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
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

/** Archives what accounts receive, after the filters that may refuse it, and before it is delivered or kept for later. */
@Component
@FiltersAt(point = FiltersAt.Point.INBOUND)
@ServiceRanking(-500)
@Feature(
        value = {StanzaIds.NS, Retractions.NS + "#tombstone"},
        to = To.ACCOUNT)
@Implements("XEP-0359 0.7.0")
public final class InboundArchive implements StanzaFilter {

    private static final int REMEMBERED = 2000;

    private final Recorder recorder;

    /** Who has sent the newest messages: one that is routed again, because its reader came just then, is archived once. */
    private final Map<UUID, Jid> newest = Collections.synchronizedMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Jid> eldest) {
            return size() > REMEMBERED;
        }
    });

    @Activate
    public InboundArchive(@Reference Recorder recorder) {
        this.recorder = recorder;
    }

    /** What accounts send to themselves was archived when they sent it. */
    @Override
    public Optional<Message> filter(Message message) {
        Jid owner = message.to().orElseThrow().bare();
        Jid sender = message.sender();
        boolean isArchived = sender.bare().equals(owner)
                || StanzaIds.of(message, owner)
                        .filter(id -> sender.equals(newest.get(id)))
                        .isPresent();
        if (isArchived) {
            return Optional.of(message);
        }
        Recorder.Recorded recorded = recorder.record(owner, sender, message);
        recorded.id().ifPresent(id -> newest.put(id, sender));
        return Optional.of(recorded.message());
    }
}

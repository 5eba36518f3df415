package org.jackdaw.archive;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import org.jackdaw.plugin.Feature;
import org.jackdaw.plugin.FiltersAt;
import org.jackdaw.plugin.HandlesIq.To;
import org.jackdaw.plugin.Implements;
import org.jackdaw.plugin.StanzaFilter;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Message;
import org.jackdaw.xmpp.Stanza;
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

    private final Recorder recorder;

    @Activate
    public InboundArchive(@Reference Recorder recorder) {
        this.recorder = recorder;
    }

    /** What accounts send to themselves was archived when they sent it. */
    @Override
    public Optional<Message> filter(Message message) {
        Jid owner = message.to().orElseThrow().bare();
        Jid sender = message.sender();
        // One that is routed again, because its reader came just then, is archived once.
        boolean isArchived = sender.bare().equals(owner)
                || StanzaIds.of(message, owner)
                        .filter(id -> recorder.has(owner, id, message))
                        .isPresent();
        if (isArchived) {
            return Optional.of(message);
        }
        return Optional.of(recorder.record(owner, sender, message).message());
    }

    /** What is said in a room is not archived, but may have ids in it that pretend to be some account's. */
    @Override
    public Collection<Jid> looksOnTheWayTo(Collection<Jid> recipients, Stanza stanza) {
        if (!(stanza instanceof Message message) || ArchiveRules.isArchived(message)) {
            return recipients;
        }
        Set<String> named = StanzaIds.givers(message);
        return recipients.stream()
                .filter(recipient -> named.contains(recipient.bare().toString()))
                .toList();
    }
}

package org.jackdaw.archive;

import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import org.jackdaw.plugin.Subscriptions;
import org.jackdaw.plugin.Subscriptions.Contact;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Message;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Decides for an account what becomes of a message that it sends or receives (XEP-0313 §6.1). Thread-safe. */
@Component(service = Recorder.class)
public final class Recorder {

    private final Archive archive;
    private final PreferenceStore preferences;
    private final Subscriptions subscriptions;
    private final Retractions retractions;

    @Activate
    public Recorder(
            @Reference Archive archive,
            @Reference PreferenceStore preferences,
            @Reference Subscriptions subscriptions) {
        this.archive = archive;
        this.preferences = preferences;
        this.subscriptions = subscriptions;
        retractions = new Retractions(archive);
    }

    /**
     * What became of a message.
     *
     * @param id in the account's archive; empty if it was not archived
     * @param message as the account is to see it: without forged ids, in any case
     */
    record Recorded(Optional<UUID> id, Message message) {}

    /**
     * Archives a message for an account if it is worth it and wanted.
     *
     * @param peer who the other side is
     */
    Recorded record(Jid owner, Jid peer, Message message) {
        if (!ArchiveRules.isArchived(message) || !isWanted(owner, peer)) {
            return new Recorded(Optional.empty(), StanzaIds.without(message, owner));
        }
        Archive.Added added = archive.add(owner, peer, message);
        retractions.apply(owner, peer, message);
        return new Recorded(Optional.of(added.id()), added.message());
    }

    /** Whether a message is in an account's archive as it is: who knows an id must not hang it on another message. */
    boolean has(Jid owner, UUID id, Message message) {
        return archive.of(owner)
                .flatMap(all -> archive.find(all, id))
                .filter(entry -> Arrays.equals(entry.content(), Archive.content(message)))
                .isPresent();
    }

    /** Nobody has himself in the roster. */
    private boolean isWanted(Jid owner, Jid peer) {
        return preferences.of(owner).archives(peer, contact -> contact.equals(owner) || isListed(owner, contact));
    }

    private boolean isListed(Jid owner, Jid contact) {
        return subscriptions.contact(owner, contact).filter(Contact::isListed).isPresent();
    }
}

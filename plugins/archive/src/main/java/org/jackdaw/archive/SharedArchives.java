package org.jackdaw.archive;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.dom4j.Element;
import org.jackdaw.plugin.Archives;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Iq;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Message;
import org.jackdaw.xmpp.Stanza;
import org.jackdaw.xmpp.StanzaException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The archives of those that are no accounts, which lie among those of the accounts and are kept as long. Thread-safe. */
@Component
public final class SharedArchives implements Archives {

    private static final List<String> FEATURES = List.of(
            ArchiveConfig.NS,
            ArchiveConfig.NS + "#extended",
            ArchiveConfig.NS + "#groupchat-field",
            Filter.FULL_TEXT_NS);

    private final Archive archive;

    @Activate
    public SharedArchives(@Reference Archive archive) {
        this.archive = archive;
    }

    @Override
    public List<String> features() {
        return FEATURES;
    }

    @Override
    public Optional<String> add(Jid owner, Message message) {
        return ArchiveRules.isArchivedInRoom(message)
                ? Optional.of(
                        archive.addAsItIs(owner, message.sender(), message).toString())
                : Optional.empty();
    }

    @Override
    public Optional<Archived> find(Jid owner, String id) {
        return archive.of(owner)
                .flatMap(all -> ArchiveIds.parse(id).flatMap(known -> archive.find(all, known)))
                .map(SharedArchives::archived);
    }

    @Override
    public List<Archived> last(Jid owner, int most) {
        return archive.of(owner).map(all -> archive.scan().last(all, most).entries()).orElse(List.of()).stream()
                .map(SharedArchives::archived)
                .toList();
    }

    private static Archived archived(Entry entry) {
        return new Archived(
                entry.id().toString(), Instant.ofEpochMilli(ArchiveIds.millis(entry.id())), entry.message());
    }

    @Override
    public boolean replace(Jid owner, String id, Message message) {
        Optional<Span> all = archive.of(owner);
        Optional<UUID> found = ArchiveIds.parse(id)
                .filter(known -> all.flatMap(span -> archive.find(span, known)).isPresent());
        found.ifPresent(known -> archive.replace(all.orElseThrow(), known, message.copy()));
        return found.isPresent();
    }

    @Override
    public Optional<Element> answer(Jid owner, Iq request, Reader reader) {
        return switch (request.type() + " " + request.payloadName().getQualifiedName()) {
            case "SET query" -> Optional.of(query(owner, request, reader));
            case "GET query" -> Optional.of(FormHandler.form(request));
            case "GET metadata" -> Optional.of(MetadataHandler.metadata(archive, owner, request));
            default -> throw new StanzaException(Condition.SERVICE_UNAVAILABLE, "");
        };
    }

    private Element query(Jid owner, Iq request, Reader reader) {
        QueryAnswer answer = new QueryAnswer(archive, Query.of(request.payload().orElseThrow()));
        Jid asker = request.sender();
        return answer.send(owner, entry -> {
            Message seen = reader.view().apply(entry.message());
            reader.results().accept((Message) Stanza.adopt(answer.result(owner.bare(), asker, entry, seen)));
        });
    }

    @Override
    public void clear(Jid owner) {
        archive.clear(owner);
    }
}

package org.jackdaw.notes;

import static org.jackdaw.plugin.HandlesIq.To.OWN_ACCOUNT;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.dom4j.Element;
import org.dom4j.QName;
import org.dom4j.tree.DefaultElement;
import org.jackdaw.plugin.HandlesIq;
import org.jackdaw.plugin.IqHandler;
import org.jackdaw.store.Lifetime;
import org.jackdaw.store.Store;
import org.jackdaw.store.Stores;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Iq;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.StanzaException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * Keeps an account's notes for all its clients, by a protocol of its own. A set writes {@code <notes><note id='x'>text
 * </note></notes>} or does {@code <notes><remove id='x'/></notes>}. A get of {@code <notes/>} lists the ids and when each
 * note was written, one of {@code <notes><note id='x'/></notes>} returns the note.
 */
@Component(configurationPid = "org.jackdaw.notes")
@Designate(ocd = Notes.Config.class)
@HandlesIq(
        element = "notes",
        namespace = Notes.NS,
        type = {Iq.Type.GET, Iq.Type.SET},
        to = OWN_ACCOUNT)
public final class Notes implements IqHandler {

    static final String NS = "urn:jackdaw:notes:0";

    private static final QName NOTES = QName.get("notes", NS);
    private static final QName NOTE = QName.get("note", NS);
    private static final QName REMOVE = QName.get("remove", NS);
    private static final int LONGEST_ID = 100;

    @ObjectClassDefinition(name = "Notes", description = "Short texts that an account keeps for all its clients")
    @interface Config {

        @AttributeDefinition(name = "Notes", description = "Most notes of one account.", min = "1", max = "10000")
        int notes() default 100;

        @AttributeDefinition(
                name = "Bytes",
                description = "Longest note in bytes of UTF-8.",
                min = "10",
                max = "100000")
        int bytes() default 4096;
    }

    private final Config config;
    private final Clock clock;
    private final Store store;

    @Activate
    public Notes(Config config, @Reference Stores stores, @Reference Clock clock) {
        this.config = config;
        this.clock = clock;
        store = stores.open("notes", Lifetime.DURABLE);
    }

    /** The server has seen to it that the request is for the sender's own account. */
    @Override
    public Optional<Element> handle(Iq request) {
        Jid account = request.sender().bare();
        List<Element> asked = request.payload().orElseThrow().elements();
        if (asked.isEmpty() && request.type() == Iq.Type.GET) {
            return Optional.of(list(account));
        }
        if (asked.size() != 1) {
            throw new StanzaException(Condition.BAD_REQUEST, "one note at a time");
        }
        Element only = asked.getFirst();
        String id = id(only);
        if (only.getQName().equals(NOTE)) {
            return request.type() == Iq.Type.GET ? Optional.of(read(account, id)) : write(account, id, only);
        }
        if (only.getQName().equals(REMOVE) && request.type() == Iq.Type.SET) {
            return remove(account, id);
        }
        throw new StanzaException(Condition.BAD_REQUEST, "neither a note nor the removal of one");
    }

    private static String id(Element element) {
        String id = element.attributeValue("id", "");
        if (id.isBlank() || id.length() > LONGEST_ID) {
            throw new StanzaException(Condition.BAD_REQUEST, "an id has 1 to " + LONGEST_ID + " characters");
        }
        return id;
    }

    private Element list(Jid account) {
        Element list = new DefaultElement(NOTES);
        for (Element note : store.all(account).values()) {
            note.clearContent();
            list.add(note);
        }
        return list;
    }

    private Element read(Jid account, String id) {
        Element list = new DefaultElement(NOTES);
        list.add(store.get(account, id).orElseThrow(Notes::unknown));
        return list;
    }

    /** Clients that write their account's last note at the same moment may go past the limit by one each. */
    private Optional<Element> write(Jid account, String id, Element written) {
        String text = written.getText();
        if (!written.elements().isEmpty()) {
            throw new StanzaException(Condition.BAD_REQUEST, "a note is text");
        }
        if (text.getBytes(StandardCharsets.UTF_8).length > config.bytes()) {
            throw new StanzaException(Condition.NOT_ACCEPTABLE, "a note of over " + config.bytes() + " bytes");
        }
        if (store.get(account, id).isEmpty() && store.all(account).size() >= config.notes()) {
            throw new StanzaException(Condition.RESOURCE_CONSTRAINT, "over " + config.notes() + " notes");
        }
        Element note = new DefaultElement(NOTE);
        note.addAttribute("id", id);
        note.addAttribute(
                "written", clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
        note.setText(text);
        store.update(account, id, old -> Optional.of(note));
        return Optional.empty();
    }

    private Optional<Element> remove(Jid account, String id) {
        store.update(account, id, old -> {
            old.orElseThrow(Notes::unknown);
            return Optional.empty();
        });
        return Optional.empty();
    }

    private static StanzaException unknown() {
        return new StanzaException(Condition.ITEM_NOT_FOUND, "no such note");
    }
}

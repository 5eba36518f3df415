package org.jackdaw.muc;

import java.util.ArrayList;
import java.util.List;
import org.dom4j.Element;
import org.dom4j.QName;
import org.jackdaw.plugin.Archives;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Stanza;

/** What a room says of itself to whoever asks (XEP-0045 §6.4, §16.3, §16.5.4). Used in the room's turn alone. */
final class RoomInfo {

    private static final String FORM = Muc.NS + "#roominfo";
    private static final QName FEATURE = QName.get("feature", RoomDiscovery.INFO);
    private static final QName FIELD = QName.get("field", ConfigForms.FORMS);
    private static final QName VALUE = QName.get("value", ConfigForms.FORMS);

    /** What every room can do. */
    private static final List<String> FEATURES = List.of(
            Muc.NS,
            Muc.NS + "#stable_id",
            ConfigForms.TYPE,
            FORM,
            "urn:xmpp:sid:0",
            Registering.NS,
            Registering.TYPE,
            Voice.TYPE,
            OccupantIds.NS,
            Relays.SELF_PING,
            RoomCards.NS,
            Following.FEATURE,
            Hats.NS,
            RoomCommands.NS);

    private final Parts parts;
    private final RoomCards cards;

    RoomInfo(Parts parts, RoomCards cards) {
        this.parts = parts;
        this.cards = cards;
    }

    /** Adds it to the answer. */
    void add(Element query, Room room, Jid asker) {
        identity(query, RoomDiscovery.name(room));
        List<String> features = new ArrayList<>(FEATURES);
        features.addAll(type(room.config()));
        if (parts.log().isArchived(room)) {
            features.addAll(ofArchive());
        }
        features.forEach(feature -> query.addElement(FEATURE).addAttribute("var", feature));
        query.add(form(room, asker));
    }

    static void identity(Element query, String name) {
        query.addElement(QName.get("identity", RoomDiscovery.INFO))
                .addAttribute("category", "conference")
                .addAttribute("type", "text")
                .addAttribute("name", name);
    }

    private static List<String> type(RoomConfig config) {
        return List.of(
                config.is(RoomOption.PERSISTENT) ? "muc_persistent" : "muc_temporary",
                config.is(RoomOption.PUBLIC) ? "muc_public" : "muc_hidden",
                config.is(RoomOption.MEMBERS_ONLY) ? "muc_membersonly" : "muc_open",
                config.is(RoomOption.MODERATED) ? "muc_moderated" : "muc_unmoderated",
                config.is(RoomOption.PASSWORD_PROTECTED) ? "muc_passwordprotected" : "muc_unsecured",
                config.showsAddresses() ? "muc_nonanonymous" : "muc_semianonymous");
    }

    /** What can be asked of a room's archive, and changed in it. */
    private List<String> ofArchive() {
        List<String> features =
                new ArrayList<>(parts.archives().use(Archives::features).orElse(List.of()));
        features.addAll(List.of(Retractions.NS, Retractions.NS + "#tombstone", Moderation.NS, Moderation.OLD_NS));
        return features;
    }

    private Element form(Room room, Jid asker) {
        RoomConfig config = room.config();
        Element form = Muc.element(ConfigForms.X).addAttribute("type", "result");
        field(form, "FORM_TYPE", FORM).addAttribute("type", "hidden");
        field(
                form,
                "muc#maxhistoryfetch",
                Integer.toString(Math.min(parts.config().history(), config.maxHistory())));
        if (config.showsAddresses()) {
            // Elsewhere not even occupants know who the owners are.
            field(form, "muc#roominfo_contactjid", owners(room));
        }
        field(form, "muc#roominfo_description", config.text(RoomOption.DESCRIPTION));
        if (!config.text(RoomOption.LANGUAGE).isEmpty()) {
            field(form, "muc#roominfo_lang", config.text(RoomOption.LANGUAGE));
        }
        field(form, "muc#roominfo_occupants", Integer.toString(room.occupants().size()));
        if (maySeeSubject(room, asker)) {
            field(form, "muc#roominfo_subject", subject(room));
        }
        field(form, "muc#roominfo_subjectmod", config.text(RoomOption.CHANGE_SUBJECT));
        field(form, "muc#roominfo_slow_mode_duration", config.text(RoomOption.SLOW_MODE))
                .addAttribute("type", "text-single");
        parts.hats()
                .of(room)
                .hash()
                .ifPresent(hash -> field(form, "hats#hash", hash)
                        .addAttribute("type", "text-single")
                        .addAttribute("label", "Hats hash"));
        List<String> hashes = cards.hashes(room);
        if (!hashes.isEmpty()) {
            field(form, "muc#roominfo_avatarhash", hashes.toArray(String[]::new))
                    .addAttribute("type", "text-multi");
        }
        return form;
    }

    private static Element field(Element form, String variable, String... values) {
        Element field = form.addElement(FIELD).addAttribute("var", variable);
        for (String value : values) {
            field.addElement(VALUE).setText(value);
        }
        return field;
    }

    private static String[] owners(Room room) {
        return room.members().entrySet().stream()
                .filter(entry -> entry.getValue().affiliation() == Affiliation.OWNER)
                .map(entry -> entry.getKey().toString())
                .sorted()
                .toArray(String[]::new);
    }

    /** What is talked about is for those who may come in. */
    private static boolean maySeeSubject(Room room, Jid asker) {
        RoomConfig config = room.config();
        boolean isOpen = !config.is(RoomOption.MEMBERS_ONLY) && !config.is(RoomOption.PASSWORD_PROTECTED);
        return isOpen && room.affiliation(asker) != Affiliation.OUTCAST || belongs(room, asker);
    }

    private static boolean belongs(Room room, Jid asker) {
        return room.affiliation(asker).isAtLeast(Affiliation.MEMBER)
                || room.occupant(asker).isPresent();
    }

    /** Who is there is for those who may come in, if everybody can find the room at all (§6.5). */
    static boolean maySeeOccupants(Room room, Jid asker) {
        return room.config().is(RoomOption.PUBLIC) ? maySeeSubject(room, asker) : belongs(room, asker);
    }

    private static String subject(Room room) {
        byte[] subject = room.data().subject();
        return subject.length == 0
                ? ""
                : Stanza.of(subject)
                        .child("subject", "jabber:client")
                        .map(Element::getText)
                        .orElse("");
    }
}

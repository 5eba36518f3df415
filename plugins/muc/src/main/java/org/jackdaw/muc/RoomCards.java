package org.jackdaw.muc;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.dom4j.Element;
import org.dom4j.QName;
import org.jackdaw.plugin.Implements;
import org.jackdaw.store.Database;
import org.jackdaw.store.Sql;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Iq;
import org.jackdaw.xmpp.Stanza;
import org.jackdaw.xmpp.StanzaException;
import org.jackdaw.xmpp.XmlParser;
import org.jackdaw.xmpp.XmlWriter;

/** The cards of rooms, with their avatars, which owners set for everybody to see (XEP-0486, XEP-0054). */
@Implements("XEP-0486 0.1.0")
final class RoomCards {

    static final String NS = "vcard-temp";
    static final QName CARD = QName.get("vCard", NS);

    private static final QName PHOTO = QName.get("PHOTO", NS);
    private static final QName BINVAL = QName.get("BINVAL", NS);
    private static final Pattern SPACE = Pattern.compile("\\s+");
    private static final int CONFIGURED = 104;

    private final Database database;
    private final Parts parts;

    RoomCards(Database database, Parts parts) {
        this.database = database;
        this.parts = parts;
    }

    /** Answers a request to a room. */
    Optional<Element> handle(Iq iq) {
        Element card = iq.payload().orElseThrow();
        if (!card.getQName().equals(CARD)) {
            throw Muc.badRequest("a card, please");
        }
        return parts.rooms().visit(iq.to().orElseThrow(), visit -> {
            Room room = visit.existing();
            boolean isOwner = room.affiliation(iq.sender()) == Affiliation.OWNER;
            if (room.data().isLocked() && !isOwner) {
                throw Muc.noSuchRoom();
            }
            if (iq.type() == Iq.Type.GET) {
                return Optional.of(read(room));
            }
            if (!isOwner) {
                throw new StanzaException(Condition.FORBIDDEN, "only owners set the card of a room");
            }
            set(room, card);
            parts.audit().note(room, Deed.of(room, iq.sender(), ""), AuditEntry.Kind.CARD, "", "");
            return Optional.empty();
        });
    }

    private void set(Room room, Element card) {
        byte[] bytes = XmlWriter.bytes(card, "");
        if (bytes.length > parts.config().cardBytes()) {
            throw new StanzaException(
                    Condition.NOT_ACCEPTABLE, "a card of over " + parts.config().cardBytes() + " bytes");
        }
        hashes(card);
        database.transaction(connection -> {
            Sql.update(
                    connection,
                    "DELETE FROM muc_card WHERE room = ?",
                    room.data().id());
            return card.elements().isEmpty()
                    ? 0
                    : Sql.update(
                            connection,
                            "INSERT INTO muc_card (room, card) VALUES (?, ?)",
                            room.data().id(),
                            bytes);
        });
        tell(room);
    }

    /** Everybody there learns that there is something new to ask for (XEP-0486 §3.2). */
    private void tell(Room room) {
        Element message = Muc.element(Muc.MESSAGE);
        message.addAttribute("from", room.jid().toString()).addAttribute("type", "groupchat");
        Muc.status(message.addElement(Muc.X), CONFIGURED);
        parts.router().route(Stanza.adopt(message), room.sessions(occupant -> true));
    }

    /** Returns the card; an empty one if nobody has set it. */
    private Element read(Room room) {
        return database.transaction(connection -> {
            try (PreparedStatement query = Sql.prepare(
                            connection,
                            "SELECT card FROM muc_card WHERE room = ?",
                            room.data().id());
                    ResultSet row = query.executeQuery()) {
                return row.next() ? XmlParser.parse(row.getBytes(1)) : Muc.element(CARD);
            }
        });
    }

    /** Returns the hashes of the avatar in all its forms, as everybody computes them (XEP-0153 §3.1, XEP-0486 §5.1). */
    List<String> hashes(Room room) {
        return hashes(read(room));
    }

    private static List<String> hashes(Element card) {
        List<String> hashes = new ArrayList<>();
        for (Element photo : card.elements(PHOTO)) {
            Element data = photo.element(BINVAL);
            if (data != null && !data.getTextTrim().isEmpty()) {
                hashes.add(hash(data.getText()));
            }
        }
        return hashes;
    }

    private static String hash(String base64) {
        try {
            byte[] bytes = Base64.getDecoder().decode(SPACE.matcher(base64).replaceAll(""));
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes));
        } catch (IllegalArgumentException e) {
            throw Muc.badRequest("a photo is in base64: " + e.getMessage());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }
}

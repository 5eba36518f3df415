package org.jackdaw.muc;

import java.util.Optional;
import java.util.function.UnaryOperator;
import org.dom4j.Element;
import org.jackdaw.plugin.Archives;
import org.jackdaw.plugin.Implements;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Iq;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Message;
import org.jackdaw.xmpp.StanzaException;

/** Lets those ask the archive of a room who may enter it (XEP-0313 §6.1.2). */
@Implements("XEP-0313 1.1.3")
final class ArchiveRequests {

    static final String NS = "urn:xmpp:mam:2";

    private final Parts parts;

    ArchiveRequests(Parts parts) {
        this.parts = parts;
    }

    /**
     * What somebody may have of an archive.
     *
     * @param seesAddresses whether he may know who has said something
     */
    private record Access(Jid owner, boolean seesAddresses) {}

    /** The archive is read when the room's turn is over: others go on talking. */
    Optional<Element> handle(Iq iq) {
        Access access = parts.rooms().visit(iq.to().orElseThrow(), visit -> access(visit.existing(), iq.sender()));
        UnaryOperator<Message> view = access.seesAddresses() ? message -> message : Author::hidden;
        Archives.Reader reader = new Archives.Reader(view, parts.router()::route);
        return parts.archives()
                .use(archives -> archives.answer(access.owner(), iq, reader))
                .orElseThrow(ArchiveRequests::noArchive);
    }

    private static StanzaException noArchive() {
        return new StanzaException(Condition.SERVICE_UNAVAILABLE, "no archive");
    }

    private static Access access(Room room, Jid asker) {
        if (room.data().isLocked() && room.affiliation(asker) != Affiliation.OWNER) {
            throw Muc.noSuchRoom();
        }
        if (!room.config().is(RoomOption.ARCHIVING)) {
            throw noArchive();
        }
        if (!mayEnter(room, asker)) {
            throw new StanzaException(Condition.FORBIDDEN, "only those may who may enter");
        }
        boolean seesAddresses = room.config().showsAddresses()
                || room.affiliation(asker).isAtLeast(Affiliation.ADMIN)
                || room.occupant(asker).filter(room::seesAddresses).isPresent();
        return new Access(RoomArchives.owner(room), seesAddresses);
    }

    /** A request has no place for a password, so whoever needs one has to be inside. */
    private static boolean mayEnter(Room room, Jid asker) {
        Affiliation affiliation = room.affiliation(asker);
        boolean isShut = room.config().is(RoomOption.MEMBERS_ONLY) && !affiliation.isAtLeast(Affiliation.MEMBER);
        boolean isInside = room.occupant(asker).isPresent() || affiliation == Affiliation.OWNER;
        return affiliation != Affiliation.OUTCAST
                && !isShut
                && (isInside || !room.config().is(RoomOption.PASSWORD_PROTECTED));
    }
}

package org.jackdaw.muc;

import java.util.Map;
import org.jackdaw.muc.Rooms.Visit;
import org.jackdaw.xmpp.Jid;

/** What an account is to rooms ends with it: whoever has the name next is nobody there. A ban stays. */
final class DeletedAccounts {

    private final Parts parts;
    private final Standing standing;

    DeletedAccounts(Parts parts) {
        this.parts = parts;
        standing = new Standing(parts);
    }

    void deleted(Jid account) {
        parts.requests().forget(account);
        for (Jid room : parts.table().of(account)) {
            parts.rooms().visitLater(room, visit -> visit.room().ifPresent(found -> end(visit, found, account)));
        }
    }

    private void end(Visit visit, Room room, Jid account) {
        parts.following().end(room, account);
        Hats hats = parts.hats().of(room);
        for (Hat hat : hats.of(account)) {
            hats.takeOff(account, hat.uri());
            parts.hats().takeOff(room.data(), account, hat.uri());
        }
        if (room.member(account).affiliation().isAtLeast(Affiliation.MEMBER)) {
            Deed deed = new Deed(account, "", "The account was deleted.", false);
            standing.change(visit, Map.of(account, Member.NOBODY), same -> deed);
        }
    }
}

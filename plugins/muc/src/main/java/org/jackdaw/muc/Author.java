package org.jackdaw.muc;

import java.util.List;
import java.util.Optional;
import org.dom4j.Element;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Message;

/** Who has said a message, in what is kept of it: only some may see it later (XEP-0313 §6.1.2). */
final class Author {

    private Author() {}

    /** Notes in a message who says it. */
    static void put(Element kept, Room room, Occupant author) {
        kept.addElement(Muc.X)
                .addElement(Muc.ITEM)
                .addAttribute("affiliation", room.affiliation(author.account()).word())
                .addAttribute("jid", author.session().toString())
                .addAttribute("role", author.role().word());
    }

    /** Returns the account of who has said a message that was kept; empty if the room has. */
    static Optional<Jid> of(Element kept) {
        return Optional.ofNullable(kept.element(Muc.X))
                .flatMap(x -> Optional.ofNullable(x.element(Muc.ITEM)))
                .map(item -> Jid.of(item.attributeValue("jid")).bare());
    }

    /** Removes who has said it. */
    static void remove(Element kept) {
        List.copyOf(kept.elements(Muc.X)).forEach(Element::detach);
    }

    static Message hidden(Message kept) {
        return kept.with(Author::remove);
    }
}

package org.jackdaw.muc;

import java.util.function.Consumer;
import org.dom4j.Element;

/** Gives an occupant another role, and shows or hides him as the room does with that one (XEP-0045 §7.2.2). Used in the room's turn alone. */
final class RoleSetting {

    private final Parts parts;

    RoleSetting(Parts parts) {
        this.parts = parts;
    }

    /** @param details adds to the item: who did it and why */
    void give(Room room, Occupant occupant, Role role, Consumer<Element> details) {
        boolean wasShown = Presences.isShown(room.config(), occupant);
        occupant.role(role);
        parts.store().save(room, occupant);
        parts.presences().tell(room, occupant, details);
        if (wasShown && !Presences.isShown(room.config(), occupant)) {
            parts.presences().hide(room, occupant);
        }
    }
}

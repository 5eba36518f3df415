package org.jackdaw.muc;

import java.util.Optional;
import java.util.stream.Stream;
import org.jackdaw.xmpp.Jid;

/** The commands by which hats are kept (XEP-0317 §3.2 to §3.7). */
enum HatCommand {
    CREATE("create", "Creating a Hat"),
    DESTROY("destroy", "Destroying a Hat"),
    LIST("list", "Hats List"),
    ASSIGN("assign", "Assigning a Hat"),
    UNASSIGN("unassign", "Removing a Hat"),
    LIST_ASSIGNED("list-assigned", "Assigned Hats List");

    /** The type of all their forms. */
    static final String TYPE = "urn:xmpp:hats:commands";

    private final String word;
    private final String label;

    HatCommand(String word, String label) {
        this.word = word;
        this.label = label;
    }

    String node() {
        return TYPE + ":" + word;
    }

    String label() {
        return label;
    }

    /** Whether it asks for something to be done, and not only for a list. */
    boolean hasForm() {
        return this != LIST && this != LIST_ASSIGNED;
    }

    /** What hats there are all see who may come in; who wears them while away, and what they are, is for admins. */
    boolean isFor(Room room, Jid asker) {
        Affiliation least = this == LIST ? Affiliation.MEMBER : Affiliation.ADMIN;
        return room.affiliation(asker).isAtLeast(least)
                || this == LIST && room.occupant(asker).isPresent();
    }

    static Optional<HatCommand> of(String node) {
        return Stream.of(values())
                .filter(command -> command.node().equals(node))
                .findFirst();
    }
}

package org.jackdaw.muc;

import java.util.Map;
import org.jackdaw.muc.Rooms.Visit;
import org.jackdaw.plugin.ConsoleTab.Query;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.StanzaException;

/**
 * What administrators of the server do to rooms in the console: they need no affiliation for that, but all else is as if an owner
 * had done it.
 */
final class ConsoleDeeds {

    private final Parts parts;
    private final RoleChanges roles;
    private final AffiliationChanges affiliations;

    ConsoleDeeds(Parts parts) {
        this.parts = parts;
        roles = new RoleChanges(parts);
        affiliations = new AffiliationChanges(parts);
    }

    /** Returns a sentence about what was done. */
    String act(String action, Query query) {
        Jid room = Screens.room(query);
        Deed deed =
                Deed.inConsole(query.administrator(), query.text(Screens.REASON).strip());
        return switch (action) {
            case "destroy" -> parts.rooms().visit(room, visit -> destroy(visit, deed));
            case "kick" -> parts.rooms().visit(room, visit -> kick(visit, query.text("nick"), deed));
            case "affiliation" -> affiliate(room, query, deed);
            default -> throw Screens.bad("There is no action " + action + ".");
        };
    }

    private String destroy(Visit visit, Deed deed) {
        Room room = visit.existing();
        Farewell farewell = new Farewell("", "", deed.reason());
        parts.leaving().destroy(visit, farewell, parts.audit().of(room, deed, AuditEntry.Kind.DESTROYED));
        return "The room " + visit.jid() + " is destroyed.";
    }

    private String kick(Visit visit, String nick, Deed deed) {
        Occupant occupant = visit.existing()
                .occupant(nick)
                .orElseThrow(() -> new StanzaException(Condition.ITEM_NOT_FOUND, "nobody there is called " + nick));
        roles.kick(visit, occupant, deed);
        return nick + " (" + occupant.account() + ") is kicked out of " + visit.jid() + ".";
    }

    private String affiliate(Jid room, Query query, Deed deed) {
        Jid account = Screens.jid(query, "account").bare();
        Affiliation next = Affiliation.of(query.text("affiliation"))
                .orElseThrow(() -> Screens.bad("There is no affiliation " + query.text("affiliation") + "."));
        return parts.rooms().visit(room, visit -> {
            Member before = visit.existing().member(account);
            affiliations.apply(visit, Map.of(account, member(before, next, deed)), Map.of(account, deed));
            return account + " is now " + next.word() + " to " + visit.jid() + ".";
        });
    }

    /** As {@link AffiliationChanges} has it. */
    private static Member member(Member before, Affiliation next, Deed deed) {
        return switch (next) {
            case OUTCAST -> new Member(next, "", deed.reason());
            case NONE -> Member.NOBODY;
            default -> new Member(next, before.nick(), "");
        };
    }
}

package org.jackdaw.muc;

import java.util.List;
import java.util.Optional;
import org.dom4j.Element;
import org.dom4j.QName;
import org.jackdaw.muc.Rooms.Visit;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Iq;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.StanzaException;

/** What owners ask of a room (XEP-0045 §10). */
final class OwnerRequests {

    private static final QName QUERY = QName.get("query", Muc.OWNER);
    private static final QName DESTROY = QName.get("destroy", Muc.OWNER);

    private final Parts parts;
    private final Configuring configuring;

    OwnerRequests(Parts parts) {
        this.parts = parts;
        configuring = new Configuring(parts);
    }

    Optional<Element> handle(Iq iq) {
        return parts.rooms().visit(iq.to().orElseThrow(), visit -> {
            if (visit.existing().affiliation(iq.sender()) != Affiliation.OWNER) {
                throw new StanzaException(Condition.FORBIDDEN, "only owners may");
            }
            List<Element> children = iq.payload().orElseThrow().elements();
            return iq.type() == Iq.Type.GET ? Optional.of(form(visit, children)) : change(visit, children, iq.sender());
        });
    }

    private static Element form(Visit visit, List<Element> children) {
        if (!children.isEmpty()) {
            throw Muc.badRequest("an empty query, please");
        }
        Element query = Muc.element(QUERY);
        Element form = ConfigForms.form(visit.existing().config());
        StaffLists.add(form, visit.existing());
        query.add(form);
        return query;
    }

    private Optional<Element> change(Visit visit, List<Element> children, Jid sender) {
        if (children.size() != 1) {
            throw Muc.badRequest("one form, or the end of the room");
        }
        Element child = children.getFirst();
        if (child.getQName().equals(DESTROY)) {
            destroy(visit, Farewell.of(child), sender);
        } else if (child.getQName().equals(ConfigForms.X)) {
            configure(visit, child, sender);
        } else {
            throw Muc.badRequest("one form, or the end of the room");
        }
        return Optional.empty();
    }

    private void destroy(Visit visit, Farewell farewell, Jid sender) {
        Room room = visit.existing();
        Deed deed = Deed.of(room, sender, farewell.reason());
        parts.leaving().destroy(visit, farewell, parts.audit().of(room, deed, AuditEntry.Kind.DESTROYED));
    }

    private void configure(Visit visit, Element form, Jid sender) {
        switch (form.attributeValue("type", "")) {
            case "submit" -> configuring.submit(visit, form, sender);
            case "cancel" -> {
                if (visit.existing().data().isLocked()) {
                    destroy(visit, Farewell.NONE, sender);
                }
            }
            default -> throw Muc.badRequest("a form that is submitted or cancelled");
        }
    }
}

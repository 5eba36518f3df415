package org.jackdaw.muc;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.dom4j.Element;
import org.dom4j.Namespace;
import org.dom4j.QName;
import org.jackdaw.plugin.AccountNodes;
import org.jackdaw.plugin.Implements;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Iq;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.StanzaError;
import org.jackdaw.xmpp.StanzaException;

/** The ad-hoc commands of rooms (XEP-0050): each has one form, or none. */
@Implements("XEP-0050 1.3.0 partial: commands of rooms")
final class RoomCommands {

    static final String NS = "http://jabber.org/protocol/commands";

    private static final QName COMMAND = QName.get("command", NS);
    private static final QName ACTIONS = QName.get("actions", NS);
    private static final QName COMPLETE = QName.get("complete", NS);
    private static final Set<String> ACTIONS_THERE_ARE = Set.of("execute", "complete", "cancel", "next", "prev");
    private static final QName LANGUAGE = QName.get("lang", Namespace.XML_NAMESPACE);

    private final Parts parts;
    private final HatKeeping keeping;
    private final CommandSessions sessions;

    RoomCommands(Parts parts, Clock clock) {
        this.parts = parts;
        keeping = new HatKeeping(parts);
        sessions = new CommandSessions(clock);
    }

    // Execution.

    Optional<Element> handle(Iq iq) {
        Element request = iq.payload().orElseThrow();
        if (iq.type() != Iq.Type.SET || !request.getQName().equals(COMMAND)) {
            throw Muc.badRequest("a command is executed");
        }
        HatCommand command = HatCommand.of(request.attributeValue("node", "")).orElseThrow(RoomCommands::noSuchCommand);
        return parts.rooms().visit(iq.to().orElseThrow(), visit -> {
            Room room = Registering.open(visit, iq.sender());
            check(room, command, iq.sender());
            return Optional.of(execute(room, iq, command));
        });
    }

    private static void check(Room room, HatCommand command, Jid asker) {
        if (!command.isFor(room, asker)) {
            throw new StanzaException(Condition.FORBIDDEN, "");
        }
    }

    private Element execute(Room room, Iq iq, HatCommand command) {
        Element request = iq.payload().orElseThrow();
        String action = request.attributeValue("action", "execute");
        Optional<String> session = Optional.ofNullable(request.attributeValue("sessionid"));
        session.ifPresent(known -> sessions.check(room, iq, command, known));
        String id = session.orElseGet(() -> sessions.open(room, iq, command));
        check(action, session.isPresent());
        if (action.equals("cancel")) {
            return answer(command, id, "canceled");
        }
        Optional<DataForm> form = form(request);
        if (!command.hasForm()) {
            return list(room, command, form, id);
        }
        if (form.isEmpty() && session.isEmpty()) {
            return ask(room, command, id);
        }
        carryOut(room, command, form.orElseThrow(() -> badPayload("the form is missing")), iq.sender());
        return answer(command, id, "completed");
    }

    private static void check(String action, boolean hasBegun) {
        boolean isOffered = action.equals("execute")
                || hasBegun && List.of("complete", "cancel").contains(action);
        if (!isOffered) {
            throw badRequest(ACTIONS_THERE_ARE.contains(action) ? "bad-action" : "malformed-action");
        }
    }

    /** Returns the form that a request has, which may come with the first one (XEP-0317 §3.6). */
    private static Optional<DataForm> form(Element request) {
        List<Element> payload = request.elements();
        if (payload.isEmpty()) {
            return Optional.empty();
        }
        // One that is cancelled is as good as submitted (XEP-0050 §3.5).
        boolean isForm = payload.size() == 1
                && payload.getFirst().getQName().equals(ConfigForms.X)
                && List.of("submit", "cancel").contains(payload.getFirst().attributeValue("type", ""));
        if (!isForm) {
            throw badPayload("one form that is submitted");
        }
        DataForm form = DataForm.of(payload.getFirst());
        if (!form.type().equals(HatCommand.TYPE)) {
            throw badPayload("a form of the type " + HatCommand.TYPE);
        }
        return Optional.of(form);
    }

    private Element list(Room room, HatCommand command, Optional<DataForm> form, String id) {
        if (form.isPresent()) {
            throw badPayload("no form, please");
        }
        Hats hats = parts.hats().of(room);
        Element answer = answer(command, id, "completed");
        answer.add(command == HatCommand.LIST ? HatForms.all(hats) : HatForms.worn(hats));
        return answer;
    }

    private Element ask(Room room, HatCommand command, String id) {
        Element answer = answer(command, id, "executing");
        answer.addElement(ACTIONS).addAttribute("execute", "complete").addElement(COMPLETE);
        answer.add(HatForms.form(command, parts.hats().of(room)));
        return answer;
    }

    private void carryOut(Room room, HatCommand command, DataForm form, Jid sender) {
        switch (command) {
            case CREATE -> keeping.put(room, HatForms.hat(form));
            case DESTROY -> keeping.destroy(room, HatForms.uri(form));
            case ASSIGN -> keeping.assign(room, HatForms.account(form), HatForms.uri(form));
            case UNASSIGN -> keeping.unassign(room, HatForms.account(form), HatForms.uri(form));
            case LIST, LIST_ASSIGNED -> throw new IllegalArgumentException("nothing to do: " + command);
        }
        boolean isOfSomebody = command == HatCommand.ASSIGN || command == HatCommand.UNASSIGN;
        parts.audit()
                .note(
                        room,
                        Deed.of(room, sender, ""),
                        AuditEntry.Kind.HATS,
                        isOfSomebody ? HatForms.account(form).toString() : "",
                        command.label() + ": " + HatForms.uri(form));
    }

    private static Element answer(HatCommand command, String id, String status) {
        return Muc.element(COMMAND)
                .addAttribute(LANGUAGE, "en")
                .addAttribute("node", command.node())
                .addAttribute("sessionid", id)
                .addAttribute("status", status);
    }

    // Discovery.

    /** Returns the commands that somebody may execute (XEP-0050 §2.2). */
    static Stream<AccountNodes.Item> items(Room room, Jid asker) {
        return Stream.of(HatCommand.values())
                .filter(command -> command.isFor(room, asker))
                .map(command -> new AccountNodes.Item(room.jid(), command.node(), command.label()));
    }

    /**
     * Says what a node is (XEP-0050 §2.2).
     *
     * @throws StanzaException item-not-found if it is none of commands, forbidden if it is for others
     */
    static void info(Element query, Room room, String node, Jid asker) {
        if (node.equals(NS)) {
            identity(query, "command-list", "Commands");
            return;
        }
        HatCommand command = HatCommand.of(node).orElseThrow(RoomCommands::noSuchCommand);
        check(room, command, asker);
        identity(query, "command-node", command.label());
        for (String feature : List.of(NS, ConfigForms.FORMS)) {
            query.addElement(QName.get("feature", RoomDiscovery.INFO)).addAttribute("var", feature);
        }
    }

    private static void identity(Element query, String type, String name) {
        query.addElement(QName.get("identity", RoomDiscovery.INFO))
                .addAttribute("category", "automation")
                .addAttribute("type", type)
                .addAttribute("name", name);
    }

    // Refusals (XEP-0050 §4.4).

    private static StanzaException noSuchCommand() {
        return new StanzaException(Condition.ITEM_NOT_FOUND, "no such node");
    }

    static Element element(String condition) {
        return Muc.element(QName.get(condition, NS));
    }

    static StanzaException badRequest(String condition) {
        return new StanzaException(new StanzaError(Condition.BAD_REQUEST, "").with(element(condition)));
    }

    static StanzaException badPayload(String text) {
        return new StanzaException(new StanzaError(Condition.BAD_REQUEST, text).with(element("bad-payload")));
    }
}

package org.jackdaw.muc;

import java.util.Optional;
import java.util.function.Consumer;
import org.dom4j.Element;
import org.jackdaw.muc.Rooms.Visit;
import org.jackdaw.xmpp.Message;

/** What is said to a room itself: invitations, and forms about voice and membership (XEP-0045 §7.8.2, §7.13, §8.6, §9.9). */
final class RoomMessages {

    private final Parts parts;
    private final Inviting inviting;
    private final Voice voice;
    private final Approving approving;

    RoomMessages(Parts parts) {
        this.parts = parts;
        inviting = new Inviting(parts);
        voice = new Voice(parts);
        approving = new Approving(parts);
    }

    /** Returns whether it was something of that kind. */
    boolean handle(Message message) {
        if (!message.to().orElseThrow().isBare() || message.type() != Message.Type.NORMAL) {
            return false;
        }
        Optional<Element> user = message.child("x", Muc.USER);
        if (user.isPresent() && Inviting.concerns(user.get())) {
            return visit(message, visit -> inviting.handle(visit, message, user.get()));
        }
        return DataForm.in(message).filter(form -> handle(message, form)).isPresent();
    }

    private boolean handle(Message message, DataForm form) {
        return switch (form.type()) {
            case Voice.TYPE -> visit(message, visit -> voice.handle(visit, form, message.sender()));
            case Registering.TYPE -> visit(message, visit -> approving.answer(visit, form, message.sender()));
            // Who does not fill in a form need not say which (XEP-0004 §3.1).
            default -> form.isCancelled();
        };
    }

    private boolean visit(Message message, Consumer<Visit> work) {
        return parts.rooms().visit(message.to().orElseThrow(), visit -> {
            work.accept(visit);
            return true;
        });
    }
}

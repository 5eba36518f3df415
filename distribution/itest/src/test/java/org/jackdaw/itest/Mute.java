package org.jackdaw.itest;

import java.util.Optional;
import org.jackdaw.plugin.StanzaFilter;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Message;
import org.jackdaw.xmpp.StanzaException;

/** For a plugin that lets some messages not pass, as their bodies say. */
public final class Mute implements StanzaFilter {

    @Override
    public Optional<Message> filter(Message message) {
        return switch (message.body().orElse("")) {
            case "refuse me" -> throw new StanzaException(Condition.POLICY_VIOLATION, "not in this house");
            case "swallow me" -> Optional.empty();
            default -> Optional.of(message);
        };
    }
}

package org.jackdaw.push;

import java.util.Optional;
import org.jackdaw.plugin.FiltersAt;
import org.jackdaw.plugin.StanzaFilter;
import org.jackdaw.xmpp.Message;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Has push services told of messages that no client took: those whose client went while they were on their way to it, or did
 * not get them before its connection broke. It comes before the filter that stores them.
 */
@Component
@FiltersAt(point = FiltersAt.Point.UNDELIVERED)
public final class UndeliveredMessages implements StanzaFilter {

    private final PushNotifications notifications;

    @Activate
    public UndeliveredMessages(@Reference PushNotifications notifications) {
        this.notifications = notifications;
    }

    @Override
    public Optional<Message> filter(Message message) {
        notifications.undelivered(message);
        return Optional.of(message);
    }
}

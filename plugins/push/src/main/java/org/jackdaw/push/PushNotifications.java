package org.jackdaw.push;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jackdaw.plugin.FiltersAt;
import org.jackdaw.plugin.Needs;
import org.jackdaw.plugin.Permission;
import org.jackdaw.plugin.Router;
import org.jackdaw.plugin.SessionListener;
import org.jackdaw.plugin.StanzaFilter;
import org.jackdaw.session.Session;
import org.jackdaw.session.Sessions;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Message;
import org.jackdaw.xmpp.Presence;
import org.jackdaw.xmpp.Stanza;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.propertytypes.ServiceRanking;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * Notifies the push services of accounts of what their clients do not get at once, for they have no connection (XEP-0357 §7).
 */
@Component(
        service = {StanzaFilter.class, SessionListener.class, PushNotifications.class},
        configurationPid = "org.jackdaw.push")
@Designate(ocd = PushNotifications.Config.class)
@FiltersAt(point = FiltersAt.Point.INBOUND)
@ServiceRanking(-500)
@Needs({Permission.SEE_BODIES, Permission.SEND_AS_OTHERS})
public final class PushNotifications implements StanzaFilter, SessionListener {

    private static final int MOST_TOLD = 1000;
    private static final long SECOND_LOOK_MILLIS = 500;

    /** The options. */
    @ObjectClassDefinition(
            name = "Push notifications",
            description = "What is worth waking a phone for, and how much of it the push service is told.")
    @interface Config {

        @AttributeDefinition(name = "Messages", description = "Messages with a text, of one person.")
        boolean messages() default true;

        @AttributeDefinition(
                name = "Rooms",
                description =
                        "Messages with a text, in rooms that the client is in, or that it wants while it is away; and mentions in others.")
        boolean rooms() default true;

        @AttributeDefinition(name = "Calls", description = "Calls (XEP-0353).")
        boolean calls() default true;

        @AttributeDefinition(name = "Requests", description = "Requests to see one's presence.")
        boolean requests() default true;

        @AttributeDefinition(
                name = "Sender",
                description = "Whether the push service is told who wrote. It belongs to the maker of the app.")
        boolean sender() default false;

        @AttributeDefinition(name = "Text", description = "Whether it is told what, too.")
        boolean text() default false;

        @AttributeDefinition(
                name = "Failures",
                description =
                        "After so many refusals in a row that may pass the push service is forgotten; after one that does"
                                + " not pass, at once.",
                min = "1",
                max = "1000")
        int failures() default 10;
    }

    /** A message that a service was told of: it may come by a second time, when no client has taken it. */
    private record Told(String service, Optional<String> id, Jid sender, String body) {
        Told(Registration registration, Message message) {
            this(
                    registration.key(),
                    message.id(),
                    message.sender(),
                    message.copy().elementText("body"));
        }
    }

    private final Config config;
    private final Importance importance;
    private final Registrations registrations;
    private final Sessions sessions;
    private final Publisher publisher;
    private volatile boolean closed;

    private final Set<Told> told = Collections.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Told, Boolean> eldest) {
            return size() > MOST_TOLD;
        }
    }));

    @Activate
    public PushNotifications(
            Config config,
            @Reference Registrations registrations,
            @Reference Sessions sessions,
            @Reference Router router) {
        this.config = config;
        this.registrations = registrations;
        this.sessions = sessions;
        publisher = new Publisher(config, registrations, router);
        importance = new Importance(config.messages(), config.rooms(), config.calls());
    }

    @Deactivate
    void close() {
        closed = true;
        publisher.close();
    }

    @Override
    public Optional<Message> filter(Message message) {
        if (importance.isWorth(message)) {
            Jid account = message.to().orElseThrow().bare();
            for (Registration registration : absent(account)) {
                told.add(new Told(registration, message));
                publisher.tell(account, registration, news(message));
            }
        }
        return Optional.of(message);
    }

    private static News news(Message message) {
        return new News(1, 0, Mention.in(message).or(() -> Optional.of(message)));
    }

    /** No client took it: all are to be told, but for those that were when it came. */
    void undelivered(Message message) {
        if (importance.isWorth(message)) {
            Jid account = message.to().orElseThrow().bare();
            for (Registration registration : absent(account)) {
                if (!told.remove(new Told(registration, message))) {
                    publisher.tell(account, registration, news(message));
                }
            }
        }
    }

    @Override
    public Optional<Presence> filter(Presence presence) {
        if (config.requests() && presence.type() == Presence.Type.SUBSCRIBE) {
            Jid account = presence.to().orElseThrow().bare();
            absent(account)
                    .forEach(registration -> publisher.tell(account, registration, new News(0, 1, Optional.empty())));
        }
        return Optional.of(presence);
    }

    @Override
    public Collection<Jid> looksOnTheWayTo(Collection<Jid> recipients, Stanza stanza) {
        boolean isNews = stanza instanceof Message message
                ? importance.isWorth(message)
                : stanza instanceof Presence presence && presence.type() == Presence.Type.SUBSCRIBE;
        return isNews
                ? recipients.stream()
                        .filter(recipient -> !registrations.of(recipient.bare()).isEmpty())
                        .toList()
                : List.of();
    }

    /**
     * The client may not have got what it was sent last. What was on its way just then, and was taken for delivered, reaches the
     * session a moment later.
     */
    @Override
    public void disconnected(Session session) {
        tellOfUnacknowledged(session);
        Thread.startVirtualThread(() -> lookAgain(session));
    }

    private void lookAgain(Session session) {
        try {
            Thread.sleep(SECOND_LOOK_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        if (!closed && !session.isConnected()) {
            tellOfUnacknowledged(session);
        }
    }

    private void tellOfUnacknowledged(Session session) {
        List<Message> unacknowledged =
                session.unacknowledged().stream().filter(importance::isWorth).toList();
        if (unacknowledged.isEmpty()) {
            return;
        }
        Jid account = session.jid().bare();
        for (Registration registration : registrations.of(account)) {
            if (registration.resource().equals(session.jid())) {
                List<Message> missed = unacknowledged.stream()
                        .filter(message -> told.add(new Told(registration, message)))
                        .toList();
                if (!missed.isEmpty()) {
                    publisher.tell(account, registration, new News(missed.size(), 0, Optional.of(missed.getLast())));
                }
            }
        }
    }

    /** Returns the registrations of clients that have no connection. */
    private List<Registration> absent(Jid account) {
        return registrations.of(account).stream()
                .filter(registration -> sessions.find(registration.resource())
                        .filter(Session::isConnected)
                        .isEmpty())
                .toList();
    }
}

package org.jackdaw.push;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.dom4j.Element;
import org.dom4j.QName;
import org.dom4j.tree.DefaultElement;
import org.jackdaw.plugin.FiltersAt;
import org.jackdaw.plugin.Needs;
import org.jackdaw.plugin.Permission;
import org.jackdaw.plugin.Router;
import org.jackdaw.plugin.SessionListener;
import org.jackdaw.plugin.StanzaFilter;
import org.jackdaw.session.Session;
import org.jackdaw.session.Sessions;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Iq;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Message;
import org.jackdaw.xmpp.Presence;
import org.jackdaw.xmpp.StanzaError;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.propertytypes.ServiceRanking;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notifies the push services of accounts of what their clients do not get at once, for they have no connection (XEP-0357 §7).
 * One notification at a time is under way to a service: what comes meanwhile is in the next.
 */
@Component(
        service = {StanzaFilter.class, SessionListener.class, PushNotifications.class},
        configurationPid = "org.jackdaw.push")
@Designate(ocd = PushNotifications.Config.class)
@FiltersAt(point = FiltersAt.Point.INBOUND)
@ServiceRanking(-500)
@Needs({Permission.SEE_BODIES, Permission.SEND_AS_OTHERS})
public final class PushNotifications implements StanzaFilter, SessionListener {

    private static final Logger LOG = LoggerFactory.getLogger(PushNotifications.class);
    private static final int MOST_TOLD = 1000;
    private static final String PUBSUB = "http://jabber.org/protocol/pubsub";
    private static final QName FORM = QName.get("x", "jabber:x:data");
    private static final QName FIELD = QName.get("field", "jabber:x:data");
    private static final QName VALUE = QName.get("value", "jabber:x:data");

    /** The options. */
    @ObjectClassDefinition(
            name = "Push notifications",
            description = "What is worth waking a phone for, and how much of it the push service is told.")
    @interface Config {

        @AttributeDefinition(name = "Messages", description = "Messages with a text, of one person.")
        boolean messages() default true;

        @AttributeDefinition(name = "Rooms", description = "Messages with a text, in rooms that the client is in.")
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

    /** What a service is to be told when the notification that is under way has been answered. */
    private static final class Pending {
        private int messages;
        private int requests;
        private Message last;
    }

    private final Config config;
    private final Importance importance;
    private final Registrations registrations;
    private final Sessions sessions;
    private final Router router;

    private final Set<Told> told = Collections.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Told, Boolean> eldest) {
            return size() > MOST_TOLD;
        }
    }));

    /** By account and service; what a swap loses of it costs a notification more or less. */
    private final Map<String, Pending> underWay = new ConcurrentHashMap<>();

    @Activate
    public PushNotifications(
            Config config,
            @Reference Registrations registrations,
            @Reference Sessions sessions,
            @Reference Router router) {
        this.config = config;
        this.registrations = registrations;
        this.sessions = sessions;
        this.router = router;
        importance = new Importance(config.messages(), config.rooms(), config.calls());
    }

    @Override
    public Optional<Message> filter(Message message) {
        if (importance.isWorth(message)) {
            Jid account = message.to().orElseThrow().bare();
            for (Registration registration : absent(account)) {
                told.add(new Told(registration, message));
                tell(account, registration, 1, 0, message);
            }
        }
        return Optional.of(message);
    }

    /** No client took it: all are to be told, but for those that were when it came. */
    void undelivered(Message message) {
        if (importance.isWorth(message)) {
            Jid account = message.to().orElseThrow().bare();
            for (Registration registration : absent(account)) {
                if (!told.remove(new Told(registration, message))) {
                    tell(account, registration, 1, 0, message);
                }
            }
        }
    }

    @Override
    public Optional<Presence> filter(Presence presence) {
        if (config.requests() && presence.type() == Presence.Type.SUBSCRIBE) {
            Jid account = presence.to().orElseThrow().bare();
            absent(account).forEach(registration -> tell(account, registration, 0, 1, null));
        }
        return Optional.of(presence);
    }

    /** The client may not have got what it was sent last. What came since its connection was lost was told when it came. */
    @Override
    public void disconnected(Session session) {
        List<Message> unacknowledged =
                session.unacknowledged().stream().filter(importance::isWorth).toList();
        if (unacknowledged.isEmpty()) {
            return;
        }
        Jid account = session.jid().bare();
        for (Registration registration : registrations.of(account)) {
            List<Message> missed = unacknowledged.stream()
                    .filter(message -> !told.contains(new Told(registration, message)))
                    .toList();
            if (registration.resource().equals(session.jid()) && !missed.isEmpty()) {
                tell(account, registration, missed.size(), 0, missed.getLast());
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

    private void tell(Jid account, Registration registration, int messages, int requests, Message last) {
        Pending news = new Pending();
        news.messages = messages;
        news.requests = requests;
        news.last = last;
        String key = account + " " + registration.key();
        boolean[] first = {false};
        underWay.compute(key, (k, waiting) -> {
            first[0] = waiting == null;
            return waiting == null ? new Pending() : merged(waiting, news);
        });
        if (first[0]) {
            publish(account, registration, news);
        }
    }

    private static Pending merged(Pending waiting, Pending news) {
        waiting.messages += news.messages;
        waiting.requests += news.requests;
        waiting.last = news.last == null ? waiting.last : news.last;
        return waiting;
    }

    private void publish(Jid account, Registration registration, Pending news) {
        Element pubsub = new DefaultElement(QName.get("pubsub", PUBSUB));
        Element publish = pubsub.addElement(QName.get("publish", PUBSUB));
        publish.addAttribute("node", registration.node());
        publish.addElement(QName.get("item", PUBSUB)).add(notification(news));
        registration
                .options()
                .ifPresent(form ->
                        pubsub.addElement(QName.get("publish-options", PUBSUB)).add(form.createCopy()));
        Iq request = Iq.of(Iq.Type.SET, "push", pubsub)
                .with(iq -> iq.addAttribute("from", account.domain())
                        .addAttribute("to", registration.service().toString()));
        router.ask(request, reply -> answered(account, registration, reply));
    }

    private Element notification(Pending news) {
        Element notification = new DefaultElement(QName.get("notification", Registration.NS));
        Element form = notification.addElement(FORM);
        field(form, "FORM_TYPE", "urn:xmpp:push:summary");
        if (news.messages > 0) {
            field(form, "message-count", Integer.toString(news.messages));
        }
        if (news.requests > 0) {
            field(form, "pending-subscription-count", Integer.toString(news.requests));
        }
        if (news.last != null && config.sender()) {
            field(form, "last-message-sender", news.last.sender().toString());
        }
        if (news.last != null && config.text()) {
            Optional.ofNullable(news.last.copy().elementText("body"))
                    .ifPresent(body -> field(form, "last-message-body", body));
        }
        return notification;
    }

    private static void field(Element form, String name, String value) {
        form.addElement(FIELD).addAttribute("var", name).addElement(VALUE).setText(value);
    }

    /** §7: a service that refuses is forgotten, unless it may be well again soon. */
    private void answered(Jid account, Registration registration, Iq reply) {
        Pending next = underWay.remove(account + " " + registration.key());
        if (reply.type() == Iq.Type.ERROR) {
            failed(account, registration, reply);
            return;
        }
        if (registration.failures() > 0) {
            registrations.replace(account, registration.failed(0));
        }
        if (next != null && next.messages + next.requests > 0) {
            registrations.of(account).stream()
                    .filter(known -> known.key().equals(registration.key()))
                    .forEach(known -> tell(account, known, next.messages, next.requests, next.last));
        }
    }

    private void failed(Jid account, Registration registration, Iq reply) {
        int failures = registration.failures() + 1;
        if (passes(reply) && failures < config.failures()) {
            registrations.replace(account, registration.failed(failures));
        } else {
            LOG.info("The push service {} of {} refuses and is forgotten", registration.service(), account);
            registrations.remove(account, List.of(registration));
        }
    }

    private static boolean passes(Iq reply) {
        Optional<StanzaError> error = StanzaError.of(reply);
        return error.filter(refusal -> refusal.type() == StanzaError.Type.WAIT
                        || refusal.condition() == Condition.REMOTE_SERVER_NOT_FOUND
                        || refusal.condition() == Condition.REMOTE_SERVER_TIMEOUT)
                .isPresent();
    }
}

package org.jackdaw.push;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.dom4j.Element;
import org.dom4j.QName;
import org.dom4j.tree.DefaultElement;
import org.jackdaw.plugin.Router;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Iq;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.StanzaError;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes notifications to push services (XEP-0357 §7). One is under way to a service at a time: what comes meanwhile is in
 * the next.
 */
final class Publisher {

    private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);
    private static final String PUBSUB = "http://jabber.org/protocol/pubsub";
    private static final QName FORM = QName.get("x", "jabber:x:data");
    private static final QName FIELD = QName.get("field", "jabber:x:data");
    private static final QName VALUE = QName.get("value", "jabber:x:data");

    /** What waits for the answer of a service. */
    private record Waiting(Jid account, Registration registration, News news) {}

    private final PushNotifications.Config config;
    private final Registrations registrations;
    private final Router router;
    private final Map<String, Waiting> underWay = new ConcurrentHashMap<>();
    private volatile boolean closed;

    Publisher(PushNotifications.Config config, Registrations registrations, Router router) {
        this.config = config;
        this.registrations = registrations;
        this.router = router;
    }

    /** What waits is told now, whatever comes of it: the answers are for nobody, for another version may have followed. */
    void close() {
        closed = true;
        underWay.values().stream()
                .filter(waiting -> !waiting.news().isNothing())
                .forEach(waiting -> publish(waiting, reply -> {}));
    }

    void tell(Jid account, Registration registration, News news) {
        Waiting first = new Waiting(account, registration, news);
        boolean[] isFirst = {false};
        underWay.compute(account + " " + registration.key(), (key, waiting) -> {
            isFirst[0] = waiting == null;
            News next = waiting == null ? News.NOTHING : waiting.news().and(news);
            return new Waiting(account, registration, next);
        });
        if (isFirst[0] || closed) {
            publish(first, reply -> answered(account, registration, reply));
        }
    }

    private void publish(Waiting waiting, Consumer<Iq> reply) {
        Registration registration = waiting.registration();
        Element pubsub = new DefaultElement(QName.get("pubsub", PUBSUB));
        Element publish = pubsub.addElement(QName.get("publish", PUBSUB));
        publish.addAttribute("node", registration.node());
        publish.addElement(QName.get("item", PUBSUB)).add(notification(waiting.news()));
        registration
                .options()
                .ifPresent(form ->
                        pubsub.addElement(QName.get("publish-options", PUBSUB)).add(form.createCopy()));
        Iq request = Iq.of(Iq.Type.SET, "push", pubsub)
                .with(iq -> iq.addAttribute("from", waiting.account().domain())
                        .addAttribute("to", registration.service().toString()));
        router.ask(request, reply);
    }

    private Element notification(News news) {
        Element notification = new DefaultElement(QName.get("notification", Registration.NS));
        Element form = notification.addElement(FORM);
        field(form, "FORM_TYPE", "urn:xmpp:push:summary");
        if (news.messages() > 0) {
            field(form, "message-count", Integer.toString(news.messages()));
        }
        if (news.requests() > 0) {
            field(form, "pending-subscription-count", Integer.toString(news.requests()));
        }
        news.last()
                .filter(last -> config.sender())
                .ifPresent(
                        last -> field(form, "last-message-sender", last.sender().toString()));
        news.last()
                .filter(last -> config.text())
                .flatMap(last -> last.body())
                .ifPresent(body -> field(form, "last-message-body", body));
        return notification;
    }

    private static void field(Element form, String name, String value) {
        form.addElement(FIELD).addAttribute("var", name).addElement(VALUE).setText(value);
    }

    /** A service that refuses is forgotten, unless it may be well again soon. */
    private void answered(Jid account, Registration registration, Iq reply) {
        if (closed) {
            return;
        }
        Waiting next = underWay.remove(account + " " + registration.key());
        if (reply.type() == Iq.Type.ERROR) {
            failed(account, registration, reply);
            return;
        }
        if (registration.failures() > 0) {
            registrations.replace(account, registration.failed(0));
        }
        if (next != null && !next.news().isNothing()) {
            registrations.of(account).stream()
                    .filter(known -> known.key().equals(registration.key()))
                    .forEach(known -> tell(account, known, next.news()));
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
        return StanzaError.of(reply)
                .filter(refusal -> refusal.type() == StanzaError.Type.WAIT
                        || refusal.condition() == Condition.REMOTE_SERVER_NOT_FOUND
                        || refusal.condition() == Condition.REMOTE_SERVER_TIMEOUT)
                .isPresent();
    }
}

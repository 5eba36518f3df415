package org.jackdaw.announce;

import java.time.Clock;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.dom4j.Element;
import org.dom4j.QName;
import org.dom4j.tree.DefaultElement;
import org.jackdaw.plugin.Accounts;
import org.jackdaw.plugin.DomainHandler;
import org.jackdaw.plugin.Domains;
import org.jackdaw.plugin.Feature;
import org.jackdaw.plugin.Identity;
import org.jackdaw.plugin.Router;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Iq;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Message;
import org.jackdaw.xmpp.Presence;
import org.jackdaw.xmpp.StanzaException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A domain that tells every account of the served domain above it what an administrator writes to it: those who are
 * there ({@code announce.}), or everybody, later if need be ({@code all@announce.}). {@code echo@announce.} sends back
 * what accounts send to it, so that they see how it looks.
 */
@Component(configurationPid = "org.jackdaw.announce")
@Designate(ocd = Announcements.Config.class)
@Identity(category = "component", type = "generic", name = "Announcements")
@Feature(Announcements.ITEMS)
public final class Announcements implements DomainHandler {

    static final String ITEMS = "http://jabber.org/protocol/disco#items";

    private static final Logger LOG = LoggerFactory.getLogger(Announcements.class);

    private static final int PATIENCE_SECONDS = 4;

    @ObjectClassDefinition(name = "Announcements", description = "A domain that tells everybody what is written to it")
    public @interface Config { // public, or Declarative Services cannot read the prefix

        String PREFIX_ = "jackdaw.";

        @AttributeDefinition(name = "Domain", description = "The first label of the domain, before each served one.")
        String domain() default "announce";

        @AttributeDefinition(name = "Roles", description = "Roles of the accounts that may tell everybody something.")
        String[] roles() default "admin";

        @AttributeDefinition(
                name = "Per minute",
                description = "How many messages one account may send to it in a minute, echoes among them.",
                min = "1",
                max = "10000")
        int perMinute() default 20;
    }

    private final int label;
    private final Set<String> roles;
    private final PerMinute limit;
    private final Accounts accounts;
    private final Domains domains;
    private final Router router;

    /** To tell thousands takes longer than a handler may; and one after another, so that all read them in one order. */
    private final ExecutorService telling = Executors.newSingleThreadExecutor(
            Thread.ofVirtual().name("announce").factory());

    private volatile boolean stopped;

    @Activate
    public Announcements(
            Config config,
            @Reference Accounts accounts,
            @Reference Domains domains,
            @Reference Router router,
            @Reference Clock clock) {
        label = config.domain().length() + 1;
        roles = Arrays.stream(config.roles()).map(String::strip).collect(Collectors.toSet());
        limit = new PerMinute(config.perMinute(), clock);
        this.accounts = accounts;
        this.domains = domains;
        this.router = router;
    }

    /** What was accepted still goes out, for a while. Not by interruption: embedded databases do not bear that. */
    @Deactivate
    void close() throws InterruptedException {
        telling.shutdown();
        stopped = !telling.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** What has no text is of the client, not of its user: typing notifications, receipts. Errors are not answered (RFC 6120 §8.3.1). */
    @Override
    public void handle(Message message) {
        if (message.isError() || message.body().isEmpty()) {
            return;
        }
        Jid sender = message.sender().bare();
        // Services have no accounts: two echoes never talk to each other for ever.
        if (!domains.isLocal(sender) || sender.local().isEmpty()) {
            throw new StanzaException(Condition.FORBIDDEN, "for accounts of this server");
        }
        if (!limit.admits(sender)) {
            throw new StanzaException(Condition.RESOURCE_CONSTRAINT, "too many messages in a minute");
        }
        switch (message.to().orElseThrow().local()) {
            case "" -> announce(message, Message.Type.HEADLINE);
            case "all" -> announce(message, Message.Type.NORMAL);
            case "echo" -> echo(message);
            default -> throw new StanzaException(Condition.ITEM_NOT_FOUND, "write to the domain, to all@ or to echo@");
        }
    }

    /** A headline is for those who are there, and is not kept for the others (RFC 6121 §8.5.2.1.1). */
    private void announce(Message message, Message.Type type) {
        Jid sender = message.sender().bare();
        Jid service = message.to().orElseThrow().domainJid();
        if (Collections.disjoint(accounts.roles(sender), roles)) {
            throw new StanzaException(Condition.FORBIDDEN, "your account has no role that may tell everybody");
        }
        List<Jid> audience = accounts.of(service.domain().substring(label));
        Message text = message.with(copy -> {
            List.copyOf(copy.elements()).stream()
                    .filter(child -> !isText(child))
                    .forEach(copy::remove);
            copy.addAttribute("type", type.name().toLowerCase(Locale.ROOT));
            copy.addAttribute("from", service.toString());
        });
        LOG.info("{} tells {} accounts something by {}", sender, audience.size(), service);
        telling.execute(() -> tell(text, audience));
    }

    /** Not what asks for receipts and the like: a thousand clients would answer. */
    private static boolean isText(Element child) {
        return child.getNamespaceURI().equals("jabber:client")
                && (child.getName().equals("body") || child.getName().equals("subject"));
    }

    private void tell(Message text, List<Jid> audience) {
        for (int i = 0; i < audience.size(); i++) {
            if (stopped) {
                LOG.warn("Stopped before {} of {} accounts were told", audience.size() - i, audience.size());
                return;
            }
            String account = audience.get(i).toString();
            router.route(text.with(copy -> copy.addAttribute("to", account)));
        }
    }

    /** Nobody expects an answer to a headline (RFC 6121 §5.2.2). */
    private void echo(Message message) {
        if (message.type() != Message.Type.HEADLINE) {
            router.route(message.with(copy -> copy.addAttribute("to", copy.attributeValue("from"))
                    .addAttribute("from", message.to().orElseThrow().toString())));
        }
    }

    /** It has no presence: who asks for it is told so (RFC 6121 §3.1.3). */
    @Override
    public void handle(Presence presence) {
        if (presence.type() == Presence.Type.SUBSCRIBE) {
            Jid self = presence.to().orElseThrow().bare();
            router.route(Presence.of(
                    Presence.Type.UNSUBSCRIBED, self, presence.sender().bare()));
        }
    }

    /** What it is, the server says; it has no items (XEP-0030 §4). */
    @Override
    public Optional<Element> handle(Iq iq) {
        boolean asksForItems = iq.type() == Iq.Type.GET
                && iq.to().orElseThrow().isDomain()
                && iq.payloadName().equals(QName.get("query", ITEMS));
        if (!asksForItems) {
            throw new StanzaException(Condition.SERVICE_UNAVAILABLE, "");
        }
        return Optional.of(new DefaultElement(QName.get("query", ITEMS)));
    }
}

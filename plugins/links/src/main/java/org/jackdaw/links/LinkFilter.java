package org.jackdaw.links;

import static org.jackdaw.plugin.FiltersAt.Point.INBOUND;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.dom4j.Attribute;
import org.dom4j.Element;
import org.jackdaw.plugin.FiltersAt;
import org.jackdaw.plugin.Needs;
import org.jackdaw.plugin.Permission;
import org.jackdaw.plugin.StanzaFilter;
import org.jackdaw.plugin.Subscriptions;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Message;
import org.jackdaw.xmpp.StanzaException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Refuses messages with links that the operator does not want, or that come from strangers. */
@Component(configurationPid = "org.jackdaw.links")
@Designate(ocd = LinkFilter.Config.class)
@FiltersAt(point = INBOUND)
@Needs(Permission.SEE_BODIES)
public final class LinkFilter implements StanzaFilter {

    /** A scheme, perhaps a user, and the host (RFC 3986 §3). */
    private static final Pattern LINK = Pattern.compile("(?i)\\b(?:https?|ftp)://(?:[^\\s/?#@]*@)?([^\\s/?#:@<>\"']+)");

    @ObjectClassDefinition(name = "Links", description = "Messages that are refused for the links in them")
    @interface Config {

        @AttributeDefinition(
                name = "Hosts",
                description =
                        "Messages with links to these hosts, and to hosts below them, are refused; empty for none.")
        String[] hosts() default {};

        @AttributeDefinition(
                name = "From strangers",
                description = "Whether people may send links to those who have not let them see their presence.")
        boolean fromStrangers() default false;
    }

    private final boolean fromStrangers;
    private final List<String> hosts;
    private final Subscriptions subscriptions;

    @Activate
    public LinkFilter(Config config, @Reference Subscriptions subscriptions) {
        this.fromStrangers = config.fromStrangers();
        this.hosts = Arrays.stream(config.hosts()).map(LinkFilter::plain).toList();
        this.subscriptions = subscriptions;
    }

    /** Those of rooms pass, for who may speak there is the room's affair; errors quote what was sent (RFC 6120 §8.3.1). */
    @Override
    public Optional<Message> filter(Message message) {
        if (message.type() == Message.Type.GROUPCHAT || message.isError()) {
            return Optional.of(message);
        }
        List<String> linked = texts(message.copy()).flatMap(LinkFilter::hosts).toList();
        if (linked.stream().anyMatch(this::isUnwanted)) {
            throw new StanzaException(Condition.POLICY_VIOLATION, "links to that host are not delivered here");
        }
        if (!linked.isEmpty() && !fromStrangers && isFromStranger(message)) {
            throw new StanzaException(Condition.POLICY_VIOLATION, "no links before the contact has accepted you");
        }
        return Optional.of(message);
    }

    private boolean isFromStranger(Message message) {
        return !subscriptions.sees(message.sender(), message.to().orElseThrow());
    }

    private boolean isUnwanted(String host) {
        return hosts.stream().anyMatch(unwanted -> host.equals(unwanted) || host.endsWith("." + unwanted));
    }

    /** What people get to see, and the addresses behind it (XEP-0066, XEP-0071); not the namespaces. */
    private static Stream<String> texts(Element element) {
        Stream<String> own = Stream.concat(
                Stream.of(element.getText()), element.attributes().stream().map(Attribute::getValue));
        return Stream.concat(own, element.elements().stream().flatMap(LinkFilter::texts));
    }

    private static Stream<String> hosts(String text) {
        return LINK.matcher(text).results().map(link -> plain(link.group(1)));
    }

    /** As it is compared: in lower case, without the root's dot. */
    private static String plain(String host) {
        String lower = host.strip().toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }
}

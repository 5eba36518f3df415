package org.jackdaw.pubsub;

import java.util.Optional;
import org.dom4j.Element;
import org.jackdaw.xmpp.Iq;
import org.jackdaw.xmpp.Jid;

/** Hands each request to its use case (XEP-0060 §5 to §8). */
final class Requests {

    private final SubscribeRequests subscribers;
    private final OptionRequests options;
    private final ItemRequests readers;
    private final PublishRequests publishers;
    private final NodeRequests owners;
    private final OwnerLists lists;

    Requests(
            SubscribeRequests subscribers,
            OptionRequests options,
            ItemRequests readers,
            PublishRequests publishers,
            NodeRequests owners,
            OwnerLists lists) {
        this.subscribers = subscribers;
        this.options = options;
        this.readers = readers;
        this.publishers = publishers;
        this.owners = owners;
        this.lists = lists;
    }

    Optional<Element> handle(Iq iq, Jid service) {
        Request request = Request.of(iq, service);
        boolean isOwners = iq.payloadName().getNamespaceURI().equals(Pubsub.OWNER);
        return iq.type() == Iq.Type.GET
                ? isOwners ? ownerGets(request) : gets(request)
                : isOwners ? ownerSets(request) : sets(request);
    }

    private Optional<Element> gets(Request request) {
        return switch (request.action().getName()) {
            case "items" -> readers.items(request);
            case "subscriptions" -> subscribers.subscriptions(request);
            case "affiliations" -> subscribers.affiliations(request);
            case "options" -> options.options(request);
            case "default" -> options.initial(request);
            default -> throw unknown(request);
        };
    }

    private Optional<Element> sets(Request request) {
        return switch (request.action().getName()) {
            case "publish" -> publishers.publish(request);
            case "retract" -> publishers.retract(request);
            case "subscribe" -> subscribers.subscribe(request);
            case "unsubscribe" -> subscribers.unsubscribe(request);
            case "create" -> owners.create(request);
            case "options" -> options.change(request);
            default -> throw unknown(request);
        };
    }

    private Optional<Element> ownerGets(Request request) {
        return switch (request.action().getName()) {
            case "configure" -> owners.configuration(request);
            case "default" -> owners.initial(request);
            case "subscriptions" -> lists.subscriptions(request);
            case "affiliations" -> lists.affiliations(request);
            default -> throw unknown(request);
        };
    }

    private Optional<Element> ownerSets(Request request) {
        return switch (request.action().getName()) {
            case "configure" -> owners.configure(request);
            case "delete" -> owners.delete(request);
            case "purge" -> owners.purge(request);
            case "subscriptions" -> lists.changeSubscriptions(request);
            case "affiliations" -> lists.changeAffiliations(request);
            default -> throw unknown(request);
        };
    }

    private static RuntimeException unknown(Request request) {
        return Pubsub.badRequest("no such request: " + request.action().getName());
    }
}

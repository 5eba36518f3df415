package org.jackdaw.pubsub;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.dom4j.Element;
import org.jackdaw.plugin.Router;
import org.jackdaw.xmpp.Iq;
import org.jackdaw.xmpp.Jid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out whose events a client wants: from what is remembered, else by asking it (XEP-0115 §5.4, XEP-0060 §9.2). */
final class Capabilities {

    private static final Logger LOG = LoggerFactory.getLogger(Capabilities.class);
    private static final String NOTIFY = "+notify";

    private final CapsStore store;
    private final Router router;

    Capabilities(CapsStore store, Router router) {
        this.store = store;
        this.router = router;
    }

    /** Returns the nodes whose events are wanted; none if nobody knows yet. */
    Set<String> known(Optional<Caps> caps) {
        return caps.flatMap(store::find).orElse(Set.of());
    }

    /**
     * Finds the nodes whose events are wanted, at once or when the client has answered.
     *
     * @param account the one that is asked for, in whose name the client is asked
     * @param then not called if the client does not answer, or not the truth
     */
    void find(Jid account, Jid resource, Caps caps, Consumer<Set<String>> then) {
        Optional<Set<String>> known = store.find(caps);
        if (known.isPresent()) {
            then.accept(known.get());
            return;
        }
        Element query = Pubsub.element("query", CapsHash.INFO);
        query.addAttribute("node", caps.node() + "#" + caps.ver());
        Iq question = Iq.of(Iq.Type.GET, "caps", query).with(iq -> {
            iq.addAttribute("from", account.toString());
            iq.addAttribute("to", resource.toString());
        });
        router.ask(question, reply -> learn(reply, caps).ifPresent(then));
    }

    private Optional<Set<String>> learn(Iq reply, Caps caps) {
        Optional<Element> query =
                reply.type() == Iq.Type.RESULT ? reply.child("query", CapsHash.INFO) : Optional.empty();
        if (query.isEmpty() || !CapsHash.isOf(query.get(), caps)) {
            LOG.debug("{} does not tell what it can do, or not the truth", reply.sender());
            return Optional.empty();
        }
        List<String> nodes = query.get().elements(CapsHash.FEATURE).stream()
                .map(feature -> feature.attributeValue("var", ""))
                .filter(feature -> feature.endsWith(NOTIFY))
                .map(feature -> feature.substring(0, feature.length() - NOTIFY.length()))
                .toList();
        return Optional.of(store.remember(caps, nodes));
    }
}

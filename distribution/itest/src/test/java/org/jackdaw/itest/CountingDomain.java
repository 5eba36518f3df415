package org.jackdaw.itest;

import java.util.Map;
import java.util.Optional;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.dom4j.QName;
import org.jackdaw.plugin.DomainHandler;
import org.jackdaw.plugin.Router;
import org.jackdaw.store.Lifetime;
import org.jackdaw.store.Store;
import org.jackdaw.store.Stores;
import org.jackdaw.xmpp.Iq;
import org.jackdaw.xmpp.Message;
import org.jackdaw.xmpp.Presence;
import org.jackdaw.xmpp.Stanza;

/** For a plugin that sends each message back with how many the sender has sent so far, whichever version counted them. */
public final class CountingDomain extends Faulty implements DomainHandler {

    private static final QName COUNT = QName.get("count", "urn:test:count");

    private final Router router;
    private final Store counts;

    public CountingDomain(Map<String, Object> properties, Router router, Stores stores) {
        super(properties);
        this.router = router;
        counts = stores.open("test.counts", Lifetime.TRANSIENT);
    }

    @Override
    public void handle(Message message) {
        call();
        Element count = counts.update(
                        message.sender().bare(),
                        "count",
                        old -> Optional.of(DocumentHelper.createElement(COUNT)
                                .addText(String.valueOf(1
                                        + old.map(Element::getText)
                                                .map(Integer::parseInt)
                                                .orElse(0)))))
                .orElseThrow();
        Element back = message.copy();
        back.addAttribute("to", message.sender().toString());
        back.addAttribute("from", message.to().orElseThrow().toString());
        back.add(count);
        router.route(Stanza.adopt(back));
    }

    @Override
    public void handle(Presence presence) {}

    @Override
    public Optional<Element> handle(Iq iq) {
        return Optional.empty();
    }
}

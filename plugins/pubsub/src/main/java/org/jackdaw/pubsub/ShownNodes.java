package org.jackdaw.pubsub;

import java.util.List;
import java.util.Optional;
import org.dom4j.Element;
import org.jackdaw.plugin.AccountNodes;
import org.jackdaw.xmpp.Jid;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Shows the nodes of accounts in service discovery (XEP-0163 §6.1). */
@Component
public final class ShownNodes implements AccountNodes {

    private final PubsubEngine engine;

    @Activate
    public ShownNodes(@Reference PubsubEngine engine) {
        this.engine = engine;
    }

    @Override
    public Optional<List<Element>> info(Jid account, String node, Jid asker) {
        return engine.discovery().info(account, node, asker);
    }

    @Override
    public Optional<List<Item>> items(Jid account, String node, Jid asker) {
        return node.isEmpty()
                ? Optional.of(engine.discovery().nodes(account, asker))
                : engine.discovery().items(account, node, asker);
    }
}

package org.jackdaw.router;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.Function;
import org.dom4j.Element;
import org.jackdaw.core.Trail;
import org.jackdaw.plugin.AccountNodes;
import org.jackdaw.xmpp.Jid;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.ComponentServiceObjects;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sums up the nodes and items that plugins show of accounts. Of two versions of a plugin the newer is asked. */
@Component(service = NodeTable.class)
public final class NodeTable {

    private static final Logger LOG = LoggerFactory.getLogger(NodeTable.class);

    private final Bindings<String, AccountNodes> nodes;
    private final Set<String> names = new CopyOnWriteArraySet<>();
    private final PluginGates gates;

    @Activate
    public NodeTable(@Reference PluginGates gates) {
        this.gates = gates;
        nodes = new Bindings<>(gates::changes);
    }

    @Reference(
            service = AccountNodes.class,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC)
    void bindNodes(ComponentServiceObjects<AccountNodes> service) {
        String name = Properties.string(service.getServiceReference(), "component.name");
        nodes.bind(name, gates.binding(service, 0));
        names.add(name);
    }

    void unbindNodes(ComponentServiceObjects<AccountNodes> service) {
        ServiceReference<AccountNodes> reference = service.getServiceReference();
        if (!nodes.unbind(reference, gates.restarts(reference))) {
            LOG.warn("Removed {} while it was still asked for nodes", reference);
        }
        names.removeIf(name -> !nodes.isBound(name));
    }

    @Deactivate
    void close() {
        nodes.close();
    }

    /** Returns what goes into the answer about a node; empty if nobody knows it. */
    Optional<List<Element>> info(Jid account, String node, Jid asker) {
        return ask(all -> all.info(account, node, asker)).stream().findFirst();
    }

    /** Returns the items of a node, or of the account itself; empty if nobody knows the node. */
    Optional<List<AccountNodes.Item>> items(Jid account, String node, Jid asker) {
        List<List<AccountNodes.Item>> found = ask(all -> all.items(account, node, asker));
        return found.isEmpty()
                ? Optional.empty()
                : Optional.of(found.stream().flatMap(List::stream).toList());
    }

    private <T> List<T> ask(Function<AccountNodes, Optional<T>> question) {
        List<T> answers = new ArrayList<>();
        for (String name : names) {
            nodes.call(name, new Trail(), question).flatMap(answer -> answer).ifPresent(answers::add);
        }
        return answers;
    }
}

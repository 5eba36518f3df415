package org.jackdaw.pubsub;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dom4j.Element;
import org.dom4j.QName;
import org.dom4j.tree.DefaultElement;
import org.jackdaw.store.Lifetime;
import org.jackdaw.store.Store;
import org.jackdaw.store.Stores;
import org.jackdaw.xmpp.Jid;

/** The available resources of contacts on other servers, with their capabilities, as their presence showed them here. */
final class RemoteResources {

    /** A contact has a few; an unfriendly server could invent any number. */
    private static final int MOST = 20;

    private static final QName RESOURCES = QName.get("resources");
    private static final QName RESOURCE = QName.get("resource");

    private final Store store;

    RemoteResources(Stores stores) {
        store = stores.open("pubsub.resources", Lifetime.TRANSIENT);
    }

    /** Remembers a resource that an account's contact showed; returns whether it is a new one, or can do other things. */
    boolean shown(Jid account, Jid resource, Caps caps) {
        boolean isKnown = find(account, resource.bare()).stream()
                .anyMatch(known ->
                        known.getKey().equals(resource) && known.getValue().equals(caps));
        if (!isKnown) {
            change(account, resource, Optional.of(caps));
        }
        return !isKnown;
    }

    void gone(Jid account, Jid resource) {
        if (!find(account, resource.bare()).isEmpty()) {
            change(account, resource, Optional.empty());
        }
    }

    private void change(Jid account, Jid resource, Optional<Caps> caps) {
        store.update(account, key(resource.bare()), old -> {
            Element all = new DefaultElement(RESOURCES);
            old.stream()
                    .flatMap(element -> element.elements(RESOURCE).stream())
                    .filter(known -> !known.attributeValue("jid").equals(resource.toString()))
                    .forEach(known -> all.add(known.createCopy()));
            caps.ifPresent(shown -> {
                Element added = all.addElement(RESOURCE);
                added.addAttribute("jid", resource.toString());
                added.addAttribute("node", shown.node());
                added.addAttribute("hash", shown.hash());
                added.addAttribute("ver", shown.ver());
            });
            if (all.elements().size() > MOST) {
                all.elements().getFirst().detach();
            }
            return all.elements().isEmpty() ? Optional.empty() : Optional.of(all);
        });
    }

    /** Returns the resources of an account's contact. */
    List<Map.Entry<Jid, Caps>> find(Jid account, Jid contact) {
        List<Map.Entry<Jid, Caps>> found = new ArrayList<>();
        store.get(account, key(contact))
                .ifPresent(all -> all.elements(RESOURCE)
                        .forEach(resource -> found.add(Map.entry(
                                Jid.of(resource.attributeValue("jid")),
                                new Caps(
                                        resource.attributeValue("node"),
                                        resource.attributeValue("hash"),
                                        resource.attributeValue("ver"))))));
        return found;
    }

    /** A key has 500 characters at most; an address that is longer shares its beginning with few. */
    private static String key(Jid contact) {
        String text = contact.toString();
        return text.length() <= 500 ? text : text.substring(0, 450) + text.hashCode();
    }
}

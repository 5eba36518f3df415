package org.jackdaw.blocking;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import org.dom4j.Element;
import org.dom4j.QName;
import org.dom4j.tree.DefaultElement;
import org.jackdaw.xmpp.Jid;

/** Whom an account blocks, in the order in which it did (XEP-0191 §3). Immutable, so thread-safe. */
final class BlockList {

    static final String NS = "urn:xmpp:blocking";
    static final QName LIST = QName.get("blocklist", NS);
    static final QName ITEM = QName.get("item", NS);

    static final BlockList EMPTY = new BlockList(Set.of());

    private final Set<Jid> jids;

    private BlockList(Set<Jid> jids) {
        this.jids = jids;
    }

    /** Returns the list that {@link #element} gave. */
    static BlockList of(Element element) {
        Set<Jid> jids = new LinkedHashSet<>();
        element.elements().forEach(item -> jids.add(Jid.of(item.attributeValue("jid"))));
        return new BlockList(jids);
    }

    BlockList with(Collection<Jid> more) {
        Set<Jid> all = new LinkedHashSet<>(jids);
        all.addAll(more);
        return new BlockList(all);
    }

    BlockList without(Collection<Jid> some) {
        Set<Jid> rest = new LinkedHashSet<>(jids);
        some.forEach(rest::remove);
        return new BlockList(rest);
    }

    /** Whether an entity is blocked: by its address, its bare address, or its domain (§5). */
    boolean blocks(Jid entity) {
        return !jids.isEmpty()
                && (jids.contains(entity) || jids.contains(entity.bare()) || jids.contains(entity.domainJid()));
    }

    Set<Jid> jids() {
        return jids;
    }

    /** Returns about how many characters of memory it takes. */
    int weight() {
        // Beside its text an address has an object, its parts, and a place in the set.
        return jids.stream().mapToInt(jid -> 100 + jid.toString().length()).sum();
    }

    Element element() {
        return element(LIST, jids);
    }

    static Element element(QName name, Collection<Jid> jids) {
        Element element = new DefaultElement(name);
        jids.forEach(jid -> element.addElement(ITEM).addAttribute("jid", jid.toString()));
        return element;
    }
}

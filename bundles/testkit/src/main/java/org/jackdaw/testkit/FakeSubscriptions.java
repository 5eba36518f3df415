package org.jackdaw.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jackdaw.plugin.Subscriptions;
import org.jackdaw.xmpp.Jid;

/** Rosters that a test writes. Thread-safe. */
public final class FakeSubscriptions implements Subscriptions {

    private final Map<Jid, List<Contact>> rosters = new ConcurrentHashMap<>();
    private final Map<Jid, Set<Jid>> directed = new ConcurrentHashMap<>();

    /** Two accounts see each other's presence. */
    public FakeSubscriptions friends(String one, String other) {
        add(one, new Contact(Jid.of(other), true, true, true, List.of()));
        add(other, new Contact(Jid.of(one), true, true, true, List.of()));
        return this;
    }

    /** Adds a contact to an account's roster, in place of what was there of it. */
    public FakeSubscriptions add(String account, Contact contact) {
        rosters.compute(Jid.of(account), (owner, old) -> {
            List<Contact> contacts = new ArrayList<>(old == null ? List.of() : old);
            contacts.removeIf(known -> known.jid().equals(contact.jid()));
            contacts.add(contact);
            return List.copyOf(contacts);
        });
        return this;
    }

    /** A resource has sent directed presence. */
    public FakeSubscriptions directed(String resource, String... targets) {
        directed.put(Jid.of(resource), Stream.of(targets).map(Jid::of).collect(Collectors.toSet()));
        return this;
    }

    @Override
    public Set<Jid> directed(Jid resource) {
        return directed.getOrDefault(resource, Set.of());
    }

    @Override
    public boolean sees(Jid watcher, Jid account) {
        return watcher.bare().equals(account.bare())
                || contact(account, watcher).filter(Contact::sees).isPresent();
    }

    @Override
    public List<Contact> contacts(Jid account) {
        return rosters.getOrDefault(account.bare(), List.of());
    }

    @Override
    public Optional<Contact> contact(Jid account, Jid contact) {
        return contacts(account).stream()
                .filter(known -> known.jid().equals(contact.bare()))
                .findFirst();
    }
}

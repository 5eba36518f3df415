package org.jackdaw.testkit;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jackdaw.plugin.Accounts;
import org.jackdaw.plugin.Domains;
import org.jackdaw.xmpp.Jid;

/** Accounts in memory, with passwords as they are. Thread-safe. */
public final class FakeAccounts implements Accounts {

    private final Domains domains;
    private final ConcurrentSkipListMap<Jid, String> passwords = new ConcurrentSkipListMap<>();
    private final Map<Jid, Set<String>> roles = new ConcurrentHashMap<>();
    private final Set<Jid> disabled = ConcurrentHashMap.newKeySet();

    public FakeAccounts(Domains domains) {
        this.domains = domains;
    }

    @Override
    public boolean exists(Jid account) {
        return passwords.containsKey(account);
    }

    @Override
    public boolean create(Jid account, String password) {
        if (!domains.isLocal(account) || account.local().isEmpty() || !account.isBare()) {
            throw new IllegalArgumentException("no account's address: " + account);
        }
        return passwords.putIfAbsent(account, allowed(password)) == null;
    }

    @Override
    public boolean setPassword(Jid account, String password) {
        return passwords.replace(account, allowed(password)) != null;
    }

    @Override
    public boolean delete(Jid account) {
        roles.remove(account);
        disabled.remove(account);
        return passwords.remove(account) != null;
    }

    @Override
    public boolean isDisabled(Jid account) {
        return disabled.contains(account);
    }

    @Override
    public boolean setDisabled(Jid account, boolean barred) {
        if (!exists(account)) {
            return false;
        }
        if (barred) {
            disabled.add(account);
        } else {
            disabled.remove(account);
        }
        return true;
    }

    @Override
    public boolean authenticates(Jid account, String password) {
        return !isDisabled(account) && password.equals(passwords.get(account));
    }

    @Override
    public List<Jid> of(String domain) {
        return passwords.keySet().stream()
                .filter(account -> account.domain().equals(domain))
                .toList();
    }

    @Override
    public Set<String> roles(Jid account) {
        return roles.getOrDefault(account, Set.of());
    }

    @Override
    public boolean setRoles(Jid account, Set<String> names) {
        if (!exists(account)) {
            return false;
        }
        roles.put(account, Set.copyOf(names));
        return true;
    }

    private static String allowed(String password) {
        if (password.isEmpty()) {
            throw new IllegalArgumentException("an empty password");
        }
        return password;
    }
}

package org.jackdaw.plugin;

import java.util.List;
import java.util.Set;
import org.jackdaw.xmpp.Jid;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The accounts of the served domains, by bare address. Every change is durable when its method returns. Thread-safe;
 * every method may block on the database.
 */
@ProviderType
public interface Accounts {

    boolean exists(Jid account);

    /**
     * Makes an account.
     *
     * @return false if it exists already; then nothing is changed
     * @throws IllegalArgumentException if the address is no account's of a served domain, or the password is empty or
     *     not allowed (RFC 8265 §4.2)
     */
    boolean create(Jid account, String password);

    /**
     * Sets the password.
     *
     * @return false if there is no such account
     * @throws IllegalArgumentException if the password is empty or not allowed
     */
    boolean setPassword(Jid account, String password);

    /**
     * Removes an account with everything that is stored for it, and closes its streams.
     *
     * @return false if there is no such account
     */
    boolean delete(Jid account);

    /** Whether an account may not log in, although it exists. */
    boolean isDisabled(Jid account);

    /**
     * Bars an account from logging in and closes its streams, or lets it in again. What it has stays, and others can write
     * to it meanwhile. Its clients are told {@code account-disabled}.
     *
     * @return false if there is no such account
     */
    boolean setDisabled(Jid account, boolean disabled);

    /** Whether that is the account's password, and the account may log in. It takes the same time if there is no such account. */
    boolean authenticates(Jid account, String password);

    /** Returns the accounts of a domain in the order of their addresses. */
    List<Jid> of(String domain);

    /** Returns the roles of an account, {@code admin} say; empty for none. */
    Set<String> roles(Jid account);

    /**
     * Sets the roles of an account.
     *
     * @return false if there is no such account
     */
    boolean setRoles(Jid account, Set<String> roles);
}

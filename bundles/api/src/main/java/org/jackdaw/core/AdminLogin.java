package org.jackdaw.core;

import java.net.InetAddress;
import org.jackdaw.plugin.SaslFailure;
import org.jackdaw.xmpp.Jid;

/** Who may administer the server. Thread-safe; every method may block on the database. */
public interface AdminLogin {

    /**
     * Returns the account of a name and a password. Guessing is slowed down as it is for clients: the attempt may have to
     * wait for its turn, and an account that does not exist takes as long as one that does.
     *
     * @param address where the attempt comes from
     * @param name NAME@DOMAIN, or NAME alone in the main domain
     * @throws SaslFailure not-authorized if the two do not belong together, or the account may not administer the server:
     *     which of these is not told; temporary-auth-failure if too many attempts of the address wait already
     */
    Jid login(InetAddress address, String name, String password) throws SaslFailure;

    /** Whether the account exists, is not disabled, and may administer the server. */
    boolean isAdmin(Jid account);
}

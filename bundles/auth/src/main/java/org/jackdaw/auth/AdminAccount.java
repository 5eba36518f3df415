package org.jackdaw.auth;

import java.security.SecureRandom;
import java.util.Set;
import org.jackdaw.plugin.Domains;
import org.jackdaw.xmpp.Jid;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the first account when nobody may administer the main domain, as at the very first start. */
@Component(service = AdminAccount.class, immediate = true)
public final class AdminAccount {

    static final String ROLE = "admin";

    private static final Logger LOG = LoggerFactory.getLogger(AdminAccount.class);

    /** Without those that look like others: l, 1, I, o, 0, O. */
    private static final String ALPHABET = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    private static final int LENGTH = 16;

    @Activate
    public AdminAccount(@Reference SqlAccounts accounts, @Reference Domains domains) {
        String domain = domains.served().getFirst();
        if (accounts.entries(domain).stream().anyMatch(entry -> entry.roles().contains(ROLE))) {
            return;
        }
        Jid admin = Jid.of("admin", domain, "");
        String password = randomPassword();
        if (accounts.create(admin, password, Set.of(ROLE))) {
            // Standard output and not the log: the operator who starts the server sees it once, and no file keeps it.
            System.out.println("admin account: " + admin);
            System.out.println("password (shown once): " + password);
        } else {
            LOG.warn(
                    "No account of {} has the role {}; give it to one with: user role NAME@{} {}",
                    domain,
                    ROLE,
                    domain,
                    ROLE);
        }
    }

    private static String randomPassword() {
        return new SecureRandom()
                .ints(LENGTH, 0, ALPHABET.length())
                .collect(StringBuilder::new, (text, i) -> text.append(ALPHABET.charAt(i)), StringBuilder::append)
                .toString();
    }
}

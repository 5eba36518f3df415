package org.jackdaw.auth;

import java.net.InetAddress;
import java.util.Optional;
import java.util.Set;
import org.jackdaw.core.AdminLogin;
import org.jackdaw.plugin.Domains;
import org.jackdaw.plugin.SaslFailure;
import org.jackdaw.plugin.SaslStream;
import org.jackdaw.xmpp.Jid;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Lets accounts with the role {@code admin} in, the same way as clients log in. */
@Component
public final class AdminLogins implements AdminLogin {

    private final SqlAccounts accounts;
    private final Domains domains;
    private final Logins logins;

    @Activate
    public AdminLogins(@Reference SqlAccounts accounts, @Reference Domains domains, @Reference Logins logins) {
        this.accounts = accounts;
        this.domains = domains;
        this.logins = logins;
    }

    @Override
    public Jid login(InetAddress address, String name, String password) throws SaslFailure {
        int at = name.lastIndexOf('@');
        String domain = at < 0 ? domains.served().getFirst() : name.substring(at + 1);
        Logins.Attempt attempt =
                logins.begin(new Form(domain, address), at < 0 ? name : name.substring(0, at), "", ScramHash.SHA_256);
        boolean right = attempt.credential().matches(Password.prepareOrKeep(password));
        // Whose password is right and who is no administrator learns nothing, and is slowed down all the same.
        if (!right || attempt.account().filter(this::isAdmin).isEmpty()) {
            throw attempt.fail();
        }
        return attempt.succeed();
    }

    @Override
    public boolean isAdmin(Jid account) {
        return accounts.find(account)
                .filter(entry -> !entry.disabled() && entry.roles().contains(AdminAccount.ROLE))
                .isPresent();
    }

    /** What a form in a browser is to the login: it offers a name and a password. */
    private record Form(String domain, InetAddress address) implements SaslStream {

        @Override
        public Set<String> offered() {
            return Set.of();
        }

        @Override
        public Optional<byte[]> channelBinding(String type) {
            return Optional.empty();
        }
    }
}

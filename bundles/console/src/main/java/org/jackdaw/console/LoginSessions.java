package org.jackdaw.console;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jackdaw.core.AdminLogin;
import org.jackdaw.xmpp.Jid;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Who is logged in to the console. It ends by idling, by logging out, and when the account may no longer. Thread-safe. */
@Component(service = LoginSessions.class)
public final class LoginSessions {

    static final int MOST = 100;

    private static final int TOKEN_BYTES = 32;

    private final AdminLogin admins;
    private final LongSupplier clock;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Login> logins = new ConcurrentHashMap<>();

    @Activate
    public LoginSessions(@Reference AdminLogin admins) {
        this(admins, () -> System.nanoTime() / 1_000_000);
    }

    /** @param clock in milliseconds, of any beginning */
    LoginSessions(AdminLogin admins, LongSupplier clock) {
        this.admins = admins;
        this.clock = clock;
    }

    /** Notes a new login; should there be too many, the one that has idled longest ends. */
    Login begin(Jid account) {
        Login login = new Login(account, random(), random(), new AtomicLong(clock.getAsLong()));
        logins.put(login.token(), login);
        while (logins.size() > MOST) {
            logins.values().stream()
                    .min(Comparator.comparingLong(other -> other.used().get()))
                    .ifPresent(this::end);
        }
        return login;
    }

    /**
     * Returns the login of a token, if the account still may administer the server.
     *
     * @param idle after how long without a request it ends
     * @param renew whether this request is somebody's at the browser, and not that of a page which keeps itself up to date
     */
    Optional<Login> find(String token, Duration idle, boolean renew) {
        Login login = logins.get(token);
        if (login == null) {
            return Optional.empty();
        }
        long now = clock.getAsLong();
        if (now - login.used().get() > idle.toMillis() || !admins.isAdmin(login.account())) {
            end(login);
            return Optional.empty();
        }
        if (renew) {
            login.used().set(now);
        }
        return Optional.of(login);
    }

    void end(Login login) {
        logins.remove(login.token());
    }

    private String random() {
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}

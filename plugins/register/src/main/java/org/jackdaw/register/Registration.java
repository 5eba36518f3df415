package org.jackdaw.register;

import java.time.Instant;
import java.util.Optional;
import org.dom4j.Element;
import org.dom4j.QName;
import org.dom4j.tree.DefaultElement;
import org.jackdaw.plugin.Accounts;
import org.jackdaw.plugin.Implements;
import org.jackdaw.plugin.Negotiates;
import org.jackdaw.plugin.StreamFeature;
import org.jackdaw.plugin.StreamInfo;
import org.jackdaw.store.Lifetime;
import org.jackdaw.store.Store;
import org.jackdaw.store.Stores;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Iq;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.StanzaError;
import org.jackdaw.xmpp.StanzaException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Lets somebody who has not logged in make an account (XEP-0077 §3.1). */
@Component(enabled = false, configurationPid = "org.jackdaw.register")
@Negotiates(namespace = Credentials.NS)
@Implements("XEP-0077 2.4 off unless switched on")
public final class Registration implements StreamFeature {

    private static final QName FEATURE = QName.get("register", "http://jabber.org/features/iq-register");
    private static final QName ATTEMPTS = QName.get("attempts");
    private static final QName ATTEMPT = QName.get("attempt");
    private static final int SECONDS_PER_HOUR = 3600;

    private final RegisterOptions options;
    private final Accounts accounts;
    private final Store attempts;

    @Activate
    public Registration(RegisterOptions options, @Reference Accounts accounts, @Reference Stores stores) {
        this.options = options;
        this.accounts = accounts;
        attempts = stores.open("register.attempts", Lifetime.TRANSIENT);
    }

    @Override
    public Optional<Element> offer(StreamInfo stream) {
        return isOpen(stream) ? Optional.of(new DefaultElement(FEATURE)) : Optional.empty();
    }

    private boolean isOpen(StreamInfo stream) {
        return stream.account().isEmpty() && (stream.secure() || !options.onlyWithTls());
    }

    @Override
    public Optional<Element> handle(Iq request, StreamInfo stream) {
        if (!isOpen(stream)) {
            throw new StanzaException(Condition.NOT_ALLOWED, "not before TLS, and not after logging in");
        }
        if (request.type() == Iq.Type.GET) {
            return Optional.of(form());
        }
        Element query = request.payload().orElseThrow();
        if (query.element(Credentials.REMOVE) != null) {
            throw new StanzaException(Condition.UNEXPECTED_REQUEST, "log in first");
        }
        create(Credentials.of(query, options.passwordLength()), stream);
        return Optional.empty();
    }

    private static Element form() {
        Element query = new DefaultElement(Credentials.QUERY);
        query.addElement(QName.get("instructions", Credentials.NS)).setText("Choose a username and a password.");
        query.addElement(Credentials.USERNAME);
        query.addElement(Credentials.PASSWORD);
        return query;
    }

    private void create(Credentials credentials, StreamInfo stream) {
        if (credentials.username().isEmpty()) {
            throw new StanzaException(Condition.NOT_ACCEPTABLE, "no username");
        }
        countAttempt(stream);
        try {
            Jid account = Jid.of(credentials.username(), stream.domain(), "");
            if (!accounts.create(account, credentials.password())) {
                throw new StanzaException(Condition.CONFLICT, "there is such an account");
            }
        } catch (IllegalArgumentException e) {
            throw new StanzaException(Condition.NOT_ACCEPTABLE, "not allowed as a username or password");
        }
    }

    /** Failed attempts count too, so that nobody tries out which accounts there are. Kept for the hour of the clock. */
    private void countAttempt(StreamInfo stream) {
        if (options.perAddress() == 0) {
            return;
        }
        Jid domain = Jid.of(stream.domain());
        String address = stream.address().getHostAddress();
        String hour = Long.toString(Instant.now().getEpochSecond() / SECONDS_PER_HOUR);
        if (attempts.get(domain, hour).isEmpty()) {
            attempts.clear(domain);
        }
        attempts.update(domain, hour, old -> {
            Element made = old.orElseGet(() -> new DefaultElement(ATTEMPTS));
            long before = made.elements().stream()
                    .filter(attempt -> attempt.getText().equals(address))
                    .count();
            if (before >= options.perAddress()) {
                throw new StanzaException(new StanzaError(Condition.NOT_ACCEPTABLE, "too many attempts, try later")
                        .as(StanzaError.Type.WAIT));
            }
            made.addElement(ATTEMPT).setText(address);
            return Optional.of(made);
        });
    }
}

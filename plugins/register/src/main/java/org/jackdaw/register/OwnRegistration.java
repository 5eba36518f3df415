package org.jackdaw.register;

import static org.jackdaw.plugin.HandlesIq.To.OWN_ACCOUNT;
import static org.jackdaw.plugin.HandlesIq.To.SERVER;

import java.util.Optional;
import org.dom4j.Element;
import org.dom4j.QName;
import org.dom4j.tree.DefaultElement;
import org.jackdaw.plugin.Accounts;
import org.jackdaw.plugin.HandlesIq;
import org.jackdaw.plugin.IqHandler;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Iq;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.StanzaException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Lets an account that has logged in change its password and delete itself (XEP-0077 §3.2, §3.3). */
@Component(enabled = false, configurationPid = "org.jackdaw.register")
@HandlesIq(
        element = "query",
        namespace = Credentials.NS,
        type = {Iq.Type.GET, Iq.Type.SET},
        to = {SERVER, OWN_ACCOUNT})
public final class OwnRegistration implements IqHandler {

    private final RegisterOptions options;
    private final Accounts accounts;

    @Activate
    public OwnRegistration(RegisterOptions options, @Reference Accounts accounts) {
        this.options = options;
        this.accounts = accounts;
    }

    @Override
    public Optional<Element> handle(Iq request) {
        Jid account = request.sender().bare();
        if (!request.to().orElse(account).domain().equals(account.domain()) || !accounts.exists(account)) {
            throw new StanzaException(Condition.FORBIDDEN, "for accounts of this server");
        }
        if (request.type() == Iq.Type.GET) {
            return Optional.of(current(account));
        }
        Element query = request.payload().orElseThrow();
        if (query.element(Credentials.REMOVE) != null) {
            remove(account, query);
        } else {
            changePassword(account, query);
        }
        return Optional.empty();
    }

    private static Element current(Jid account) {
        Element query = new DefaultElement(Credentials.QUERY);
        query.addElement(QName.get("registered", Credentials.NS));
        query.addElement(Credentials.USERNAME).setText(account.local());
        query.addElement(Credentials.PASSWORD);
        return query;
    }

    private void remove(Jid account, Element query) {
        if (query.elements().size() != 1) {
            throw new StanzaException(Condition.BAD_REQUEST, "remove stands alone");
        }
        accounts.delete(account);
    }

    private void changePassword(Jid account, Element query) {
        if (query.element(Credentials.USERNAME) == null || query.element(Credentials.PASSWORD) == null) {
            throw new StanzaException(Condition.BAD_REQUEST, "a username and a password, please");
        }
        Credentials given = Credentials.of(query, options.passwordLength());
        try {
            if (!Jid.of(given.username(), account.domain(), "").equals(account)) {
                throw new StanzaException(Condition.NOT_ALLOWED, "not your username");
            }
            accounts.setPassword(account, given.password());
        } catch (IllegalArgumentException e) {
            throw new StanzaException(Condition.NOT_ACCEPTABLE, "not allowed as a username or password");
        }
    }
}

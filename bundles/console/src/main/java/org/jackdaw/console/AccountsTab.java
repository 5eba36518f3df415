package org.jackdaw.console;

import jakarta.servlet.Servlet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jackdaw.core.AccountDirectory;
import org.jackdaw.plugin.Accounts;
import org.jackdaw.plugin.Domains;
import org.jackdaw.session.Sessions;
import org.jackdaw.xmpp.Jid;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The accounts: search, make, change, disable and delete. */
@Component(service = {Servlet.class, Tab.class})
@TabPlace(label = "accounts", title = "Accounts", order = 30)
public final class AccountsTab extends Tab {

    private static final long serialVersionUID = 1L;
    private static final int SHOWN = 50;
    private static final String ADMIN = "admin";

    private final transient Accounts accounts;
    private final transient AccountDirectory directory;
    private final transient Domains domains;
    private final transient Sessions sessions;

    @Activate
    public AccountsTab(
            @Reference Tabs tabs,
            @Reference Accounts accounts,
            @Reference AccountDirectory directory,
            @Reference Domains domains,
            @Reference Sessions sessions) {
        super(tabs);
        this.accounts = accounts;
        this.directory = directory;
        this.domains = domains;
        this.sessions = sessions;
    }

    /** @param most how many accounts a page has */
    private record View(long total, int offset, int most, List<String> domains, List<Row> accounts) {}

    private record Row(
            Jid jid, boolean isDisabled, SortedSet<String> roles, long created, int sessions, boolean isOwn) {}

    @Override
    Object data(Form form) {
        int offset = form.number("offset");
        AccountDirectory.Page page = directory.find(form.text("search").strip(), offset, SHOWN);
        Jid own = form.login().account();
        return new View(
                page.total(),
                offset,
                SHOWN,
                domains.served(),
                page.entries().stream().map(entry -> row(entry, own)).toList());
    }

    private Row row(AccountDirectory.Entry entry, Jid own) {
        return new Row(
                entry.jid(),
                entry.isDisabled(),
                entry.roles(),
                entry.created().toEpochMilli(),
                sessions.of(entry.jid()).size(),
                entry.jid().equals(own));
    }

    @Override
    Object act(String action, Form form) {
        Jid account = form.jid("jid");
        return switch (action) {
            case "create" -> create(account, form.text("password"), form.claim(ADMIN));
            case "password" ->
                done(accounts.setPassword(account, form.text("password")), account, "has a new password.");
            case "roles" -> setRoles(account, form);
            case "disable" -> {
                refuseOwn(account, form);
                yield done(accounts.setDisabled(account, true), account, "is disabled.");
            }
            case "enable" -> done(accounts.setDisabled(account, false), account, "is enabled.");
            case "delete" -> {
                refuseOwn(account, form);
                yield done(accounts.delete(account), account, "is deleted.");
            }
            default -> throw unknown(action);
        };
    }

    private String create(Jid account, String password, boolean admin) {
        if (!accounts.create(account, password)) {
            throw new IllegalArgumentException("The account " + account + " exists already.");
        }
        if (admin) {
            accounts.setRoles(account, Set.of(ADMIN));
        }
        return account + " is made" + (admin ? ", and is an administrator." : ".");
    }

    private String setRoles(Jid account, Form form) {
        SortedSet<String> roles =
                new TreeSet<>(List.of(form.text("roles").strip().split("[\\s,]+")));
        roles.remove("");
        if (!roles.contains(ADMIN)) {
            refuseOwn(account, form);
        }
        boolean done = accounts.setRoles(account, roles);
        return done(
                done, account, roles.isEmpty() ? "has no roles." : "has the roles: " + String.join(", ", roles) + ".");
    }

    /** Else the last administrator might lock everybody out. */
    private static void refuseOwn(Jid account, Form form) {
        if (account.equals(form.login().account())) {
            throw new IllegalArgumentException("That is your own account: another administrator has to do it.");
        }
    }

    private static String done(boolean found, Jid account, String what) {
        if (!found) {
            throw new IllegalArgumentException("There is no account " + account + ".");
        }
        return account + " " + what;
    }
}

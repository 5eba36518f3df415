package org.jackdaw.auth;

import java.io.PrintWriter;
import java.util.List;
import java.util.Set;
import org.jackdaw.plugin.Command;
import org.jackdaw.plugin.CommandName;
import org.jackdaw.plugin.Domains;
import org.jackdaw.xmpp.Jid;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Lets the operator add, change, remove and list accounts. */
@Component
@CommandName(
        name = "user",
        usage = {
            "user add NAME@DOMAIN --password-stdin     make an account; the password is the first line of the input",
            "user passwd NAME@DOMAIN --password-stdin  set a password",
            "user delete NAME@DOMAIN                   remove an account and everything it has",
            "user disable NAME@DOMAIN                  bar an account from logging in, and close its streams",
            "user enable NAME@DOMAIN                   let it log in again",
            "user list [DOMAIN]                        list the accounts",
            "user role NAME@DOMAIN ROLE,...|none       set the roles of an account, admin say"
        })
public final class UserCommand implements Command {

    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int WRONGLY_CALLED = 2;
    private static final String FROM_INPUT = "--password-stdin";

    private final SqlAccounts accounts;
    private final Domains domains;

    @Activate
    public UserCommand(@Reference SqlAccounts accounts, @Reference Domains domains) {
        this.accounts = accounts;
        this.domains = domains;
    }

    @Override
    public int run(List<String> arguments, String input, PrintWriter out) {
        try {
            return switch (arguments.isEmpty() ? "" : arguments.getFirst()) {
                case "add" -> add(account(arguments, FROM_INPUT), input, out);
                case "passwd" -> passwd(account(arguments, FROM_INPUT), input, out);
                case "delete" -> existed(accounts.delete(account(arguments)), arguments, out);
                case "disable" -> existed(accounts.setDisabled(account(arguments), true), arguments, out);
                case "enable" -> existed(accounts.setDisabled(account(arguments), false), arguments, out);
                case "role" -> role(arguments, out);
                case "list" -> list(arguments, out);
                default -> throw new WrongCall("Say user add, passwd, delete, disable, enable, list or role.");
            };
        } catch (WrongCall e) {
            out.println(e.getMessage());
            return WRONGLY_CALLED;
        } catch (IllegalArgumentException e) {
            out.println(e.getMessage());
            return FAILED;
        }
    }

    private int add(Jid account, String input, PrintWriter out) {
        if (!accounts.create(account, firstLine(input))) {
            out.println("The account " + account + " exists already.");
            return FAILED;
        }
        return DONE;
    }

    private int passwd(Jid account, String input, PrintWriter out) {
        return existed(accounts.setPassword(account, firstLine(input)), List.of("passwd", account.toString()), out);
    }

    private int role(List<String> arguments, PrintWriter out) {
        if (arguments.size() != 3) {
            throw new WrongCall("Say user role NAME@DOMAIN ROLE,...|none.");
        }
        String roles = arguments.get(2);
        Set<String> asked = roles.equals("none") ? Set.of() : Set.copyOf(List.of(roles.split(",", -1)));
        return existed(accounts.setRoles(account(arguments.subList(0, 2)), asked), arguments, out);
    }

    private static int existed(boolean done, List<String> arguments, PrintWriter out) {
        if (!done) {
            out.println("There is no account " + arguments.get(1) + ".");
        }
        return done ? DONE : FAILED;
    }

    private int list(List<String> arguments, PrintWriter out) {
        if (arguments.size() > 2) {
            throw new WrongCall("Say user list, or user list DOMAIN.");
        }
        List<String> listed = arguments.size() == 2 ? List.of(served(arguments.get(1))) : domains.served();
        listed.stream()
                .flatMap(domain -> accounts.entries(domain).stream())
                .sorted((a, b) -> a.jid().compareTo(b.jid()))
                .forEach(entry -> out.println(entry.jid()
                        + (entry.roles().contains(AdminAccount.ROLE) ? "\tadmin" : "")
                        + (entry.disabled() ? "\tdisabled" : "")));
        return DONE;
    }

    private String served(String text) {
        Jid domain = address(text);
        if (!domain.isDomain() || !domains.isLocal(domain)) {
            throw new IllegalArgumentException("'" + text + "' is not a domain of this server.");
        }
        return domain.domain();
    }

    /** Returns the account that a command names, followed by exactly these options. */
    private static Jid account(List<String> arguments, String... options) {
        if (arguments.size() < 2 || !arguments.subList(2, arguments.size()).equals(List.of(options))) {
            throw new WrongCall("Say user " + arguments.getFirst() + " NAME@DOMAIN " + String.join(" ", options));
        }
        return address(arguments.get(1));
    }

    private static Jid address(String text) {
        try {
            return Jid.of(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + text + "' is not an address: " + e.getMessage() + ".", e);
        }
    }

    private static String firstLine(String input) {
        return input.lines().findFirst().orElse("");
    }

    /** The command was not called as its usage says. */
    private static final class WrongCall extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private WrongCall(String sentence) {
            super(sentence);
        }
    }
}

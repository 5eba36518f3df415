package org.jackdaw.console;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Decides from its headers whether a request comes from a page of ours. */
final class RequestCheck {

    /** A plugin of 50 MB, and what a form has around it. */
    static final long MOST_BYTES = 51L * 1024 * 1024;

    private static final int BAD_REQUEST = 400;
    private static final int FORBIDDEN = 403;
    private static final int LENGTH_REQUIRED = 411;
    private static final int TOO_LARGE = 413;
    private static final int MISDIRECTED = 421;

    private final Set<String> hosts;

    /** @param hosts names of this server, with commas between them; empty for none but its addresses and localhost */
    RequestCheck(String hosts) {
        this.hosts = Stream.of(hosts.split(","))
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Why a request is not looked at, and its HTTP status. */
    record Refused(int status, String sentence) {}

    /**
     * What is asked of a request. A header that is not there is empty.
     *
     * @param local the address that it came to
     * @param fetchSite the header Sec-Fetch-Site
     * @param length of the body in bytes; negative if it is not said
     */
    record Asked(
            String method,
            String host,
            InetAddress local,
            String origin,
            String fetchSite,
            boolean navigates,
            long length,
            boolean chunked) {}

    /** Returns why the request is refused; empty if it may go on. */
    Optional<Refused> refuse(Asked asked) {
        if (!isOurs(asked)) {
            return refused(
                    MISDIRECTED,
                    "The console is not called by this name. Names are set by hosts in config/" + ConsoleConfig.PID
                            + ".cfg.");
        }
        if (asked.chunked()) {
            return refused(LENGTH_REQUIRED, "A request says how long it is.");
        }
        if (asked.length() > MOST_BYTES) {
            return refused(TOO_LARGE, "A request has at most " + MOST_BYTES / 1024 / 1024 + " MB.");
        }
        return switch (asked.method()) {
            case "GET", "HEAD" -> refuseReading(asked);
            case "POST" -> refuseChange(asked);
            default -> refused(BAD_REQUEST, "There is no such request here.");
        };
    }

    /** A page of somebody else may hold a link to the console, but nothing of it. */
    private static Optional<Refused> refuseReading(Asked asked) {
        boolean foreign =
                asked.fetchSite().equals("cross-site") || asked.fetchSite().equals("same-site");
        return foreign && !asked.navigates()
                ? refused(FORBIDDEN, "A page of another server asked for this.")
                : Optional.empty();
    }

    /** A browser says where a change comes from. */
    private static Optional<Refused> refuseChange(Asked asked) {
        boolean same = asked.fetchSite().isEmpty()
                ? isOrigin(asked)
                : asked.fetchSite().equals("same-origin") && (asked.origin().isEmpty() || isOrigin(asked));
        return same
                ? Optional.empty()
                : refused(FORBIDDEN, "A change is asked for by a page of the console itself, and no other.");
    }

    private static boolean isOrigin(Asked asked) {
        return asked.origin().equalsIgnoreCase("http://" + asked.host())
                || asked.origin().equalsIgnoreCase("https://" + asked.host());
    }

    /** A name that leads to this server need not be this server's: a page can have its own name lead here. */
    private boolean isOurs(Asked asked) {
        String name = name(asked.host());
        return name.equals("localhost") || hosts.contains(name) || isAddress(name, asked.local());
    }

    private static String name(String host) {
        return host.toLowerCase(Locale.ROOT).replaceFirst(":\\d{1,5}$", "");
    }

    private static boolean isAddress(String name, InetAddress local) {
        try {
            return InetAddress.ofLiteral(name.replaceFirst("^\\[(.*)]$", "$1")).equals(local);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static Optional<Refused> refused(int status, String sentence) {
        return Optional.of(new Refused(status, sentence));
    }
}

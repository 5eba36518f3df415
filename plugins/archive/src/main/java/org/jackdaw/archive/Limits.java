package org.jackdaw.archive;

import java.util.HashMap;
import java.util.Map;
import org.jackdaw.xmpp.Jid;

/**
 * How much archives keep: for each account, by its domain.
 *
 * @param server for domains without a limit of their own
 */
record Limits(Limit server, Map<String, Limit> domains) {

    /**
     * What one account keeps.
     *
     * @param days 0 for all
     * @param messages 0 for all
     */
    record Limit(int days, int messages) {}

    /** @throws IllegalArgumentException if a domain's limit cannot be read */
    static Limits of(ArchiveConfig config) {
        Map<String, Limit> domains = new HashMap<>();
        for (String entry : config.domains()) {
            if (!entry.isBlank()) {
                read(entry.strip(), domains);
            }
        }
        return new Limits(new Limit(config.days(), config.messages()), Map.copyOf(domains));
    }

    /** From the right, for the address of a domain may have colons (RFC 7622 §3.2). */
    private static void read(String entry, Map<String, Limit> domains) {
        int messages = entry.lastIndexOf(':');
        int days = entry.lastIndexOf(':', messages - 1);
        try {
            if (days < 1) {
                throw new IllegalArgumentException("no domain");
            }
            String domain = Jid.of("", entry.substring(0, days).strip(), "").domain();
            domains.put(
                    domain,
                    new Limit(count(entry.substring(days + 1, messages)), count(entry.substring(messages + 1))));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("domains: " + entry + " is not DOMAIN:DAYS:MESSAGES", e);
        }
    }

    private static int count(String text) {
        int count = Integer.parseInt(text.strip());
        if (count < 0) {
            throw new IllegalArgumentException("less than none");
        }
        return count;
    }

    Limit of(Jid account) {
        return domains.getOrDefault(account.domain(), server);
    }
}

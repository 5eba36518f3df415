package org.jackdaw.pubsub;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dom4j.Element;
import org.jackdaw.plugin.Domains;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.StanzaException;

/**
 * Turns the forms of subscription options (XEP-0060 §6.3, §16.4.2) into checked values, and back. What states of presence
 * somebody is in is known of those on this server only, so only they can choose some.
 */
final class OptionForms {

    private static final String DELIVER = "pubsub#deliver";
    private static final String EXPIRE = "pubsub#expire";
    private static final String SHOW_VALUES = "pubsub#show-values";
    static final List<String> SHOWS = List.of("away", "chat", "dnd", SubscriptionOptions.ONLINE, "xa");

    /** What nobody gets here, and may say that it does not want. */
    private static final Set<String> OTHERS = Set.of("pubsub#digest", "pubsub#include_body");

    /** The last year that a date has room for (XEP-0082 §3). */
    private static final int LAST_YEAR = 9999;

    private final Domains domains;

    OptionForms(Domains domains) {
        this.domains = domains;
    }

    /** Returns a form with a subscriber's options: of the kind form to be filled in, or result to be looked at. */
    Element form(String kind, Jid subscriber, SubscriptionOptions options) {
        Element form = Forms.form(kind, Pubsub.SUBSCRIPTION_FORM);
        add(form, DELIVER, "boolean", List.of(options.delivers() ? "1" : "0"))
                .addAttribute("label", "Whether events are sent");
        List<String> end = options.end().isEmpty() ? List.of() : List.of(options.end());
        add(form, EXPIRE, "text-single", end).addAttribute("label", "When the subscription ends; empty for never");
        if (domains.isLocal(subscriber)) {
            List<String> shows =
                    SHOWS.stream().filter(options.shows()::contains).toList();
            Element field = add(form, SHOW_VALUES, "list-multi", shows);
            field.addAttribute("label", "The states of presence in which events are sent; none if it does not matter");
            if (kind.equals("form")) {
                Forms.choices(field, SHOWS);
            }
        }
        return form;
    }

    private static Element add(Element form, String variable, String type, List<String> values) {
        return Forms.add(form, variable, values).addAttribute("type", type);
    }

    /** Returns options with what a submitted form says in place of their own; fields that nobody knows are left out. */
    SubscriptionOptions changed(SubscriptionOptions old, Jid subscriber, Map<String, List<String>> form) {
        Map<String, List<String>> fields = new LinkedHashMap<>(form);
        if (OTHERS.stream().anyMatch(other -> fields.containsKey(other) && isTrue(fields.get(other)))) {
            throw invalid();
        }
        List<String> deliver = fields.get(DELIVER);
        List<String> expire = fields.get(EXPIRE);
        List<String> shows = fields.get(SHOW_VALUES);
        return new SubscriptionOptions(
                deliver == null ? old.delivers() : isTrue(deliver),
                shows == null ? old.shows() : shows(subscriber, shows),
                expire == null ? old.expires() : end(expire));
    }

    private static boolean isTrue(List<String> values) {
        return switch (only(values)) {
            case "1", "true" -> true;
            case "0", "false" -> false;
            default -> throw invalid();
        };
    }

    private static String only(List<String> values) {
        if (values.size() > 1) {
            throw invalid();
        }
        return values.isEmpty() ? "" : values.getFirst().strip();
    }

    private Set<String> shows(Jid subscriber, List<String> values) {
        Set<String> shows = new HashSet<>(values);
        if (!SHOWS.containsAll(shows) || !shows.isEmpty() && !domains.isLocal(subscriber)) {
            throw invalid();
        }
        return Set.copyOf(shows);
    }

    private static long end(List<String> values) {
        String text = only(values);
        if (text.isEmpty()) {
            return SubscriptionOptions.NEVER;
        }
        try {
            OffsetDateTime end = OffsetDateTime.parse(text);
            if (end.getYear() < LAST_YEAR && end.toInstant().isAfter(Instant.now())) {
                return end.toInstant().toEpochMilli();
            }
        } catch (DateTimeException e) {
            throw invalid();
        }
        throw invalid();
    }

    private static StanzaException invalid() {
        return Pubsub.refusal(Condition.BAD_REQUEST, "invalid-options");
    }
}

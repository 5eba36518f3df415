package org.jackdaw.blocking;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.dom4j.Element;
import org.dom4j.tree.DefaultElement;
import org.jackdaw.plugin.AccountListener;
import org.jackdaw.plugin.Domains;
import org.jackdaw.store.Lifetime;
import org.jackdaw.store.Store;
import org.jackdaw.store.Stores;
import org.jackdaw.xmpp.Jid;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What accounts have reported (XEP-0377), for the operator. The reports of an account are one entry, which is changed as a
 * whole; those of a domain belong to the domain, so that they can be listed.
 */
@Component(
        service = {Reports.class, AccountListener.class},
        configurationPid = "org.jackdaw.blocking")
public final class Reports implements AccountListener {

    private static final Logger LOG = LoggerFactory.getLogger(Reports.class);

    /** One report, as it is listed. */
    record Entry(Instant time, String reporter, String reported, Report report) {}

    private final BlockingOptions options;
    private final Store store;
    private final Domains domains;
    private final Clock clock;

    @Activate
    public Reports(
            BlockingOptions options, @Reference Stores stores, @Reference Domains domains, @Reference Clock clock) {
        this.options = options;
        store = stores.open("blocking.reports", Lifetime.DURABLE);
        this.domains = domains;
        this.clock = clock;
    }

    /** Keeps a report and tells the operator; the oldest of the account's reports goes if there are too many. */
    void add(Jid account, Jid reported, Report report) {
        int most = options.reports();
        Entry entry = new Entry(
                clock.instant().truncatedTo(ChronoUnit.SECONDS), account.toString(), reported.toString(), report);
        store.update(account.domainJid(), key(account), old -> {
            Element all = old.orElseGet(() -> new DefaultElement("reports"));
            all.add(element(entry));
            List<Element> elements = List.copyOf(all.elements());
            elements.stream().limit(Math.max(0, elements.size() - most)).forEach(all::remove);
            return Optional.of(all);
        });
        LOG.info("{} reports {} for {}", account, reported, Printable.of(report.reason()));
    }

    /** Returns all reports of the served domains' accounts, the newest first. */
    List<Entry> newest() {
        return domains.served().stream()
                .flatMap(domain -> store.all(Jid.of("", domain, "")).values().stream())
                .flatMap(all -> all.elements().stream())
                .map(Reports::entry)
                .sorted(Comparator.comparing(Entry::time).reversed())
                .toList();
    }

    @Override
    public void deleted(Jid account) {
        store.update(account.domainJid(), key(account), old -> Optional.empty());
    }

    private static Element element(Entry entry) {
        Report report = entry.report();
        Element element = new DefaultElement("report");
        element.addAttribute("time", entry.time().toString());
        element.addAttribute("by", entry.reporter());
        element.addAttribute("jid", entry.reported());
        element.addAttribute("reason", report.reason());
        element.addAttribute("origin", Boolean.toString(report.toOrigin()));
        element.addAttribute("others", Boolean.toString(report.toThirdParties()));
        element.addElement("text").setText(report.text());
        report.messages().forEach(id -> element.addElement("message").setText(id));
        return element;
    }

    private static Entry entry(Element element) {
        List<String> messages =
                element.elements("message").stream().map(Element::getText).toList();
        Report report = new Report(
                element.attributeValue("reason"),
                element.elementText("text"),
                messages,
                Boolean.parseBoolean(element.attributeValue("origin")),
                Boolean.parseBoolean(element.attributeValue("others")));
        return new Entry(
                Instant.parse(element.attributeValue("time")),
                element.attributeValue("by"),
                element.attributeValue("jid"),
                report);
    }

    /** A hash, because an address may be longer than a key. */
    private static String key(Jid account) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(account.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}

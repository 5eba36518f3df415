package org.jackdaw.router;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jackdaw.core.ConfigCheck;
import org.jackdaw.core.StartProblem;
import org.jackdaw.plugin.Domains;
import org.jackdaw.xmpp.Jid;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The domains that are configured. The instance stays when they change, or every stream would be closed with it. */
@Component(
        service = {Domains.class, ConfigCheck.class},
        property = ConfigCheck.PID + "=" + ServedDomains.PID,
        configurationPid = ServedDomains.PID)
@Designate(ocd = ServedDomains.Config.class)
public final class ServedDomains implements Domains, ConfigCheck {

    static final String PID = "org.jackdaw.router";

    private static final Logger LOG = LoggerFactory.getLogger(ServedDomains.class);

    @ObjectClassDefinition(name = "Domains and contacts")
    @interface Config {

        @AttributeDefinition(
                name = "Served domains",
                description = "The domains whose accounts live here, the main one first, separated by commas.")
        String[] domains() default "localhost";

        @AttributeDefinition(
                name = "Abuse contacts",
                description = "Addresses (xmpp:, mailto:, https:) for reports of abuse, shown to everybody (XEP-0157).")
        String[] abuseContacts() default {};

        @AttributeDefinition(
                name = "Administrators' contacts",
                description = "Addresses of the server's administrators, shown to everybody (XEP-0157).")
        String[] adminContacts() default {};

        @AttributeDefinition(
                name = "Support contacts",
                description = "Addresses for help, shown to everybody (XEP-0157).")
        String[] supportContacts() default {};
    }

    private volatile List<String> served;

    @Activate
    public ServedDomains(Config config) {
        try {
            served = prepared(config.domains());
        } catch (IllegalArgumentException e) {
            throw new StartProblem("config/" + PID + ".cfg: domains: " + e.getMessage());
        }
    }

    @Modified
    void change(Config config) {
        try {
            served = prepared(config.domains());
            LOG.info("Serving {}", String.join(", ", served));
        } catch (IllegalArgumentException e) {
            LOG.error("config/{}.cfg: domains: {}; still serving {}", PID, e.getMessage(), String.join(", ", served));
        }
    }

    @Override
    public Optional<String> problem(Map<String, Object> values) {
        try {
            if (values.get("domains") instanceof String[] domains) {
                prepared(domains);
            }
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of("domains: " + e.getMessage());
        }
    }

    private static List<String> prepared(String... names) {
        List<String> domains = Arrays.stream(names)
                .filter(domain -> !domain.isBlank())
                .map(domain -> Jid.of("", domain.strip(), "").domain())
                .distinct()
                .toList();
        if (domains.isEmpty()) {
            throw new IllegalArgumentException("name at least one domain");
        }
        return domains;
    }

    @Override
    public List<String> served() {
        return served;
    }
}

package org.jackdaw.version;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.dom4j.Element;
import org.dom4j.QName;
import org.dom4j.tree.DefaultElement;
import org.jackdaw.plugin.HandlesIq;
import org.jackdaw.plugin.Implements;
import org.jackdaw.plugin.IqHandler;
import org.jackdaw.xmpp.Iq;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Says which software this server is (XEP-0092). */
@Component(configurationPid = "org.jackdaw.version")
@Designate(ocd = SoftwareVersion.Config.class)
@HandlesIq(element = "query", namespace = SoftwareVersion.NS)
@Implements("XEP-0092 1.1")
public final class SoftwareVersion implements IqHandler {

    static final String NS = "jabber:iq:version";

    @ObjectClassDefinition(name = "Software version", description = "What the server says about itself")
    @interface Config {

        @AttributeDefinition(name = "Name", description = "Name of the software")
        String name() default "Jackdaw";

        @AttributeDefinition(name = "Version", description = "Version of the software; empty for that of this bundle")
        String version() default "";

        @AttributeDefinition(name = "Operating system", description = "What to say of it; empty to say nothing")
        String os() default "";
    }

    private final Config config;
    private final String version;

    @Activate
    public SoftwareVersion(Config config) {
        this.config = config;
        version = config.version().isEmpty() ? bundleVersion() : config.version();
    }

    @Override
    public Optional<Element> handle(Iq request) {
        Element query = new DefaultElement(QName.get("query", NS));
        query.addElement("name").setText(config.name());
        query.addElement("version").setText(version);
        if (!config.os().isEmpty()) {
            query.addElement("os").setText(config.os());
        }
        return Optional.of(query);
    }

    private static String bundleVersion() {
        try (InputStream version = SoftwareVersion.class.getResourceAsStream("version.txt")) {
            return new String(version.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package org.jackdaw.itest;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.dom4j.QName;
import org.jackdaw.plugin.HealthCheck;
import org.jackdaw.plugin.IqHandler;
import org.jackdaw.xmpp.Iq;

/** For a plugin that answers with its version; its component's properties say what else it does. */
public final class Versioned implements IqHandler, HealthCheck {

    private final String version;
    private final String fault;

    public Versioned(Map<String, Object> properties) throws InterruptedException {
        version = (String) properties.get("test.version");
        fault = (String) properties.get("test.fault");
        if (fault.equals("throws")) {
            throw new IllegalStateException("no such table");
        }
        if (fault.equals("hangs")) {
            new CountDownLatch(1).await();
        }
    }

    @Override
    public Optional<Element> handle(Iq request) {
        return Optional.of(
                DocumentHelper.createElement(QName.get("version", "urn:test:v")).addText(version));
    }

    @Override
    public Optional<String> problem() {
        return fault.equals("ill") ? Optional.of("the disk is full") : Optional.empty();
    }
}

package org.jackdaw.itest;

import java.util.Map;
import java.util.Optional;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.dom4j.QName;
import org.jackdaw.plugin.IqHandler;
import org.jackdaw.xmpp.Iq;

/** For a plugin that answers with its version; its component's properties say what else it does. */
public final class Versioned extends Faulty implements IqHandler {

    private final String version;

    public Versioned(Map<String, Object> properties) {
        super(properties);
        version = (String) properties.get("test.version");
    }

    @Override
    public Optional<Element> handle(Iq request) {
        call();
        return Optional.of(
                DocumentHelper.createElement(QName.get("version", "urn:test:v")).addText(version));
    }
}

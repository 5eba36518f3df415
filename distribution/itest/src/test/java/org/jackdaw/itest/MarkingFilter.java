package org.jackdaw.itest;

import java.util.Map;
import java.util.Optional;
import org.dom4j.QName;
import org.jackdaw.plugin.StanzaFilter;
import org.jackdaw.xmpp.Message;
import org.jackdaw.xmpp.Stanza;

/** For a plugin that marks each message that passes, so that one which is not looked at, or twice, shows. */
public final class MarkingFilter extends Faulty implements StanzaFilter {

    private final String version;

    public MarkingFilter(Map<String, Object> properties) {
        super(properties);
        version = (String) properties.get("test.version");
    }

    @Override
    public Optional<Message> filter(Message message) {
        call();
        var marked = message.copy();
        marked.addElement(QName.get("mark", "urn:test:mark")).setText(version);
        return Optional.of((Message) Stanza.adopt(marked));
    }
}

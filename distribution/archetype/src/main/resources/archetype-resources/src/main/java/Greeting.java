package ${package};

import java.util.Optional;
import org.dom4j.Element;
import org.dom4j.QName;
import org.dom4j.tree.DefaultElement;
import org.jackdaw.plugin.HandlesIq;
import org.jackdaw.plugin.IqHandler;
import org.jackdaw.xmpp.Condition;
import org.jackdaw.xmpp.Iq;
import org.jackdaw.xmpp.StanzaException;
import org.osgi.service.component.annotations.Component;

/** Greets who asks the server for it. The namespace is in service discovery while the plugin runs. */
@Component
@HandlesIq(element = "greeting", namespace = Greeting.NS)
public final class Greeting implements IqHandler {

    static final String NS = "${namespace}";

    /** Returns what the result is to hold; what it throws is the error that the sender gets. */
    @Override
    public Optional<Element> handle(Iq request) {
        if (!request.payload().orElseThrow().elements().isEmpty()) {
            throw new StanzaException(Condition.BAD_REQUEST, "a greeting is empty");
        }
        Element greeting = new DefaultElement(QName.get("greeting", NS));
        greeting.setText("Hello, " + request.sender().local());
        return Optional.of(greeting);
    }
}

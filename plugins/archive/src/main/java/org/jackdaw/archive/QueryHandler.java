package org.jackdaw.archive;

import java.util.Optional;
import org.dom4j.Element;
import org.jackdaw.plugin.Feature;
import org.jackdaw.plugin.HandlesIq;
import org.jackdaw.plugin.Implements;
import org.jackdaw.plugin.IqHandler;
import org.jackdaw.session.Session;
import org.jackdaw.session.Sessions;
import org.jackdaw.xmpp.Iq;
import org.jackdaw.xmpp.Jid;
import org.jackdaw.xmpp.Stanza;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Sends an account the messages that it asks for, to the resource that asks (XEP-0313 §4). */
@Component
@HandlesIq(element = "query", namespace = ArchiveConfig.NS, type = Iq.Type.SET, to = HandlesIq.To.ACCOUNT)
@Feature(
        value = {ArchiveConfig.NS + "#groupchat-field", Filter.FULL_TEXT_NS},
        to = HandlesIq.To.ACCOUNT)
@Implements({"XEP-0313 1.1.3", "XEP-0059 1.0", "XEP-0297 1.0", "XEP-0431 0.2.0"})
public final class QueryHandler implements IqHandler {

    private final Archive archive;
    private final Sessions sessions;

    @Activate
    public QueryHandler(@Reference Archive archive, @Reference Sessions sessions) {
        this.archive = archive;
        this.sessions = sessions;
    }

    @Override
    public Optional<Element> handle(Iq request) {
        Jid owner = Requests.owner(request);
        QueryAnswer answer = new QueryAnswer(archive, Query.of(request.payload().orElseThrow()));
        Optional<Session> session = sessions.find(request.sender());
        return Optional.of(answer.send(
                owner,
                entry -> session.ifPresent(reader -> reader.send(
                        Stanza.adopt(answer.result(owner, request.sender(), entry, entry.message())),
                        Session.NOBODY))));
    }
}

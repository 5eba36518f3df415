package org.jackdaw.router;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.dom4j.Element;
import org.jackdaw.plugin.KeepRules;
import org.jackdaw.plugin.Keeping;
import org.jackdaw.plugin.LiveStream;
import org.jackdaw.plugin.StreamInfo;
import org.jackdaw.session.Session;
import org.jackdaw.xmpp.StreamCondition;
import org.osgi.framework.Bundle;

/** A stream as one bundle has it: what the bundle sends to its session is in no other name than the bundle may use. */
record PluginStream(LiveStream stream, Bundle bundle, Voice voice) implements LiveStream {

    private Session guarded(Session session) {
        return new PluginSession(session, bundle, voice);
    }

    @Override
    public Optional<Session> session() {
        return stream.session().map(this::guarded);
    }

    @Override
    public Resumption resume(String id, long h, LongFunction<Element> answer) {
        Resumption outcome = stream.resume(id, h, answer);
        return outcome instanceof Resumed(Session session) ? new Resumed(guarded(session)) : outcome;
    }

    @Override
    public StreamInfo info() {
        return stream.info();
    }

    @Override
    public void send(Element nonza) {
        stream.send(nonza);
    }

    @Override
    public void fail(StreamCondition condition, Optional<Element> specific) {
        stream.fail(condition, specific);
    }

    @Override
    public Optional<Keeping> keeping() {
        return stream.keeping();
    }

    @Override
    public void keep(KeepRules rules, Function<Keeping, Element> answer) {
        stream.keep(rules, answer);
    }
}

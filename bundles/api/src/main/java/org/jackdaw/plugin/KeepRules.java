package org.jackdaw.plugin;

import java.time.Duration;
import org.dom4j.Element;

/**
 * How a stream is kept (XEP-0198).
 *
 * @param stanzas most that wait for an acknowledgement; with more the session ends, and they go on by RFC 6121 §8.5
 * @param bytes most of them, likewise
 * @param resumable how long the session lasts without a connection; zero for not at all
 * @param answer how long the client may leave a request for an acknowledgement unanswered before its connection is taken for
 *     broken
 * @param request what asks the client for an acknowledgement: sent after a stanza unless one is unanswered
 */
public record KeepRules(int stanzas, long bytes, Duration resumable, Duration answer, Element request) {

    public KeepRules {
        request = request.createCopy();
    }

    @Override
    public Element request() {
        return request.createCopy();
    }
}

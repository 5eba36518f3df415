package org.jackdaw.core;

import java.util.concurrent.atomic.LongAdder;
import org.jackdaw.xmpp.Message;
import org.jackdaw.xmpp.Stanza;

/** Counts what goes between the server and its clients, since its start. Thread-safe, and cheap to add to. */
public final class Traffic {

    private final LongAdder messages = new LongAdder();
    private final LongAdder received = new LongAdder();
    private final LongAdder sent = new LongAdder();

    public void received(Stanza stanza) {
        received.increment();
        if (stanza instanceof Message) {
            messages.increment();
        }
    }

    public void sent() {
        sent.increment();
    }

    /** Returns how many messages clients have sent. */
    public long messages() {
        return messages.sum();
    }

    /** Returns how many stanzas clients have sent, messages among them. */
    public long stanzasReceived() {
        return received.sum();
    }

    /** Returns how many stanzas clients were sent. */
    public long stanzasSent() {
        return sent.sum();
    }
}

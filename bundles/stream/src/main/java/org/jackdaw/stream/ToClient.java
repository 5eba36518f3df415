package org.jackdaw.stream;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jackdaw.core.KeptStanzas;
import org.jackdaw.core.LocalSession;
import org.jackdaw.core.Outgoing;
import org.jackdaw.core.Step;
import org.jackdaw.plugin.Pace;
import org.jackdaw.xmpp.XmlWriter;

/**
 * What a session sends to its client, in one order: past what holds some of it back for a while, and into the keeping of what
 * the client has yet to acknowledge. Thread-safe; nothing blocks.
 */
final class ToClient {

    /** So many wait for nobody to look at the client; with more all leave. */
    private static final int MOST_PACED = 500;

    private final Transport transport;
    private final Supplier<Boolean> isOwnThread;

    /** What others sent while the session was held; null while it is not. */
    private List<Outgoing> held;

    private long heldBytes;

    /** What waits until somebody looks at the client, each under what it replaces; null while that is so. */
    private Map<Object, Outgoing> paced;

    private KeptStanzas kept;
    private byte[] request;
    private LocalSession successor;
    private boolean ended;

    /** Both are looked at without the lock. */
    private volatile boolean isPaced;

    private volatile long waiting;

    /** @param isOwnThread whether the caller handles what the session's client sent */
    ToClient(Transport transport, Supplier<Boolean> isOwnThread) {
        this.transport = transport;
        this.isOwnThread = isOwnThread;
    }

    boolean isPaced() {
        return isPaced;
    }

    /** Returns how many bytes waited to be sent when the last stanza was. */
    long waiting() {
        return waiting;
    }

    /**
     * @param pace of the stanza, if the session is paced
     * @return {@link Step#GONE} too if its successor is to be asked
     */
    synchronized Step hand(Outgoing stanza, Pace pace) {
        if (ended || successor != null) {
            return Step.GONE;
        }
        if (held != null && !isOwnThread.get()) {
            held.add(stanza);
            heldBytes += stanza.bytes().length;
            return Step.HELD;
        }
        // What a client asks for is answered whether somebody looks at it or not, and brings nothing along.
        return paced == null || isOwnThread.get() ? send(stanza) : paced(stanza, pace);
    }

    private Step paced(Outgoing stanza, Pace pace) {
        return switch (pace.when()) {
            case NEVER -> Step.LEFT_OUT;
            case NOW -> sendNow(stanza);
            case LATER -> {
                Object key = pace.replaces().isEmpty() ? new Object() : pace.replaces();
                paced.remove(key);
                paced.put(key, stanza);
                if (paced.size() > MOST_PACED) {
                    sendPaced();
                }
                yield Step.PACED;
            }
        };
    }

    private Step sendNow(Outgoing stanza) {
        sendPaced();
        return send(stanza);
    }

    private Step send(Outgoing stanza) {
        if (kept == null) {
            waiting = transport.send(stanza);
            return waiting < 0 ? Step.GONE : Step.SENT;
        }
        boolean hasRoom = kept.add(stanza);
        waiting = transport.send(stanza.bytes());
        requestAcknowledgement();
        return hasRoom ? Step.SENT : Step.CUT_OFF;
    }

    private void requestAcknowledgement() {
        if (kept.requests(System.currentTimeMillis())) {
            transport.send(request);
        }
    }

    /** The client has acknowledged something; it may be asked for the rest. */
    synchronized void acknowledged() {
        if (!ended && successor == null) {
            requestAcknowledgement();
        }
    }

    // What is held back.

    synchronized void hold() {
        held = new ArrayList<>();
        heldBytes = 0;
    }

    /** Returns what the transport did not take. */
    synchronized List<Outgoing> release() {
        List<Outgoing> all = held;
        held = null;
        waiting = heldBytes;
        return all.stream().filter(stanza -> ended || send(stanza) == Step.GONE).toList();
    }

    synchronized void pace(boolean on) {
        if (on && paced == null) {
            paced = new LinkedHashMap<>();
        } else if (!on) {
            sendPaced();
            paced = null;
        }
        isPaced = on;
    }

    private void sendPaced() {
        if (paced != null && !paced.isEmpty()) {
            List<Outgoing> all = List.copyOf(paced.values());
            paced.clear();
            all.forEach(this::send);
        }
    }

    // What is kept (XEP-0198).

    /** Returns null if nothing is. */
    synchronized KeptStanzas kept() {
        return kept;
    }

    synchronized boolean isKept() {
        return kept != null;
    }

    /** Says something, and keeps everything after it. */
    synchronized void keep(KeptStanzas stanzas, byte[] answer) {
        transport.send(answer);
        keep(stanzas);
    }

    private void keep(KeptStanzas stanzas) {
        kept = stanzas;
        request = XmlWriter.bytes(stanzas.rules().request(), ClientSession.CLIENT);
        kept.forgetRequest();
    }

    /**
     * Goes on with what another connection's client has not acknowledged, in place of a session that slept.
     *
     * @return false if that is over meanwhile; then nothing is sent
     */
    synchronized boolean takeOver(LocalSession sleeper, LocalSession session, KeptStanzas stanzas, byte[] answer) {
        if (!sleeper.succeededBy(session)) {
            return false;
        }
        keep(stanzas, answer);
        stanzas.items().forEach(item -> transport.send(item.outgoing().bytes()));
        requestAcknowledgement();
        return true;
    }

    // The end.

    /** Hands over to a successor, which shares what is kept. Returns whether it did. */
    synchronized boolean succeededBy(LocalSession next) {
        if (ended || successor != null || kept == null) {
            return false;
        }
        if (held != null) {
            held.forEach(this::send);
            held = null;
        }
        sendPaced();
        paced = null;
        isPaced = false;
        kept.forgetRequest();
        successor = next;
        return true;
    }

    /** Whether it still takes stanzas, for this connection. */
    synchronized boolean isOpen() {
        return !ended && successor == null;
    }

    synchronized LocalSession successor() {
        return successor;
    }

    /** Nothing is taken any more. Returns what the client has not got, as far as it does not wait in the transport. */
    synchronized List<Outgoing> end() {
        ended = true;
        return paced == null ? List.of() : List.copyOf(paced.values());
    }
}

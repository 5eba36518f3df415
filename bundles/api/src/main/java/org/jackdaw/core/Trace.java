package org.jackdaw.core;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The way that a stanza took. Texts that a client chose are cut to a bearable length, and may hold any character.
 *
 * @param id grows with every trace
 * @param time of the first stop
 * @param kind message, presence or iq
 * @param type as the stanza has it; empty for none
 * @param stanzaId as the stanza has it; empty for none
 * @param from as the stanza had it at the first stop
 * @param to as the stanza had it, well-formed or not; empty for none
 * @param payloads the names of its children, {@code {namespace}name}; never what is in them
 * @param bytes size of the stanza
 * @param outcome why it was not simply delivered; empty if it was
 * @param stops in their order
 * @param forgotten how many stops before the last were too many to remember
 * @param xml the stanza; empty unless bodies are asked for of a watched address, for as long as it is watched
 */
public record Trace(
        long id,
        Instant time,
        String kind,
        String type,
        String stanzaId,
        String from,
        String to,
        List<String> payloads,
        int bytes,
        Optional<Step> outcome,
        List<Stop> stops,
        int forgotten,
        Optional<String> xml) {

    /**
     * A stop.
     *
     * @param micros microseconds since the stanza came to its first stop
     * @param name who did it: a plugin with its version, the router, the address of a session; empty for nobody
     * @param detail why, or where to; empty for nothing more
     */
    public record Stop(long micros, Step step, String name, String detail) {

        /** Returns the stop in words. */
        public String text() {
            return step.text() + (name.isEmpty() ? "" : " " + name) + (detail.isEmpty() ? "" : ": " + detail);
        }
    }

    /** Returns this without the stanza. */
    public Trace withoutXml() {
        return new Trace(
                id, time, kind, type, stanzaId, from, to, payloads, bytes, outcome, stops, forgotten, Optional.empty());
    }

    /** Returns why the stanza was not delivered, or else its last stop, in words. */
    public String summary() {
        Stop first = stops.getFirst();
        Stop reason = stops.reversed().stream()
                .filter(stop -> stop.step().isNotable() && stop != first)
                .findFirst()
                .orElse(stops.getLast());
        return first.step() == Step.RETURNED ? first.text() + "; " + reason.text() : reason.text();
    }
}

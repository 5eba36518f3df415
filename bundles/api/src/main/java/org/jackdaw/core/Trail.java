package org.jackdaw.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jackdaw.xmpp.Stanza;
import org.jackdaw.xmpp.StanzaError;

/**
 * The stops of one stanza's way so far. It is used for one stanza after the other, so that noting costs next to nothing:
 * most trails are forgotten, for their stanzas are simply delivered. Used by the thread that handles the stanza.
 */
public final class Trail {

    /** Of more stops the last alone is remembered. */
    public static final int MOST_STOPS = 64;

    private static final int FEW_STOPS = 12;

    private Step[] steps = new Step[FEW_STOPS];
    private String[] names = new String[FEW_STOPS];
    private String[] details = new String[FEW_STOPS];
    private long[] nanos = new long[FEW_STOPS];
    private int count;
    private int left;
    private long begin;
    private long last;
    private String plugin = "";
    private Step outcome;

    /** Null while the trail is free. */
    private Stanza stanza;

    /** Whether no stanza is under way on it. */
    public boolean isFree() {
        return stanza == null;
    }

    /** Begins with a stanza that has come to its first stop. */
    public void begin(Stanza next, Step first, String name) {
        stanza = next;
        count = 0;
        left = 0;
        outcome = null;
        begin = System.nanoTime();
        last = 0;
        also(first, name, "");
    }

    /** The stanza is no longer under way. */
    public void end() {
        stanza = null;
    }

    /** Notes what happened now. */
    public void stop(Step step, String name, String detail) {
        last = System.nanoTime() - begin;
        also(step, name, detail);
    }

    /** Notes what happened at the same moment as the last stop, and saves a look at the clock. */
    public void also(Step step, String name, String detail) {
        if (count == MOST_STOPS) {
            left++;
            count--;
        } else if (count == steps.length) {
            grow();
        }
        steps[count] = step;
        names[count] = name;
        details[count] = detail;
        nanos[count] = last;
        count++;
        if (step.isNotable()) {
            outcome = step;
        }
    }

    private void grow() {
        int more = Math.min(MOST_STOPS, steps.length * 2);
        steps = Arrays.copyOf(steps, more);
        names = Arrays.copyOf(names, more);
        details = Arrays.copyOf(details, more);
        nanos = Arrays.copyOf(nanos, more);
    }

    /** A plugin is going to be called: what is {@link #called} next, it has done. */
    public void calls(String name) {
        plugin = name;
    }

    /** Notes what the plugin did that was called last. */
    public void called(Step step, String detail) {
        stop(step, plugin, detail);
    }

    /** Notes that the plugin that was called last let the stanza pass, in no time worth a look at the clock. */
    public void passedBy(String detail) {
        also(Step.PASSED, plugin, detail);
    }

    /** The stanza is refused: by the plugin that has just been noted for it, or else by the router. */
    public void refused(StanzaError error) {
        if (steps[count - 1] != Step.REFUSED) {
            stop(Step.REFUSED, "router", said(error));
        }
    }

    /** Returns a refusal in words. */
    public static String said(StanzaError error) {
        return error.condition().element() + (error.text().isEmpty() ? "" : ", " + error.text());
    }

    /** Returns the stanza as it was at the first stop. */
    public Stanza stanza() {
        return stanza;
    }

    /** Returns the last notable step; empty if the stanza was simply delivered. */
    public Optional<Step> outcome() {
        return Optional.ofNullable(outcome);
    }

    /** Whether the stanza was simply delivered. */
    public boolean isPlain() {
        return outcome == null;
    }

    /** Returns the stops so far. */
    public List<Trace.Stop> stops() {
        List<Trace.Stop> stops = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            stops.add(new Trace.Stop(nanos[i] / 1000, steps[i], names[i], details[i]));
        }
        return List.copyOf(stops);
    }

    /** Returns how many stops there were before the last that are not remembered. */
    public int forgotten() {
        return left;
    }

    /** Returns the nanoseconds since the first stop. */
    public long age() {
        return System.nanoTime() - begin;
    }
}

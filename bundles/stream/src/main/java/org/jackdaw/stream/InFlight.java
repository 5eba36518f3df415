package org.jackdaw.stream;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jackdaw.core.Outgoing;

/**
 * The pieces of output that are being written, and at which byte of what leaves each of them ends: so that those that did
 * not leave when the connection broke can be given back. Used by the connection's I/O thread.
 */
final class InFlight {

    private static final int UNKNOWN = Integer.MAX_VALUE;

    /** A null is a piece that is no stanza. */
    private final List<Outgoing> pieces;

    private final int[] plainEnds;
    private final int[] ends;
    private int known;

    /** @param size how many pieces there will be at most */
    InFlight(int size) {
        pieces = new ArrayList<>(size);
        plainEnds = new int[size];
        ends = new int[size];
        Arrays.fill(ends, UNKNOWN);
    }

    /** Adds the next piece, to be given back if it does not leave. */
    void add(Outgoing piece) {
        add(piece, piece.bytes().length);
    }

    /** Adds a piece of so many bytes that nobody wants back. */
    void add(int length) {
        add(null, length);
    }

    private void add(Outgoing piece, int length) {
        int i = pieces.size();
        plainEnds[i] = length + (i == 0 ? 0 : plainEnds[i - 1]);
        pieces.add(piece);
    }

    /** Of all pieces together, so many bytes are within the first {@code leaving} bytes that leave. */
    void encoded(int plain, int leaving) {
        while (known < pieces.size() && plainEnds[known] <= plain) {
            ends[known++] = leaving;
        }
    }

    /** Returns what has not wholly left when so many bytes have. */
    List<Outgoing> unsent(int written) {
        List<Outgoing> unsent = new ArrayList<>();
        for (int i = 0; i < pieces.size(); i++) {
            if (ends[i] > written && pieces.get(i) != null) {
                unsent.add(pieces.get(i));
            }
        }
        return unsent;
    }
}

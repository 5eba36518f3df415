package org.jackdaw.control;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What a client of the control line sends: token, words of the command, input; each a length and UTF-8. */
record Request(byte[] token, List<String> words, String input) {

    private static final int MAX_BYTES = 64 * 1024;
    private static final int MAX_WORDS = 100;

    /** @throws IOException if the request is no request, is too long, or ends early */
    static Request read(DataInputStream in) throws IOException {
        Fields fields = new Fields(in);
        byte[] token = fields.next();
        int count = in.readInt();
        if (count < 0 || count > MAX_WORDS) {
            throw new IOException(count + " words");
        }
        List<String> words = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            words.add(new String(fields.next(), UTF_8));
        }
        return new Request(token, List.copyOf(words), new String(fields.next(), UTF_8));
    }

    /** Reads fields until their lengths add up to too much; nothing is allocated for a length that is. */
    private static final class Fields {

        private final DataInputStream in;
        private int left = MAX_BYTES;

        Fields(DataInputStream in) {
            this.in = in;
        }

        byte[] next() throws IOException {
            int length = in.readInt();
            if (length < 0 || length > left) {
                throw new IOException("request too long");
            }
            left -= length;
            byte[] field = new byte[length];
            in.readFully(field);
            return field;
        }
    }
}

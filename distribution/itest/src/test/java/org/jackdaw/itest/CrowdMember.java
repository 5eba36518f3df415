package org.jackdaw.itest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Base64;
import java.util.List;
import java.util.function.LongConsumer;

/** One of a {@link Crowd}. After login one thread writes for it and another reads. */
final class CrowdMember {

    private static final String HEADER = "<stream:stream xmlns='jabber:client'"
            + " xmlns:stream='http://etherx.jabber.org/streams' to='localhost' version='1.0'>";

    /** What stands before the time at which something was to be said, and the number of the message. */
    private static final byte[] BODY = "<body>#".getBytes(UTF_8);

    private static final byte[] SELF = "<status code='110'/>".getBytes(UTF_8);
    private static final byte[] ERROR = " type='error'".getBytes(UTF_8);
    private static final byte[] ANSWER = " type='result'".getBytes(UTF_8);
    private static final int DIGITS = 16;
    private static final int TEXT = BODY.length + 2 * DIGITS;

    /** Shared: one thread reads for all. */
    private static final byte[] BUFFER = new byte[1 << 18];

    private final SocketChannel channel;
    private final String account;
    private final String place;

    /** The end of what was read, in which something may begin. */
    private byte[] rest = new byte[0];

    /** What it has heard so far, and in which order. */
    private volatile long heard;

    private volatile boolean isThere;
    private volatile boolean isAnswered;

    /** Logs in. */
    CrowdMember(int port, String account, String place) throws IOException {
        this.account = account;
        this.place = place;
        channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        asks(HEADER, "</stream:features>");
        String plain = Base64.getEncoder().encodeToString(("\0" + account + "\0" + Work.PASSWORD).getBytes(UTF_8));
        asks("<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>" + plain + "</auth>", "<success");
        asks(HEADER, "</stream:features>");
        asks("<iq type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>", "</iq>");
        asks("<presence/><iq type='get' id='p' to='localhost'><ping xmlns='urn:xmpp:ping'/></iq>", "id='p'");
        channel.configureBlocking(false);
    }

    private void asks(String xml, String answer) throws IOException {
        writes(xml);
        StringBuilder read = new StringBuilder();
        while (read.indexOf(answer) < 0) {
            ByteBuffer some = ByteBuffer.allocate(4096);
            if (channel.read(some) < 0) {
                throw new EOFException(account + ": " + read);
            }
            read.append(new String(some.array(), 0, some.position(), ISO_8859_1));
        }
    }

    SocketChannel channel() {
        return channel;
    }

    void writes(String xml) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(xml.getBytes(UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    void enters() throws IOException {
        writes("<presence to='" + place
                + "'><x xmlns='http://jabber.org/protocol/muc'><history maxstanzas='0'/></x></presence>");
    }

    /** Says when it was to say that, and the number of the message. */
    void says(long due, int number) throws IOException {
        writes(
                "<message type='groupchat' id='m%d' to='%s'><body>#%016x%016x what a lovely room this is</body></message>"
                        .formatted(number, place.substring(0, place.indexOf('/')), due, number));
    }

    boolean isThere() {
        return isThere;
    }

    /** Returns a number that two have in common only if they have heard the same in the same order. */
    long heard() {
        return heard;
    }

    boolean isAnswered() {
        return isAnswered;
    }

    /** Reads what there is. */
    void read(LongConsumer hearing, List<String> faults) throws IOException {
        while (true) {
            System.arraycopy(rest, 0, BUFFER, 0, rest.length);
            int count = channel.read(ByteBuffer.wrap(BUFFER, rest.length, BUFFER.length - rest.length));
            if (count <= 0) {
                if (count < 0) {
                    throw new EOFException("the stream ended");
                }
                return;
            }
            int end = rest.length + count;
            look(end, faults);
            int next = 0;
            for (int at = find(BODY, 0, end); at >= 0 && at + TEXT <= end; at = find(BODY, next, end)) {
                heard = 31 * heard + number(at + BODY.length + DIGITS) + 1;
                hearing.accept(number(at + BODY.length));
                next = at + TEXT;
            }
            int begin = Math.max(next, end - TEXT);
            rest = new byte[end - begin];
            System.arraycopy(BUFFER, begin, rest, 0, rest.length);
        }
    }

    /** For what is looked for only before anything is said. */
    private void look(int end, List<String> faults) {
        if (heard != 0) {
            return;
        }
        if (find(ERROR, 0, end) >= 0) {
            faults.add(this + " got " + new String(BUFFER, 0, Math.min(end, 1000), UTF_8));
        }
        isThere |= find(SELF, 0, end) >= 0;
        isAnswered |= find(ANSWER, 0, end) >= 0;
    }

    private static long number(int from) {
        return Long.parseUnsignedLong(new String(BUFFER, from, DIGITS, ISO_8859_1), 16);
    }

    private static int find(byte[] text, int from, int end) {
        for (int i = from; i <= end - text.length; i++) {
            if (BUFFER[i] == text[0] && isAt(text, i)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isAt(byte[] text, int place) {
        for (int i = 1; i < text.length; i++) {
            if (BUFFER[place + i] != text[i]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return account;
    }
}

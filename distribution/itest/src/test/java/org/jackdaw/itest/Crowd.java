package org.jackdaw.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Very many clients in one room that cost little: one thread reads for all of them, and looks for texts in bytes. */
final class Crowd implements AutoCloseable {

    /** So many are entering at a time. */
    private static final int ENTERING = 20;

    private static final long FILL_MILLIS = 900_000;
    private static final long SETTLE_MILLIS = 60_000;
    private static final String FORM =
            "<iq type='set' id='form' to='%s'><query xmlns='http://jabber.org/protocol/muc#owner'>"
                    + "<x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>"
                    + "http://jabber.org/protocol/muc#roomconfig</value></field>%s</x></query></iq>";
    private static final String MODERATORS =
            "<field var='muc#roomconfig_presencebroadcast'><value>moderator</value></field>";

    /** How long deliveries took. */
    static final class Figures {

        private static final int STEP_MICROS = 100;

        private final int messages;

        /** By a tenth of a millisecond, what takes longer than ten seconds in the last. */
        private final long[] delays = new long[100_000];

        private long deliveries;
        private long longest;

        private Figures(int messages) {
            this.messages = messages;
        }

        private void add(long nanos) {
            long micros = Math.max(0, nanos / 1000);
            delays[(int) Math.min(delays.length - 1, micros / STEP_MICROS)]++;
            deliveries++;
            longest = Math.max(longest, micros);
        }

        int messages() {
            return messages;
        }

        long deliveries() {
            return deliveries;
        }

        /** Returns how long that part of the deliveries took at most. */
        double millis(double part) {
            long seen = 0;
            for (int i = 0; i < delays.length && part < 1; i++) {
                seen += delays[i];
                if (seen >= part * deliveries) {
                    return (i + 1) * STEP_MICROS / 1000.0;
                }
            }
            return longest / 1000.0;
        }
    }

    private final int port;
    private final String room;
    private final Selector selector = Selector.open();
    private final List<CrowdMember> members = new ArrayList<>();
    private final List<String> faults = new CopyOnWriteArrayList<>();
    private final Thread reader = Thread.ofPlatform().unstarted(this::read);

    /** Written by the reader alone. */
    private volatile Figures figures = new Figures(0);

    private volatile int entered;
    private volatile boolean ended;
    private int said;

    Crowd(int port, String room) throws IOException {
        this.port = port;
        this.room = room;
    }

    void logsIn(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            CrowdMember member = new CrowdMember(port, "user" + i, room + "/nick" + i);
            members.add(member);
            member.channel().register(selector, SelectionKey.OP_READ, member);
        }
        reader.start();
    }

    private void read() {
        try {
            while (!ended) {
                selector.select(key -> receive((CrowdMember) key.attachment()), 100);
            }
        } catch (IOException e) {
            faults.add(e.toString());
        }
    }

    private void receive(CrowdMember member) {
        try {
            boolean wasThere = member.isThere();
            member.read(this::heard, faults);
            if (!wasThere && member.isThere()) {
                entered++;
            }
        } catch (IOException e) {
            faults.add(member + ": " + e);
        }
    }

    private void heard(long sent) {
        figures.add(System.nanoTime() - sent);
    }

    /**
     * Lets all enter, the first as the owner; returns how long that took.
     *
     * @param isShown whether the room tells everybody of the presence of everybody
     */
    Duration fills(boolean isShown) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        CrowdMember owner = members.getFirst();
        owner.enters();
        Waiting.within(() -> entered == 1);
        owner.writes(FORM.formatted(room, isShown ? "" : MODERATORS));
        // It is the first thing that others wait for: until then the room is locked.
        Waiting.within(owner::isAnswered);
        long end = begin + FILL_MILLIS * 1_000_000;
        for (int i = 1; i < members.size(); i++) {
            while (i - entered >= ENTERING) {
                assertThat(System.nanoTime()).isLessThan(end);
                assertThat(faults).isEmpty();
                Thread.sleep(1);
            }
            members.get(i).enters();
        }
        Waiting.within(FILL_MILLIS, () -> entered == members.size() || !faults.isEmpty());
        assertThat(faults).isEmpty();
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    /** Has one after the other say something, so many times a second, however long what was said takes. */
    Figures speaks(int rate, int seconds) throws IOException, InterruptedException {
        figures = new Figures(rate * seconds);
        long begin = System.nanoTime();
        for (int i = 0; i < rate * seconds; i++) {
            long due = begin + i * 1_000_000_000L / rate;
            while (System.nanoTime() < due) {
                Thread.sleep(1);
            }
            members.get(i % members.size()).says(due, said++);
        }
        return figures;
    }

    /** Waits until everybody has got everything. */
    void settles() throws InterruptedException {
        Figures current = figures;
        long all = (long) current.messages() * members.size();
        Waiting.within(SETTLE_MILLIS, () -> current.deliveries() >= all || !faults.isEmpty());
    }

    /** Returns how many have heard something else than the first has, or in another order. */
    long strays() {
        long order = members.getFirst().heard();
        return members.stream().filter(member -> member.heard() != order).count();
    }

    List<String> faults() {
        return faults;
    }

    @Override
    public void close() throws IOException {
        ended = true;
        try {
            reader.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        members.forEach(member -> {
            try {
                member.channel().close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        selector.close();
    }
}

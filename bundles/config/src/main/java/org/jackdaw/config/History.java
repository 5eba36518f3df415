package org.jackdaw.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The newest changes of the configuration, in a file that the server's user alone can read. Not thread-safe. */
final class History {

    static final int MOST_ENTRIES = 200;
    static final long MOST_BYTES = 8_000_000;

    /**
     * A change.
     *
     * @param passwords the keys whose values must not be shown
     */
    record Entry(
            long id,
            Instant time,
            String who,
            String pid,
            long undoes,
            Set<String> passwords,
            Optional<String> before,
            Optional<String> after) {

        private long bytes() {
            return 2L
                    * (before.map(String::length).orElse(0)
                            + after.map(String::length).orElse(0));
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(History.class);
    private static final int FORM = 1;
    private static final int LONGEST_FIELD = 16_000_000;

    private final Path file;
    private final Clock clock;
    private final Deque<Entry> entries = new ArrayDeque<>();
    private final Map<String, Optional<String>> inForce = new HashMap<>();

    /** A file that cannot be read is put aside: a history is not worth a server that does not start. */
    History(Path file, Clock clock) throws IOException {
        this.file = file;
        this.clock = clock;
        try {
            read();
        } catch (NoSuchFileException e) {
            LOG.debug("There is no history yet");
        } catch (IOException e) {
            entries.clear();
            Path aside = file.resolveSibling(file.getFileName() + ".broken");
            Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
            LOG.warn("The history of the configuration cannot be read, and is now {}", aside, e);
        }
        entries.forEach(entry -> inForce.put(entry.pid(), entry.after()));
    }

    /**
     * A file's text has come into force. Returns the change; empty if it was in force already, or what was before it is
     * not known.
     *
     * @param isNew whether there was no such file before
     */
    Optional<Entry> inForce(
            String pid, Optional<String> text, boolean isNew, Set<String> passwords, String who, long undoes)
            throws IOException {
        Optional<String> before = inForce.getOrDefault(pid, isNew ? Optional.empty() : text);
        inForce.put(pid, text);
        if (before.equals(text)) {
            return Optional.empty();
        }
        long id = entries.isEmpty() ? 1 : entries.getLast().id() + 1;
        Entry entry = new Entry(id, clock.instant(), who, pid, undoes, Set.copyOf(passwords), before, text);
        entries.addLast(entry);
        long bytes = entries.stream().mapToLong(Entry::bytes).sum();
        while (entries.size() > MOST_ENTRIES || bytes > MOST_BYTES && entries.size() > 1) {
            bytes -= entries.removeFirst().bytes();
        }
        write();
        return Optional.of(entry);
    }

    /** Returns all, the oldest first. */
    List<Entry> entries() {
        return new ArrayList<>(entries);
    }

    private void read() throws IOException {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            if (in.readInt() != FORM) {
                throw new IOException("not of a form that this release knows");
            }
            int count = in.readInt();
            for (int i = 0; i < count; i++) {
                entries.add(new Entry(
                        in.readLong(),
                        Instant.ofEpochMilli(in.readLong()),
                        in.readUTF(),
                        in.readUTF(),
                        in.readLong(),
                        strings(in),
                        text(in),
                        text(in)));
            }
        }
    }

    private static Set<String> strings(DataInputStream in) throws IOException {
        Set<String> strings = new TreeSet<>();
        for (int left = in.readInt(); left > 0; left--) {
            strings.add(in.readUTF());
        }
        return strings;
    }

    private static Optional<String> text(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0) {
            return Optional.empty();
        }
        if (length > LONGEST_FIELD) {
            throw new IOException("a text of " + length + " bytes");
        }
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return Optional.of(new String(bytes, UTF_8));
    }

    private void write() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(FORM);
        out.writeInt(entries.size());
        for (Entry entry : entries) {
            out.writeLong(entry.id());
            out.writeLong(entry.time().toEpochMilli());
            out.writeUTF(entry.who());
            out.writeUTF(entry.pid());
            out.writeLong(entry.undoes());
            out.writeInt(entry.passwords().size());
            for (String key : entry.passwords()) {
                out.writeUTF(key);
            }
            write(out, entry.before());
            write(out, entry.after());
        }
        WholeFile.write(file, bytes.toByteArray(), true);
    }

    private static void write(DataOutputStream out, Optional<String> text) throws IOException {
        byte[] bytes = text.orElse("").getBytes(UTF_8);
        out.writeInt(text.isEmpty() ? -1 : bytes.length);
        out.write(bytes);
    }
}

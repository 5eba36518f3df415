package org.jackdaw.config;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The folder with the operator's {@code *.cfg} files, a PID each. Valid ones go to the target. Not thread-safe. */
final class ConfigFolder {

    /** Where the values of valid files go. */
    interface Target {

        /** Looks at the values of a file that are each valid by themselves. */
        default void check(String pid, Map<String, Object> values) throws InvalidConfig {}

        /** Sets exactly these values. */
        void set(String pid, Map<String, Object> values) throws IOException;

        /** Brings all defaults back. */
        void delete(String pid) throws IOException;

        /**
         * What is now in force is what this text says.
         *
         * @param text of the file; empty if there is none any more
         * @param isNew whether the file was not there when the folder was looked at before
         */
        void inForce(String pid, Optional<String> text, boolean isNew);
    }

    private static final Logger LOG = LoggerFactory.getLogger(ConfigFolder.class);
    private static final String SUFFIX = ".cfg";

    private final Path folder;
    private final Function<String, Optional<Options>> declared;
    private final Target target;
    private final Map<String, Seen> seen = new HashMap<>();
    private final Set<String> applied = new HashSet<>();
    private final Set<String> waiting = new HashSet<>();
    private final Map<String, String> refused = new TreeMap<>();
    private final Set<String> arrived = new HashSet<>();
    private boolean looked;

    /** A file's text and what it was checked against: a change of either makes it news. */
    private record Seen(String text, Optional<Options> options) {}

    ConfigFolder(Path folder, Function<String, Optional<Options>> declared, Target target) {
        this.folder = folder;
        this.declared = declared;
        this.target = target;
    }

    /**
     * Applies what is new in the folder. A file that is refused stays refused until it changes, and what was set before
     * stays set.
     *
     * @param settled how long a file must have been left alone, so that none is read half written
     * @return a sentence for each file refused
     */
    List<String> apply(Duration settled) throws IOException {
        List<String> news = new ArrayList<>();
        Set<String> present = new HashSet<>();
        for (Path file : files()) {
            String name = file.getFileName().toString();
            String pid = name.substring(0, name.length() - SUFFIX.length());
            present.add(pid);
            look(file, pid, settled).ifPresent(news::add);
        }
        forgetAllBut(present);
        looked = true;
        return news;
    }

    /** Applies what is new in the file of one PID, be it settled or not, and looks at no other. */
    Optional<String> apply(String pid) throws IOException {
        Path file = file(pid);
        if (Files.exists(file)) {
            return look(file, pid, Duration.ZERO);
        }
        Set<String> others = new HashSet<>(seen.keySet());
        others.addAll(applied);
        others.remove(pid);
        forgetAllBut(others);
        return Optional.empty();
    }

    /** Returns why the file is refused, if that is news. */
    private Optional<String> look(Path file, String pid, Duration settled) throws IOException {
        try {
            if (isSettled(file, settled)) {
                apply(file, pid);
            }
            return Optional.empty();
        } catch (InvalidConfig e) {
            refused.put(pid, file + ": " + e.getMessage());
            return Optional.of(file + ": " + e.getMessage());
        } catch (NoSuchFileException e) {
            LOG.debug("{} went while the folder was read: the next look finds out", file);
            return Optional.empty();
        }
    }

    /** Returns a sentence for each file that is refused at the moment. */
    List<String> refused() {
        return List.copyOf(refused.values());
    }

    /** Returns why the file of a PID is refused at the moment; empty if it is not. */
    Optional<String> refused(String pid) {
        return Optional.ofNullable(refused.get(pid));
    }

    /** Returns where the options of a PID are set. */
    Path file(String pid) {
        return folder.resolve(pid + SUFFIX);
    }

    /** Returns the files that no bundle has asked for so far, each once. */
    List<String> newlyWaiting() {
        List<String> news = new ArrayList<>();
        seen.forEach((pid, file) -> {
            if (file.options().isEmpty() && waiting.add(pid)) {
                news.add(folder.resolve(pid + SUFFIX).toString());
            }
        });
        return news;
    }

    private void apply(Path file, String pid) throws IOException, InvalidConfig {
        Seen now = new Seen(text(file), declared.apply(pid));
        Seen before = seen.put(pid, now);
        if (before == null && looked) {
            arrived.add(pid);
        }
        if (now.equals(before)) {
            return;
        }
        refused.remove(pid);
        if (now.options().isEmpty()) {
            return;
        }
        waiting.remove(pid);
        Map<String, Object> values = now.options().get().values(CfgText.parse(now.text()));
        target.check(pid, values);
        target.set(pid, values);
        target.inForce(pid, Optional.of(now.text()), arrived.remove(pid));
        if (!applied.add(pid)) {
            LOG.info("{} has changed and is in force", file);
        }
    }

    private void forgetAllBut(Set<String> present) throws IOException {
        seen.keySet().retainAll(present);
        waiting.retainAll(present);
        arrived.retainAll(present);
        refused.keySet().retainAll(present);
        for (String pid : List.copyOf(applied)) {
            if (!present.contains(pid)) {
                target.delete(pid);
                target.inForce(pid, Optional.empty(), false);
                applied.remove(pid);
                LOG.info("{}{} is gone: the defaults are in force", pid, SUFFIX);
            }
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(SUFFIX))
                    .sorted()
                    .toList();
        }
    }

    /** A time in the future is that of a copied file, not of one that is being written. */
    private static boolean isSettled(Path file, Duration settled) throws IOException {
        long age = System.currentTimeMillis() - Files.getLastModifiedTime(file).toMillis();
        return age < 0 || age >= settled.toMillis();
    }

    /** Returns what stands in a file. */
    static String text(Path file) throws IOException, InvalidConfig {
        try {
            return Files.readString(file);
        } catch (MalformedInputException e) {
            throw new InvalidConfig("not UTF-8");
        }
    }
}

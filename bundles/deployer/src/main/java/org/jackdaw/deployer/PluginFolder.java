package org.jackdaw.deployer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Sees what changes in {@code plugins/}: files that are still being copied are left alone. Thread-safe. */
final class PluginFolder {

    private final Path folder;

    /** What the files were like when they were last handed on, and at the last look. */
    private Map<Path, String> handled = new HashMap<>();

    private Map<Path, String> seen = new HashMap<>();

    PluginFolder(Path folder) {
        this.folder = folder;
    }

    /** What is new or has other content, and the names of what is gone. */
    record Changes(Collection<Path> arrived, Collection<String> gone) {
        boolean isEmpty() {
            return arrived.isEmpty() && gone.isEmpty();
        }
    }

    /** Returns all jars that are there now, finished or not, and takes them as handled. */
    synchronized Collection<Path> all() throws IOException {
        handled = list();
        seen = handled;
        return handled.keySet();
    }

    /** Returns what has changed and is the same at two looks: so it is whole, or its writer pauses. */
    synchronized Changes look() throws IOException {
        Map<Path, String> now = list();
        List<Path> arrived = new ArrayList<>();
        List<String> gone = new ArrayList<>();
        now.forEach((file, stamp) -> {
            if (stamp.equals(seen.get(file)) && !stamp.equals(handled.get(file))) {
                arrived.add(file);
                handled.put(file, stamp);
            }
        });
        for (Path file : List.copyOf(handled.keySet())) {
            if (!now.containsKey(file) && !seen.containsKey(file)) {
                gone.add(file.getFileName().toString());
                handled.remove(file);
            }
        }
        seen = now;
        return new Changes(arrived, gone);
    }

    /** Moves a file of the server's own to one in the folder: that is no change to be handled, but that it goes is one. */
    synchronized void move(Path from, Path to) throws IOException {
        String stamp = stamp(from);
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        handled.put(to, stamp);
        seen.put(to, stamp);
    }

    private Map<Path, String> list() throws IOException {
        Map<Path, String> files = new TreeMap<>();
        if (!Files.isDirectory(folder)) {
            return files;
        }
        try (Stream<Path> all = Files.list(folder)) {
            for (Path file : all.toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith(".jar") && !name.startsWith(".") && Files.isRegularFile(file)) {
                    files.put(file, stamp(file));
                }
            }
        }
        return files;
    }

    private static String stamp(Path file) throws IOException {
        BasicFileAttributes is = Files.readAttributes(file, BasicFileAttributes.class);
        return is.size() + " " + is.lastModifiedTime() + " " + is.fileKey();
    }
}

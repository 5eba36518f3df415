package org.jackdaw.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/**
 * Jars that were uploaded and wait for somebody to say that they are to be installed: a few, under {@code data/uploads}.
 * Thread-safe.
 */
@Component(service = Uploads.class)
public final class Uploads {

    static final long MOST_BYTES = 50L * 1024 * 1024;
    static final int MOST = 5;

    /** A name that is one in every file system, and nothing else. */
    private static final String NAME = "[A-Za-z0-9_][A-Za-z0-9_.+-]{0,99}\\.jar";

    private final Path folder;
    private final Map<String, Upload> waiting = new LinkedHashMap<>();

    /** A jar in a folder of its own. */
    record Upload(String id, String name, Path path) {}

    @Activate
    public Uploads(BundleContext context) {
        this(Path.of(context.getProperty("jackdaw.data"), "uploads"));
    }

    Uploads(Path folder) {
        this.folder = folder;
        delete(folder);
    }

    @Deactivate
    void close() {
        delete(folder);
    }

    /**
     * Keeps what is uploaded; should there be too many, the oldest is thrown away.
     *
     * @throws IllegalArgumentException if the name is not one of a jar, or there is too much to read
     */
    Upload take(String name, InputStream in) throws IOException {
        if (!name.matches(NAME)) {
            throw new IllegalArgumentException(
                    "A plugin's file is called something with letters, digits and . _ + - only,"
                            + " and .jar at its end.");
        }
        String id = UUID.randomUUID().toString();
        Upload upload = new Upload(id, name, folder.resolve(id).resolve(name));
        Files.createDirectories(upload.path().getParent());
        try (OutputStream out = Files.newOutputStream(upload.path())) {
            copy(in, out);
        } catch (IOException | IllegalArgumentException e) {
            delete(upload.path().getParent());
            throw e;
        }
        keep(upload);
        return upload;
    }

    private static void copy(InputStream in, OutputStream out) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        long total = 0;
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            total += read;
            if (total > MOST_BYTES) {
                throw new IllegalArgumentException("A plugin has at most " + MOST_BYTES / 1024 / 1024 + " MB.");
            }
            out.write(buffer, 0, read);
        }
    }

    private synchronized void keep(Upload upload) {
        waiting.put(upload.id(), upload);
        while (waiting.size() > MOST) {
            remove(waiting.keySet().iterator().next());
        }
    }

    synchronized Optional<Upload> find(String id) {
        return Optional.ofNullable(waiting.get(id));
    }

    synchronized void remove(String id) {
        Upload upload = waiting.remove(id);
        if (upload != null) {
            delete(upload.path().getParent());
        }
    }

    private static void delete(Path path) {
        if (!Files.exists(path)) {
            return;
        }
        try (Stream<Path> all = Files.walk(path)) {
            List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
            for (Path one : deepestFirst) {
                Files.delete(one);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

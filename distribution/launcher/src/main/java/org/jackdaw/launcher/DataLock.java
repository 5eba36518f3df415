package org.jackdaw.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;

/** Keeps two servers off the same data: an exclusive lock that the system drops with the process, however it ends. */
final class DataLock implements AutoCloseable {

    private final FileChannel channel;

    private DataLock(FileChannel channel) {
        this.channel = channel;
    }

    /** @throws StartFailure if another server holds the lock, or the file cannot be opened */
    static DataLock take(Path data) throws StartFailure {
        try {
            FileChannel channel = FileChannel.open(file(data), CREATE, WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                channel.close();
                throw new StartFailure("Another server (process "
                        + Files.readString(file(data)).strip() + ") already runs on the data directory " + data
                        + ": stop it, or set JACKDAW_DATA to another one.");
            }
            channel.truncate(0).write(UTF_8.encode(ProcessHandle.current().pid() + "\n"));
            return new DataLock(channel);
        } catch (IOException e) {
            throw new StartFailure("The lock in the data directory " + data + " cannot be taken: " + Sentence.of(e));
        }
    }

    /** Whether a server, running or about to, holds the lock; false if there is no data directory. */
    static boolean isTaken(Path data) throws IOException {
        if (!Files.exists(file(data))) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(file(data), WRITE);
                FileLock lock = channel.tryLock()) {
            return lock == null;
        }
    }

    private static Path file(Path data) {
        return data.resolve("lock");
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}

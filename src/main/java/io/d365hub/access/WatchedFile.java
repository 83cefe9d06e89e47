package io.d365hub.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.function.Supplier;

/**
 * What a file declares that may change while the hub runs: {@link #get} answers from memory, {@link #reload} looks whether
 * the file is another one than before. Thread-safe.
 *
 * @param <T> what is read from it
 */
public final class WatchedFile<T> implements Supplier<T> {

    private final Path file;
    private final Reading<T> reading;
    private final T nothing;
    private volatile T content;
    private Version version;

    private record Version(FileTime modified, long size) {}

    /** Reads a file; throws {@link IllegalArgumentException} when an entry of it is wrong. */
    private interface Reading<T> {
        T of(Path file) throws IOException;
    }

    /** @throws IOException when the file is there and cannot be read */
    private WatchedFile(Path file, Reading<T> reading, T nothing) throws IOException {
        this.file = file;
        this.reading = reading;
        this.nothing = nothing;
        this.version = version();
        this.content = read();
    }

    /**
     * A clients file. One that is not there declares no clients.
     *
     * @throws IOException when it is there and cannot be read
     * @throws IllegalArgumentException when an entry is wrong; names file and entry
     */
    public static WatchedFile<ApiClients> ofClients(Path file) throws IOException {
        return new WatchedFile<>(file, ApiClients::read, ApiClients.none());
    }

    /**
     * A users file. One that is not there declares no users.
     *
     * @throws IOException when it is there and cannot be read
     * @throws IllegalArgumentException when an entry is wrong; names file and entry
     */
    public static WatchedFile<Users> ofUsers(Path file) throws IOException {
        return new WatchedFile<>(file, Users::read, Users.none());
    }

    @Override
    public T get() {
        return content;
    }

    /**
     * Reads the file again when it has changed. When that fails, the content of before stays, and the exception comes once:
     * the same wrong file is not read again.
     *
     * @return whether there is another content now
     * @throws IOException when the file cannot be read
     * @throws IllegalArgumentException when an entry is wrong; names file and entry
     */
    public synchronized boolean reload() throws IOException {
        Version now = version();
        if (now.equals(version)) {
            return false;
        }
        version = now;
        content = read();
        return true;
    }

    private T read() throws IOException {
        try {
            return reading.of(file);
        } catch (NoSuchFileException e) {
            return nothing;
        }
    }

    private Version version() throws IOException {
        try {
            return new Version(Files.getLastModifiedTime(file), Files.size(file));
        } catch (NoSuchFileException e) {
            return new Version(FileTime.fromMillis(0), -1);
        }
    }
}

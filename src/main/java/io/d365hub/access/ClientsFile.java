package io.d365hub.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.function.Supplier;

/**
 * The clients of a file that may change while the hub runs: {@link #get} answers from memory, {@link #reload} looks
 * whether the file is another one than before. A file that is not there declares no clients. Thread-safe.
 */
public final class ClientsFile implements Supplier<ApiClients> {

    private final Path file;
    private volatile ApiClients clients;
    private Version version;

    private record Version(FileTime modified, long size) {}

    /**
     * Reads the file.
     *
     * @throws IOException when it is there and cannot be read
     * @throws IllegalArgumentException when an entry is wrong; names file and entry
     */
    public ClientsFile(Path file) throws IOException {
        this.file = file;
        this.version = version();
        this.clients = read();
    }

    @Override
    public ApiClients get() {
        return clients;
    }

    /**
     * Reads the file again when it has changed. When that fails, the clients of before stay, and the exception comes once:
     * the same wrong file is not read again.
     *
     * @return whether there are other clients now
     * @throws IOException when the file cannot be read
     * @throws IllegalArgumentException when an entry is wrong; names file and entry
     */
    public synchronized boolean reload() throws IOException {
        Version now = version();
        if (now.equals(version)) {
            return false;
        }
        version = now;
        clients = read();
        return true;
    }

    private ApiClients read() throws IOException {
        try {
            return ApiClients.read(file);
        } catch (NoSuchFileException e) {
            return ApiClients.none();
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

package io.d365hub.dataverse.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/**
 * A file with the secrets of application users, one a line, in the order of their ids. It is read whenever a token is
 * fetched, so that a secret that is changed is used without a restart. Thread-safe.
 */
public final class SecretFile {

    private final Path file;

    public SecretFile(Path file) {
        this.file = file;
    }

    /**
     * The secret of one user, read anew each time.
     *
     * @param line from 0
     */
    Supplier<String> secret(int line) {
        return () -> read(line);
    }

    private String read(int line) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (IOException e) {
            throw new SecretMissingException("The file of secrets " + file + " cannot be read: "
                    + e.getClass().getSimpleName());
        }
        if (line >= lines.size() || lines.get(line).isBlank()) {
            throw new SecretMissingException("The file of secrets " + file + " has no secret in line " + (line + 1));
        }
        return lines.get(line).strip();
    }
}

package io.d365hub.access;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Changes a users file: the entries of one user are exchanged, every other line stays as it is. The file is replaced as a
 * whole, so a hub that reads it meanwhile sees the one or the other; only its owner may read it.
 */
public final class UserEntries {

    private final Path file;

    public UserEntries(Path file) {
        this.file = file;
    }

    /** Writes the entries of a user, in place of those that there are. */
    public void put(User user, PasswordHash password) throws IOException {
        List<String> lines = without(own(user.name()));
        lines.add(user.name() + ".password = " + password.text());
        lines.add(user.name() + ".role = " + user.role().word());
        lines.add(user.name() + ".integrations = " + String.join(", ", new TreeSet<>(user.integrations())));
        lines.add(user.name() + ".reveals = " + user.mayReveal());
        write(lines);
    }

    /** Writes what is kept of a user's token for the admin API, in place of the one before. */
    public void putToken(String name, String token) throws IOException {
        List<String> lines = without(Set.of(name + ".token"));
        lines.add(name + ".token = " + ApiKeys.sha256(token));
        write(lines);
    }

    /** Takes the entries of a user away; the person's sessions end as soon as the hub has read the file. */
    public void remove(String name) throws IOException {
        Set<String> all = new TreeSet<>(own(name));
        all.add(name + ".token");
        write(without(all));
    }

    private static Set<String> own(String name) {
        return Set.of(name + ".password", name + ".role", name + ".integrations", name + ".reveals");
    }

    private List<String> without(Set<String> own) throws IOException {
        List<String> lines = new ArrayList<>();
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
                if (!own.contains(line.split("[=:\\s]", 2)[0])) {
                    lines.add(line);
                }
            }
        }
        return lines;
    }

    private void write(List<String> lines) throws IOException {
        Path folder = Files.createDirectories(file.toAbsolutePath().getParent());
        FileAttribute<?>[] ownerOnly =
                FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                        ? new FileAttribute<?>[] {
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                        }
                        : new FileAttribute<?>[0];
        Path draft = Files.createTempFile(folder, "users", ".new", ownerOnly);
        try {
            Files.write(draft, lines, StandardCharsets.UTF_8);
            Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(draft);
        }
    }
}

package io.d365hub.access;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Supplier;

/** A secret of one line in a file that only its owner may read. On file systems without such permissions, in a file. */
final class SecretFile {

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private SecretFile() {}

    /** @param isNew whether it was made just now */
    record Secret(String text, boolean isNew) {

        @Override
        public String toString() {
            return "Secret[hidden]";
        }
    }

    static Secret readOrMake(Path file, Supplier<String> maker) throws IOException {
        if (Files.exists(file)) {
            return new Secret(read(file), false);
        }
        Files.createDirectories(file.toAbsolutePath().getParent());
        String text = maker.get();
        boolean permissions = hasPermissions(file.toAbsolutePath().getParent());
        // Whole or not at all, and never readable by others, not even for a moment.
        Path draft = permissions
                ? Files.createTempFile(
                        file.toAbsolutePath().getParent(), file.getFileName().toString(), ".new", ownerOnly())
                : Files.createTempFile(
                        file.toAbsolutePath().getParent(), file.getFileName().toString(), ".new");
        try {
            Files.writeString(draft, text + "\n", StandardCharsets.US_ASCII);
            Files.move(draft, file);
            return new Secret(text, true);
        } catch (FileAlreadyExistsException e) {
            return new Secret(read(file), false);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /**
     * @throws IOException when it cannot be read
     * @throws IllegalStateException when others may read it, or there is nothing in it
     */
    static String read(Path file) throws IOException {
        if (hasPermissions(file)) {
            Set<PosixFilePermission> more = EnumSet.copyOf(Files.getPosixFilePermissions(file));
            more.removeAll(OWNER_ONLY);
            if (!more.isEmpty()) {
                throw new IllegalStateException(
                        ("The secret in %s cannot be trusted: other users of this machine may have read"
                                        + " it. Delete the file, and the hub makes a new one; or, if you know better, run chmod 600"
                                        + " on it.")
                                .formatted(file));
            }
        }
        String text = Files.readString(file, StandardCharsets.US_ASCII).strip();
        if (text.isEmpty()) {
            throw new IllegalStateException(
                    "The secret in %s is empty. Delete the file, and the hub makes a new one.".formatted(file));
        }
        return text;
    }

    private static boolean hasPermissions(Path path) throws IOException {
        FileStore store = Files.getFileStore(path);
        return store.supportsFileAttributeView(PosixFileAttributeView.class);
    }

    private static FileAttribute<?> ownerOnly() {
        return PosixFilePermissions.asFileAttribute(OWNER_ONLY);
    }
}

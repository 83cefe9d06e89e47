package io.d365hub.backup;

import io.d365hub.backup.BackupManifest.StoredFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Copies folders, and knows files by their checksums. */
final class StoredFiles {

    private StoredFiles() {}

    /** Copies all files below a folder, and waits until they are on the disk. */
    static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                copyFile(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    static void copyFile(Path from, Path to) throws IOException {
        Files.createDirectories(to.toAbsolutePath().getParent());
        // With its permissions: keys that others could read would not be trusted any more.
        Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
        force(to);
    }

    /** Writes a new file, and waits until it is on the disk. */
    static void write(InputStream in, Path to) throws IOException {
        try (OutputStream out = Files.newOutputStream(to, StandardOpenOption.CREATE_NEW)) {
            in.transferTo(out);
        }
        force(to);
    }

    static void force(Path file) throws IOException {
        try (FileChannel written = FileChannel.open(file, StandardOpenOption.WRITE)) {
            written.force(true);
        }
    }

    /** All files below a folder but the manifest. */
    static List<StoredFile> of(Path folder) throws IOException {
        List<StoredFile> all = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                String name = name(folder, file);
                if (!name.equals(BackupManifest.FILE)) {
                    all.add(new StoredFile(name, Files.size(file), sha256(file)));
                }
            }
        }
        return all;
    }

    /** Why a folder is not as its manifest says; empty when it is. */
    static Optional<String> wrong(Path folder, List<StoredFile> expected) throws IOException {
        for (StoredFile file : expected) {
            Path there = folder.resolve(file.path()).normalize();
            if (!there.startsWith(folder.normalize())) {
                return Optional.of("The manifest names '" + file.path() + "', which is not in the folder.");
            }
            if (!Files.isRegularFile(there)) {
                return Optional.of("File '" + file.path() + "' is missing.");
            }
            if (Files.size(there) != file.bytes() || !sha256(there).equals(file.sha256())) {
                return Optional.of("File '" + file.path() + "' is not as it was written: its SHA-256 is another one.");
            }
        }
        return Optional.empty();
    }

    private static String name(Path folder, Path file) {
        return folder.relativize(file).toString().replace('\\', '/');
    }

    private static String sha256(Path file) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
                in.transferTo(OutputStream.nullOutputStream());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /** Deletes a folder and all in it. */
    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}

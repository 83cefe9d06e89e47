package io.d365hub.batch.file.folder;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A folder on this machine, or one that is mounted on it. Links are not followed. */
public final class LocalFolder implements FileFolder {

    private static final int MOST_NAMES = 1_000;

    private final Path folder;

    public LocalFolder(Path folder) {
        this.folder = folder;
    }

    @Override
    public List<FileEntry> list() throws IOException {
        List<FileEntry> files = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                entry(entry).ifPresent(files::add);
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return files;
    }

    @Override
    public Optional<FileEntry> find(String name) throws IOException {
        return entry(folder.resolve(name));
    }

    /** Empty for what is no file, also for one that was taken away since it was listed. */
    private static Optional<FileEntry> entry(Path file) throws IOException {
        try {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return now.isRegularFile()
                    ? Optional.of(new FileEntry(
                            file.getFileName().toString(),
                            now.size(),
                            now.lastModifiedTime().toInstant()))
                    : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    @Override
    public Path fetch(FileEntry file) {
        return folder.resolve(file.name());
    }

    @Override
    public void move(String name, String target, String mark) throws IOException {
        Path to = Files.createDirectories(folder.resolve(target));
        Path from = folder.resolve(name);
        for (int attempt = 0; attempt < MOST_NAMES; attempt++) {
            Path moved = to.resolve(attempt == 0 ? name : MovedNames.another(name, mark, attempt));
            if (!Files.exists(moved, LinkOption.NOFOLLOW_LINKS)) {
                moveTo(from, moved);
                return;
            }
        }
        throw new FileAlreadyExistsException(to.resolve(name).toString());
    }

    private static void moveTo(Path from, Path moved) throws IOException {
        try {
            Files.move(from, moved, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            // Another disk: the copy must be whole and on it before the file goes away here.
            Path unfinished = moved.resolveSibling(moved.getFileName() + ".part");
            try {
                Files.copy(from, unfinished, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
                try (FileChannel copy = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
                    copy.force(true);
                }
                Files.move(unfinished, moved, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException failed) {
                Files.deleteIfExists(unfinished);
                throw failed;
            }
            Files.delete(from);
        }
    }

    @Override
    public void delete(String name) throws IOException {
        Files.deleteIfExists(folder.resolve(name));
    }

    @Override
    public void close() {
        // Nothing is held between calls.
    }
}

package io.d365hub.batch.file.sink;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The folder that files appear in: unfinished ones have the ending {@code .part}. */
final class SinkFolder {

    private static final String UNFINISHED = ".part";
    private static final String MAKING = ".making";
    private static final String ABANDONED = ".abandoned";

    private final Path path;

    SinkFolder(Path path) {
        this.path = path;
    }

    /** Where a file grows before it appears under its name. */
    Path path(String name) throws IOException {
        Files.createDirectories(path);
        return path.resolve(name + UNFINISHED);
    }

    /** Names, without {@code .part}, of the unfinished files that begin and end so. */
    List<String> unfinished(String beginning, String ending) throws IOException {
        List<String> names = new ArrayList<>();
        if (Files.isDirectory(path)) {
            try (Stream<Path> files = Files.list(path)) {
                files.map(file -> file.getFileName().toString())
                        .filter(name -> name.startsWith(beginning) && name.endsWith(ending + UNFINISHED))
                        .map(name -> name.substring(0, name.length() - UNFINISHED.length()))
                        .sorted()
                        .forEach(names::add);
            }
        }
        return names;
    }

    /** Lets a finished file appear; nothing when it has already. */
    void publish(String name, RowLines lines) throws IOException {
        Path grown = path.resolve(name + UNFINISHED);
        if (!lines.isFinishedAtEnd() || !Files.exists(grown)) {
            rename(name, "");
            return;
        }
        Path making = path.resolve(name + MAKING);
        lines.finish(grown, making);
        Files.move(making, path.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        delete(name);
        sync();
    }

    /** Puts a file aside whose run was given up; its rows come in another run. */
    void abandon(String name) throws IOException {
        rename(name, ABANDONED);
    }

    private void rename(String name, String ending) throws IOException {
        Path from = path.resolve(name + UNFINISHED);
        if (Files.exists(from)) {
            Files.move(from, path.resolve(name + ending), StandardCopyOption.ATOMIC_MOVE);
            sync();
        }
    }

    void delete(String name) throws IOException {
        Files.deleteIfExists(path.resolve(name + UNFINISHED));
    }

    /** Makes names durable, not only contents. */
    void sync() throws IOException {
        try (FileChannel folder = FileChannel.open(path, StandardOpenOption.READ)) {
            folder.force(true);
        }
    }
}

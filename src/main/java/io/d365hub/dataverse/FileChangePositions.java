package io.d365hub.dataverse;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * Positions in a folder, one file per consumer, for an application of one process. A file is replaced whole and on disk
 * before the next page is read. Thread-safe as long as each consumer is one.
 */
public final class FileChangePositions implements ChangePositions {

    private static final String PHASE = "phase";
    private static final String LINK = "link";
    private static final String DELTA = "deltaLink";
    private static final String BEGAN = "loadBegan";
    private static final String COLUMNS = "columns";

    private final Path folder;

    /** @param folder made when it is not there */
    public FileChangePositions(Path folder) {
        this.folder = folder;
    }

    @Override
    public Optional<ChangePosition> load(String consumer) {
        Path file = file(consumer);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        Properties saved = new Properties();
        try {
            saved.load(new ByteArrayInputStream(Files.readAllBytes(file)));
            String columns = saved.getProperty(COLUMNS, "");
            return Optional.of(new ChangePosition(
                    ChangePosition.Phase.valueOf(saved.getProperty(PHASE)),
                    saved.getProperty(LINK, ""),
                    saved.getProperty(DELTA, ""),
                    Instant.parse(saved.getProperty(BEGAN)),
                    columns.isEmpty() ? List.of() : Arrays.asList(columns.split(","))));
        } catch (IOException | RuntimeException e) {
            throw new IllegalStateException(
                    "The position in " + file + " cannot be read: " + e.getMessage()
                            + ". Remove the file to read the table whole",
                    e);
        }
    }

    @Override
    public void save(String consumer, ChangePosition position) {
        Properties saved = new Properties();
        saved.setProperty(PHASE, position.phase().name());
        saved.setProperty(LINK, position.link());
        saved.setProperty(DELTA, position.deltaLink());
        saved.setProperty(BEGAN, position.loadBegan().toString());
        saved.setProperty(COLUMNS, String.join(",", position.columns()));
        try {
            Files.createDirectories(folder);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            saved.store(bytes, null);
            Path draft = folder.resolve(file(consumer).getFileName() + ".new");
            try (FileChannel channel = FileChannel.open(
                    draft, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.wrap(bytes.toByteArray()));
                channel.force(true);
            }
            Files.move(draft, file(consumer), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("The position of '" + consumer + "' cannot be written to " + folder, e);
        }
    }

    @Override
    public void clear(String consumer) {
        try {
            Files.deleteIfExists(file(consumer));
        } catch (IOException e) {
            throw new UncheckedIOException("The position of '" + consumer + "' cannot be removed from " + folder, e);
        }
    }

    private Path file(String consumer) {
        return folder.resolve(consumer.replaceAll("[^A-Za-z0-9._-]", "_") + ".position");
    }
}

package io.d365hub.simulator.persistence;

import io.d365hub.simulator.operation.Environment;
import io.d365hub.simulator.operation.OperationParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file that an environment is kept in. It is written whole, every {@link #EVERY_SECONDS} seconds when something has
 * changed, and at the end; so a process that is killed loses what it was told in the last seconds, and nothing before.
 * Thread-safe.
 */
public final class EnvironmentFile implements AutoCloseable {

    /** How often it is written at most. */
    public static final int EVERY_SECONDS = 15;

    private static final Logger LOG = LoggerFactory.getLogger(EnvironmentFile.class);

    private final Path file;
    private final Supplier<Environment> environment;
    private final Supplier<OperationParser> parser;
    private final ScheduledExecutorService writer;
    private final ScheduledFuture<?> saving;
    private Environment writtenEnvironment;
    private long writtenVersion;
    private int writtenChanges;

    /**
     * Reads the file when there is one, and keeps it up to date from then on.
     *
     * @param environment the newest one, as a reset makes another
     * @throws IllegalStateException when the file cannot be read
     */
    public EnvironmentFile(Path file, Supplier<Environment> environment, Supplier<OperationParser> parser) {
        this.file = file.toAbsolutePath();
        this.environment = environment;
        this.parser = parser;
        if (Files.exists(this.file)) {
            read();
        }
        this.writer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "simulator-file");
            thread.setDaemon(true);
            return thread;
        });
        this.saving = writer.scheduleWithFixedDelay(this::saveQuietly, EVERY_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
    }

    private void read() {
        try {
            new SnapshotReader(environment.get(), parser.get()).read(file);
        } catch (IOException | IllegalArgumentException | IllegalStateException e) {
            throw new IllegalStateException(
                    "The simulator's file " + file + " cannot be read: " + e.getMessage()
                            + ". Move it away to start anew, or give another one.",
                    e);
        }
    }

    private void saveQuietly() {
        try {
            save();
        } catch (IOException | RuntimeException e) {
            LOG.warn("The simulator's file {} was not written; it is tried again: {}", file, e.toString());
        }
    }

    /** Writes the file unless it is up to date. */
    public synchronized void save() throws IOException {
        Environment now = environment.get();
        int changes = parser.get().journal().entries().size();
        if (!now.equals(writtenEnvironment)
                || changes != writtenChanges
                || now.database().committedVersion() != writtenVersion) {
            writtenVersion = SnapshotWriter.write(now, parser.get().journal(), file);
            writtenEnvironment = now;
            writtenChanges = changes;
        }
    }

    /** Writes the file for the last time. */
    @Override
    public void close() {
        saving.cancel(false);
        writer.shutdown();
        saveQuietly();
    }
}

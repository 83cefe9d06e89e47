package io.d365hub.batch.file;

import io.d365hub.database.HubDatabase;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * What the file batches of a process share. Put it into Camel's registry under any name.
 *
 * @param database holds which files were read; asked when a run begins, because routes are made before it is open
 * @param home what relative folders are relative to; folders below it are made by the hub
 * @param spool folder for copies of files from other machines while they are read
 * @param clock decides whether a file is old enough to be whole
 * @param retentionClock by which files were read so long ago that they are forgotten
 * @param pause waits until a file is whole
 */
public record FileRuntime(
        Supplier<HubDatabase> database, Path home, Path spool, Clock clock, InstantSource retentionClock, Pause pause) {

    /** Waits; the thread may be interrupted meanwhile. */
    @FunctionalInterface
    public interface Pause {

        void of(Duration time) throws InterruptedException;
    }

    public FileRuntime {
        Objects.requireNonNull(database, "database");
        Objects.requireNonNull(home, "home");
        Objects.requireNonNull(spool, "spool");
        Objects.requireNonNull(clock, "clock");
        Objects.requireNonNull(retentionClock, "retentionClock");
        Objects.requireNonNull(pause, "pause");
    }

    /** The folder that a route names. */
    public Path folder(String directory) {
        return home.resolve(directory);
    }

    FileHistory history() {
        return new FileHistory(database.get(), clock);
    }
}

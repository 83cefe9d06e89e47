package io.d365hub;

import io.d365hub.batch.file.FileRuntime;
import io.d365hub.database.HubDatabase;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** What batches from files need of the hub. */
final class FileBatches {

    private FileBatches() {}

    /** Makes it known to routes; the database is asked for when the first run begins. */
    static void bind(Settings settings, RouteEngine engine, Supplier<HubDatabase> database, Clock clock) {
        engine.bind(
                "fileRuntime",
                new FileRuntime(
                        database,
                        settings.path("hub.data"),
                        settings.path("hub.data").resolve("fetched"),
                        clock,
                        time -> TimeUnit.NANOSECONDS.sleep(time.toNanos())));
    }
}

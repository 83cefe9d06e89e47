package io.d365hub;

import io.d365hub.batch.file.FileRuntime;
import io.d365hub.database.HubDatabase;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** What batches from files need of the hub. */
final class FileBatches {

    private FileBatches() {}

    /** Makes it known to routes; the database is asked for when the first run begins. */
    static void bind(HubFoundation hub, RouteEngine engine, Supplier<HubDatabase> database) {
        Path data = hub.settings().path("hub.data");
        engine.bind(
                "fileRuntime",
                new FileRuntime(
                        database,
                        data,
                        data.resolve("fetched"),
                        hub.clock(),
                        hub.retentionClock(),
                        time -> TimeUnit.NANOSECONDS.sleep(time.toNanos())));
    }
}

package io.d365hub;

import io.d365hub.database.RetentionClock;
import io.d365hub.message.Integrations;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * What all parts of a hub stand on.
 *
 * @param retentionClock by which is deleted what is old
 * @param process this process among those that share broker and database
 */
record HubFoundation(
        Settings settings,
        Clock clock,
        RetentionClock retentionClock,
        UUID process,
        Integrations integrations,
        HubTimer timer,
        RunningParts running) {

    private static final Duration PRUNE = Duration.ofMinutes(5);

    static HubFoundation of(Settings settings, UUID process) {
        Clock clock = Clock.systemUTC();
        return new HubFoundation(
                settings,
                clock,
                new RetentionClock(clock, System::nanoTime),
                process,
                new Integrations(),
                new HubTimer(),
                new RunningParts());
    }

    <T extends AutoCloseable> T started(T part) {
        return running.started(part);
    }

    void every(Duration period, Runnable task) {
        timer.every(period, task);
    }

    /** Has what is old deleted again and again, by the clock that is not deceived when the machine's is set ahead. */
    void pruning(Consumer<Instant> deletion) {
        every(PRUNE, () -> deletion.accept(retentionClock.instant()));
    }
}

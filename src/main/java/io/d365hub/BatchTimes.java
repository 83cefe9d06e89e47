package io.d365hub;

import io.d365hub.batch.BatchDefinition;
import io.d365hub.batch.BatchRefusedException;
import io.d365hub.batch.Batches;
import io.d365hub.batch.RunRequest;
import io.d365hub.batch.RunState;
import io.d365hub.batch.RunStatus;
import io.d365hub.batch.schedule.BatchStarts;
import io.d365hub.batch.schedule.MissedRun;
import io.d365hub.batch.schedule.Timetable;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Joins timetables with the runs of batches. Thread-safe. */
final class BatchTimes implements BatchStarts {

    /** A run that ended well is looked for among so many of the latest. */
    private static final int LATEST = 50;

    private final Batches batches;

    BatchTimes(Batches batches) {
        this.batches = batches;
    }

    /**
     * The timetable of a batch.
     *
     * @throws IllegalArgumentException when an option cannot be used; names it
     */
    static Timetable timetable(BatchDefinition batch, Instant now) {
        return Timetable.of(
                batch.name(),
                batch.cron().orElse(""),
                batch.timeZone(),
                batch.interval().map(Duration::toMillis).orElse(0L),
                batch.missedRun() ? MissedRun.RUN : MissedRun.SKIP,
                batch.after(),
                now);
    }

    @Override
    public Started start(String batch, String because) {
        try {
            return Started.of(batches.start(batch, RunRequest.SCHEDULED).toString());
        } catch (BatchRefusedException e) {
            return Started.notStarted(e.why());
        }
    }

    @Override
    public Optional<Instant> lastGoodEnd(String batch) {
        return batches.history(batch, LATEST).stream()
                .filter(run ->
                        run.state() == RunState.COMPLETED && !run.request().dryRun())
                .findFirst()
                .flatMap(RunStatus::endedAt);
    }

    @Override
    public Optional<Instant> lastStart(String batch) {
        return batches.history(batch, LATEST).stream()
                .filter(run -> !run.request().dryRun())
                .findFirst()
                .map(RunStatus::startedAt);
    }
}

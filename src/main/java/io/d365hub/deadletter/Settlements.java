package io.d365hub.deadletter;

import java.time.Instant;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Replays that have come to an end: closes their letters and tells their jobs, in one transaction. */
final class Settlements {

    private final PreparedBatch letters;
    private final PreparedBatch jobs;

    Settlements(Handle handle) {
        letters = handle.prepareBatch(
                "update dead_letter set state = 'REPLAYED', changed_at = ? where id = ? and state = 'REPLAYING'");
        jobs = handle.prepareBatch("update replay_letter set outcome = ? where letter = ? and job = ?");
    }

    void add(UUID letter, UUID job, ReplayOutcome outcome, Instant at) {
        letters.add(at.toEpochMilli(), letter);
        jobs.add(outcome.name(), letter, job);
    }

    void save() {
        letters.execute();
        jobs.execute();
    }
}

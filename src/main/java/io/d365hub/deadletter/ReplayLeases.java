package io.d365hub.deadletter;

import io.d365hub.database.HubDatabase;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Which process works on which replay job. A lease that ends too early, because its process was frozen or a clock was set, only
 * makes two processes do the same steps, which is harmless.
 */
final class ReplayLeases {

    private static final Duration LEASE = Duration.ofSeconds(15);
    private static final int MOST_JOBS = 50;

    private final HubDatabase database;
    private final InstantSource clock;
    private final UUID process;

    ReplayLeases(HubDatabase database, InstantSource clock, UUID process) {
        this.database = database;
        this.clock = clock;
        this.process = process;
    }

    private record Job(UUID id, boolean mine, long until) {}

    /** The jobs that this process is to work on, the one that has waited longest first. */
    List<UUID> take() {
        return database.inTransaction(handle -> {
            long now = clock.millis();
            return candidates(handle, now).stream()
                    .filter(job -> isFresh(job, now) || renew(handle, job, now))
                    .map(Job::id)
                    .toList();
        });
    }

    /** A lease that ends in the far future was given by a clock that was wrong. */
    private List<Job> candidates(Handle handle, long now) {
        return handle.createQuery(
                        "select j.id, j.runner, j.leased_until from replay_job j where (j.state = 'RUNNING' or"
                                + " exists (select 1 from replay_chunk c where c.state in ('TAKEN', 'CLAIMED') and c.job = j.id))"
                                + " and (j.runner is null or j.runner = :process or j.leased_until < :now"
                                + " or j.leased_until > :wrong) order by j.worked_at, j.created_at limit :most")
                .bind("process", process)
                .bind("now", now)
                .bind("wrong", wrong(now))
                .bind("most", MOST_JOBS)
                .map((row, context) -> new Job(
                        LetterTables.uuid(row, "id"),
                        process.equals(LetterTables.uuid(row, "runner")),
                        row.getLong("leased_until")))
                .list();
    }

    private static long wrong(long now) {
        return now + LEASE.multipliedBy(4).toMillis();
    }

    private static boolean isFresh(Job job, long now) {
        return job.mine() && job.until() > now + LEASE.toMillis() / 2 && job.until() <= wrong(now);
    }

    /** Returns whether no other process was quicker. */
    private boolean renew(Handle handle, Job job, long now) {
        return handle.createUpdate("update replay_job set runner = :process, leased_until = :until, worked_at = :now"
                                + " where id = :id and (runner is null or runner = :process or leased_until < :now"
                                + " or leased_until > :wrong)")
                        .bind("process", process)
                        .bind("until", now + LEASE.toMillis())
                        .bind("now", now)
                        .bind("wrong", wrong(now))
                        .bind("id", job.id())
                        .execute()
                == 1;
    }
}

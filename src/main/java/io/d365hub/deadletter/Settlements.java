package io.d365hub.deadletter;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Replays that have come to an end: closes their letters and counts them in their jobs, in one transaction. */
final class Settlements {

    private final Handle handle;
    private final PreparedBatch letters;
    private final PreparedBatch items;
    private final List<Settled> settled = new ArrayList<>();

    private record Settled(UUID job, ReplayOutcome outcome) {}

    Settlements(Handle handle) {
        this.handle = handle;
        letters = handle.prepareBatch(
                "update dead_letter set state = 'REPLAYED', changed_at = ? where id = ? and state = 'REPLAYING'");
        items = handle.prepareBatch(
                "update replay_letter set outcome = ? where letter = ? and job = ? and outcome = 'CLAIMED'");
    }

    void add(UUID letter, UUID job, ReplayOutcome outcome, Instant at) {
        letters.add(at.toEpochMilli(), letter);
        items.add(outcome.name(), letter, job);
        settled.add(new Settled(job, outcome));
    }

    void save() {
        if (settled.isEmpty()) {
            return;
        }
        letters.execute();
        int[] changed = items.execute();
        // In one order for all transactions, so that none waits for another that waits for it.
        Map<UUID, Map<ReplayOutcome, Integer>> counts = new TreeMap<>();
        for (int i = 0; i < changed.length; i++) {
            Settled one = settled.get(i);
            counts.computeIfAbsent(one.job(), job -> new EnumMap<>(ReplayOutcome.class))
                    .merge(one.outcome(), changed[i], Integer::sum);
        }
        counts.forEach(this::count);
    }

    private void count(UUID job, Map<ReplayOutcome, Integer> outcomes) {
        int delivered = outcomes.getOrDefault(ReplayOutcome.DELIVERED, 0);
        int filtered = outcomes.getOrDefault(ReplayOutcome.FILTERED, 0);
        int dead = outcomes.getOrDefault(ReplayOutcome.DEAD, 0);
        handle.createUpdate("update replay_job set under_way = under_way - :all, delivered = delivered + :delivered,"
                        + " filtered = filtered + :filtered, dead = dead + :dead, stage_ok = stage_ok + :ok,"
                        + " stage_dead = stage_dead + :dead where id = :job")
                .bind("all", delivered + filtered + dead)
                .bind("delivered", delivered)
                .bind("filtered", filtered)
                .bind("dead", dead)
                .bind("ok", delivered + filtered)
                .bind("job", job)
                .execute();
    }
}

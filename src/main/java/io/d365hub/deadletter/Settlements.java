package io.d365hub.deadletter;

import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Replays that have come to an end: closes their letters and counts them in their jobs, in one transaction. One statement for all
 * letters that end alike: each statement that changes letters is followed by a count of their causes.
 */
final class Settlements {

    private final Handle handle;
    private final Set<UUID> letters = new LinkedHashSet<>();
    // In one order for all transactions, so that none waits for another that waits for it.
    private final Map<UUID, Map<ReplayOutcome, Set<UUID>>> jobs = new TreeMap<>();
    private Instant newest = Instant.MIN;

    Settlements(Handle handle) {
        this.handle = handle;
    }

    /** The letters of one transaction are noted as changed at the time of its last verdict. */
    void add(UUID letter, UUID job, ReplayOutcome outcome, Instant at) {
        letters.add(letter);
        jobs.computeIfAbsent(job, first -> new EnumMap<>(ReplayOutcome.class))
                .computeIfAbsent(outcome, first -> new LinkedHashSet<>())
                .add(letter);
        newest = at.isAfter(newest) ? at : newest;
    }

    void save() {
        if (letters.isEmpty()) {
            return;
        }
        Map<UUID, Map<ReplayOutcome, Integer>> counts = new TreeMap<>();
        jobs.forEach((job, outcomes) -> outcomes.forEach(
                (outcome, ended) -> counts.computeIfAbsent(job, first -> new EnumMap<>(ReplayOutcome.class))
                        .put(outcome, end(job, outcome, ended))));
        // Causes and jobs are counted last: others who count there wait until this transaction ends.
        LetterStates.move(
                handle,
                LetterState.REPLAYING,
                LetterState.REPLAYED,
                letters,
                ", changed_at = :at",
                Map.of("at", newest.toEpochMilli()));
        counts.forEach(this::count);
    }

    /** Returns how many of them had not ended before. */
    private int end(UUID job, ReplayOutcome outcome, Set<UUID> ended) {
        return handle.createUpdate("update replay_letter set outcome = :outcome where letter = any (:letters)"
                        + " and job = :job and outcome = 'CLAIMED'")
                .bind("outcome", outcome.name())
                .bindArray("letters", UUID.class, List.copyOf(ended))
                .bind("job", job)
                .execute();
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

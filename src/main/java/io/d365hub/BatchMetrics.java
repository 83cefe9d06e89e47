package io.d365hub;

import io.d365hub.batch.BatchDefinition;
import io.d365hub.batch.Batches;
import io.d365hub.batch.RunCounts;
import io.d365hub.batch.RunState;
import io.d365hub.batch.RunStatus;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/**
 * Batches for dashboards and alerts: {@code hub_batch_rows_total} (rows of the runs of this process by outcome), {@code
 * hub_batch_run_state} (1 for the state of the present or last run), {@code hub_batch_last_success_seconds} (when a run last
 * ended well, seconds since the epoch) and {@code hub_batch_run_seconds} (how long the present or last run takes). Read every
 * few seconds. Not thread-safe.
 */
final class BatchMetrics {

    private final MeterRegistry registry;
    private final Batches batches;
    private final InstantSource clock;
    private final String process;
    private final MultiGauge states;
    private final MultiGauge successes;
    private final MultiGauge durations;
    /** How far the counters have come with the run that was last seen of each batch. */
    private final Map<String, Counted> counted = new HashMap<>();

    private final Map<String, Instant> lastSuccess = new HashMap<>();

    private record Counted(UUID run, RunCounts counts) {}

    /** @param process with what the names of this process' runs' owners begin */
    BatchMetrics(MeterRegistry registry, Batches batches, InstantSource clock, String process) {
        this.registry = registry;
        this.batches = batches;
        this.clock = clock;
        this.process = process;
        this.states = MultiGauge.builder("hub.batch.run.state")
                .description("1 for the state of the present or last run")
                .register(registry);
        this.successes = MultiGauge.builder("hub.batch.last.success")
                .baseUnit("seconds")
                .description("When a run of the batch last ended well, since the epoch")
                .register(registry);
        this.durations = MultiGauge.builder("hub.batch.run")
                .baseUnit("seconds")
                .description("How long the present or last run takes")
                .register(registry);
    }

    void sample() {
        List<Row<?>> ofStates = new ArrayList<>();
        List<Row<?>> ofSuccesses = new ArrayList<>();
        List<Row<?>> ofDurations = new ArrayList<>();
        for (BatchDefinition batch : batches.all()) {
            batches.status(batch.name()).ifPresent(run -> {
                count(batch.name(), run);
                for (RunState state : RunState.values()) {
                    Tags tags =
                            Tags.of("batch", batch.name(), "state", state.name().toLowerCase(Locale.ROOT));
                    ofStates.add(Row.of(tags, run.state() == state ? 1 : 0));
                }
                if (run.state() == RunState.COMPLETED && !run.request().dryRun()) {
                    run.endedAt().ifPresent(end -> lastSuccess.put(batch.name(), end));
                }
                Duration took = Duration.between(run.startedAt(), run.endedAt().orElseGet(clock::instant));
                ofDurations.add(Row.of(Tags.of("batch", batch.name()), took.toMillis() / 1000.0));
            });
            Instant success = lastSuccess.get(batch.name());
            if (success != null) {
                ofSuccesses.add(Row.of(Tags.of("batch", batch.name()), success.getEpochSecond()));
            }
        }
        states.register(ofStates, true);
        successes.register(ofSuccesses, true);
        durations.register(ofDurations, true);
    }

    private void count(String batch, RunStatus run) {
        if (!run.owner().startsWith(process) || run.request().dryRun()) {
            return;
        }
        Counted before = counted.get(batch);
        RunCounts since = before != null && before.run().equals(run.id()) ? before.counts() : RunCounts.NONE;
        RunCounts now = run.counts();
        add(batch, "written", now.written() - since.written());
        add(batch, "unchanged", now.unchanged() - since.unchanged());
        add(batch, "filtered", now.filtered() - since.filtered());
        add(batch, "rejected", now.rejected() - since.rejected());
        add(batch, "parked", now.parked() - since.parked());
        counted.put(batch, new Counted(run.id(), now));
    }

    private void add(String batch, String outcome, long rows) {
        registry.counter("hub.batch.rows", "batch", batch, "outcome", outcome).increment((double) Math.max(0, rows));
    }
}

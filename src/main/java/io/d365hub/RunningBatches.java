package io.d365hub;

import io.d365hub.audit.AuditEntry;
import io.d365hub.audit.AuditTrail;
import io.d365hub.batch.BatchDefinition;
import io.d365hub.batch.BatchRefusedException;
import io.d365hub.batch.Batches;
import io.d365hub.batch.RunRequest;
import io.d365hub.batch.RunRequest.Trigger;
import io.d365hub.batch.RunStatus;
import io.d365hub.batch.control.RowControl;
import io.d365hub.batch.schedule.Firing;
import io.d365hub.batch.schedule.Firings;
import io.d365hub.batch.schedule.Timetable;
import io.d365hub.batch.schedule.Timetables;
import io.d365hub.console.AdminProblemException;
import io.d365hub.console.BatchControl;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Shows batches and their runs to operators, and starts and stops runs for them. Thread-safe. */
final class RunningBatches implements BatchControl {

    private static final int SHOWN_FIRINGS = 20;
    private static final int MOST_RUNS = 1_000;

    private final Batches batches;
    private final RowControl rows;
    private final Firings firings;
    private final Supplier<Optional<Timetables>> timetables;
    private final AuditTrail audit;
    private final InstantSource clock;

    /** @param timetables empty while they start, and when no batch has one */
    RunningBatches(
            Batches batches,
            RowControl rows,
            Firings firings,
            Supplier<Optional<Timetables>> timetables,
            AuditTrail audit,
            InstantSource clock) {
        this.audit = audit;
        this.batches = batches;
        this.rows = rows;
        this.firings = firings;
        this.timetables = timetables;
        this.clock = clock;
    }

    @Override
    public Object list() {
        return Map.of(
                "batches",
                batches.all().stream()
                        .sorted(Comparator.comparing(BatchDefinition::name))
                        .map(this::batch)
                        .toList());
    }

    @Override
    public Collection<String> names() {
        return batches.all().stream().map(BatchDefinition::name).toList();
    }

    @Override
    public Object show(String batch) {
        return batch(known(batch));
    }

    private BatchDefinition known(String batch) {
        return batches.find(batch)
                .orElseThrow(() -> new AdminProblemException(
                        404,
                        "The request was not handled.",
                        "There is no batch '" + batch + "'.",
                        "'./hub batch list' lists those that there are."));
    }

    private Map<String, Object> batch(BatchDefinition batch) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("name", batch.name());
        shown.put("kind", batch.kind());
        shown.put("route", batch.routeId());
        Timetable timetable = BatchTimes.timetable(batch, clock.instant());
        shown.put(
                "starts",
                timetable
                        .when()
                        .map(Timetable.When::words)
                        .orElse(batch.after().isEmpty() ? "by hand" : "after " + String.join(", ", batch.after())));
        if (!batch.after().isEmpty()) {
            shown.put("after", batch.after());
        }
        timetables.get().flatMap(times -> times.next(batch.name())).ifPresent(next -> shown.put("next", next));
        firings.latest(batch.name(), 1).stream()
                .filter(firing -> firing.state() == Firing.State.WAITING)
                .findFirst()
                .ifPresent(firing -> shown.put("waits", firing.note()));
        batches.status(batch.name()).ifPresent(run -> shown.put("run", run(run)));
        return shown;
    }

    private Map<String, Object> run(RunStatus run) {
        return RunView.of(run, rows.remark(run.id()), rows.report(run.id()));
    }

    @Override
    public Object start(String batch, Order order, String who) {
        known(batch);
        Object started = start(batch, order);
        record(started(who, order), batch, started);
        return started;
    }

    private static AuditEntry started(String who, Order order) {
        AuditEntry entry = AuditEntry.of(who, "batch.started");
        if (order.full()) {
            entry = entry.with("full", true);
        }
        if (order.dryRun()) {
            entry = entry.with("dryRun", true);
        }
        if (order.withParents()) {
            entry = entry.with("withParents", true);
        }
        if (order.from().isPresent() || order.to().isPresent()) {
            entry = entry.with("from", order.from().orElse(""))
                    .with("to", order.to().orElse(""));
        }
        return order.allowDeletes().isPresent()
                ? entry.with("allowDeletes", order.allowDeletes().getAsLong())
                : entry;
    }

    private void record(AuditEntry entry, String batch, Object answer) {
        AuditEntry named = entry.with("batch", batch);
        boolean hasRun = answer instanceof Map<?, ?> known && known.get("run") instanceof UUID;
        long unused = audit.append(hasRun ? named.on((UUID) ((Map<?, ?>) answer).get("run")) : named);
    }

    private Object start(String batch, Order order) {
        order.allowDeletes().ifPresent(allowed -> rows.allowDeletes(batch, allowed));
        if (order.withParents()) {
            return startWithParents(batch, order);
        }
        RunRequest request = new RunRequest(Trigger.OPERATOR, order.full(), order.from(), order.to(), order.dryRun());
        UUID run = asked(() -> batches.start(batch, request));
        return Map.of("batch", batch, "run", run, "told", "Run " + run + " of batch " + batch + " has started.");
    }

    private Object startWithParents(String batch, Order order) {
        if (order.full()
                || order.dryRun()
                || order.from().isPresent()
                || order.to().isPresent()) {
            throw new AdminProblemException(
                    422,
                    "No run was started.",
                    "A start with parents cannot be a dry run, a full reload or a range.",
                    "Start the batches one by one.");
        }
        timetables
                .get()
                .orElseThrow(() -> new AdminProblemException(
                        422,
                        "No run was started.",
                        "Batch '" + batch + "' comes after no other batch.",
                        "Start it without its parents."))
                .startWithParents(batch);
        return Map.of(
                "batch",
                batch,
                "told",
                "The batches before " + batch
                        + " have started; it follows when they are done. './hub batch list' shows it.");
    }

    @Override
    public Object stop(String batch, String who) {
        known(batch);
        Map<String, Object> answer = asked(() -> {
            batches.stop(batch);
            return Map.of("batch", batch, "state", "stopping");
        });
        record(AuditEntry.of(who, "batch.stopped"), batch, answer);
        return answer;
    }

    @Override
    public Object resume(String batch, String who) {
        known(batch);
        UUID run = asked(() -> batches.resume(batch, Trigger.OPERATOR));
        record(AuditEntry.of(who, "batch.resumed"), batch, Map.of("run", run));
        return Map.of("batch", batch, "run", run, "told", "Run " + run + " of batch " + batch + " goes on.");
    }

    private static <T> T asked(Supplier<T> act) {
        try {
            return act.get();
        } catch (BatchRefusedException e) {
            throw new AdminProblemException(e.isUnknown() ? 404 : 409, e.what(), e.why(), e.mend());
        }
    }

    private static Map<String, Object> firing(Firing firing) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("id", firing.id());
        shown.put("plannedAt", firing.plannedAt());
        shown.put("cause", firing.cause());
        shown.put("decidedAt", firing.decidedAt());
        shown.put("note", firing.note());
        return shown;
    }

    @Override
    public Object history(String batch, int limit, int offset) {
        known(batch);
        List<Map<String, Object>> runs = batches.history(batch, offset + limit).stream()
                .skip(offset)
                .map(this::run)
                .toList();
        List<Map<String, Object>> notStarted = firings.latest(batch, SHOWN_FIRINGS).stream()
                .filter(firing -> firing.state() == Firing.State.SKIPPED)
                .map(RunningBatches::firing)
                .toList();
        return Map.of("batch", batch, "runs", runs, "notStarted", notStarted);
    }

    @Override
    public Object run(String batch, String id) {
        known(batch);
        return batches.history(batch, MOST_RUNS).stream()
                .filter(run -> run.id().toString().equals(id))
                .findFirst()
                .map(this::run)
                .orElseThrow(() -> new AdminProblemException(
                        404,
                        "The request was not handled.",
                        "Batch '" + batch + "' has no run " + id + ", or it is too long ago.",
                        "'./hub batch history " + batch + "' lists its runs."));
    }
}

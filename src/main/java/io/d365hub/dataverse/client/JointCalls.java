package io.d365hub.dataverse.client;

import io.d365hub.throttle.Priority;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * Requests that carry what several callers want. First comes the right to make a call ({@link #turn}), then the decision
 * what it carries: so rows gather as long as all calls are out. Thread-safe; nothing blocks.
 */
public final class JointCalls {

    private static final String ROWS = "Rows were not written.";

    private static final String LOST = "the joined request was not answered";

    private final Calls calls;
    private final RowWriter rows;
    private final ChangesetWriter changesets;
    private final TableNames tables;
    private final String basePath;
    private final InstantSource clock;
    private final Function<BooleanSupplier, Deadline> deadlines;
    private final JointAnswer answers;

    JointCalls(
            Calls calls,
            RowWriter rows,
            ChangesetWriter changesets,
            TableNames tables,
            String basePath,
            InstantSource clock,
            Function<BooleanSupplier, Deadline> deadlines) {
        this.calls = calls;
        this.rows = rows;
        this.changesets = changesets;
        this.tables = tables;
        this.basePath = basePath;
        this.clock = clock;
        this.deadlines = deadlines;
        this.answers = new JointAnswer(calls, basePath, clock);
    }

    /** The change in bytes; nothing when a row must be looked for first, so that it cannot travel with others. */
    public Optional<ReadyRow> ready(RowChange change) {
        return ReadyRow.of(change);
    }

    /** The rows of one transaction in bytes; nothing when they cannot travel with others. */
    public Optional<ReadyChangeset> ready(List<RowChange> changes) {
        return ReadyChangeset.of(changes);
    }

    /** What bulk messages call the table; reads metadata. */
    public CompletableFuture<TypeNames> names(String table) {
        return tables.of(table).thenApply(names -> new TypeNames(table, names.logicalName(), names.primaryKey()));
    }

    /**
     * Number of the application user as whom a row is written: always the same for a row, so that rows of one user can be
     * told apart from those of another before they are joined.
     */
    public int home(Ready ready) {
        return calls.home(basePath + ready.address());
    }

    /**
     * The right to make one call, as soon as there is one; fails as THROTTLED while the environment is paused.
     *
     * @param home the user whose rows it is to carry; another one makes the call while that one may not
     */
    public CompletableFuture<Turn> turn(Priority priority, int home) {
        return calls.admissions().of(ROWS, priority, home).thenApply(admission -> new Turn(this, admission));
    }

    /** The same as whichever user has most room. */
    public CompletableFuture<Turn> turn(Priority priority) {
        return calls.admissions().anyone(ROWS, priority).thenApply(admission -> new Turn(this, admission));
    }

    /** Writes a row that a request whose answer was lost may have written already. */
    public CompletableFuture<RowResult> writeAfterLoss(RowChange change, BooleanSupplier wanted) {
        return rows.writeAfterLoss(change, wanted, new IOException(LOST));
    }

    /** The same for the rows of one transaction. */
    public CompletableFuture<List<RowResult>> writeAfterLoss(List<RowChange> changes, BooleanSupplier wanted) {
        return changesets.writeAfterLoss(changes, wanted, new IOException(LOST));
    }

    CompletableFuture<RowResult> write(Admission admission, ReadyRow row, BooleanSupplier wanted) {
        return rows.write(row.planned(), wanted, admission);
    }

    CompletableFuture<List<RowResult>> multiple(Admission admission, TypeNames names, List<ReadyRow> all) {
        String what = all.get(0).notDone();
        return send(what, JointRequest.multiple(names, all, basePath), admission)
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(
                        Calls.unwrapped(failure) instanceof AnswerLostException lost
                                ? Failures.answerLost(what, lost.getCause())
                                : failure))
                .thenApply(response -> {
                    if (Answers.done(response)) {
                        List<RowResult> results = new ArrayList<>(all.size());
                        all.forEach(row -> results.add(row.written(response)));
                        return results;
                    }
                    throw Failures.answered(what, response, clock.instant());
                });
    }

    CompletableFuture<List<PartOutcome>> batch(
            Admission admission, List<? extends Ready> parts, boolean stopAtFailure) {
        String what = parts.get(0).notDone();
        WireRequest request = JointRequest.batch(
                parts, stopAtFailure, basePath, UUID.randomUUID().toString());
        return send(what, request, admission)
                .thenApply(response -> {
                    if (!BatchAnswer.isMultipart(response)) {
                        throw Failures.answered(what, response, clock.instant());
                    }
                    return answers.outcomes(parts, stopAtFailure, response);
                })
                .exceptionallyCompose(failure -> Calls.unwrapped(failure) instanceof AnswerLostException lost
                        ? CompletableFuture.completedFuture(lost(parts, Failures.answerLost(what, lost.getCause())))
                        : CompletableFuture.failedFuture(failure));
    }

    private static List<PartOutcome> lost(List<? extends Ready> parts, DataverseException failure) {
        return parts.stream().map(part -> PartOutcome.lost(part, failure)).toList();
    }

    private CompletableFuture<WireResponse> send(String what, WireRequest request, Admission admission) {
        return calls.send(what, request, deadlines.apply(() -> true), admission);
    }
}

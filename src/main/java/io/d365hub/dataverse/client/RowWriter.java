package io.d365hub.dataverse.client;

import io.d365hub.failure.FailureKind;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** Writes one row: sends, judges the answer, and repeats where that is safe and helps. */
final class RowWriter {

    private final Calls calls;
    private final Planner planner;
    private final RowRetriever retriever;
    private final String basePath;
    private final InstantSource clock;
    private final Function<BooleanSupplier, Deadline> deadlines;
    private final Random random;

    RowWriter(
            Calls calls,
            Planner planner,
            RowRetriever retriever,
            String basePath,
            InstantSource clock,
            Function<BooleanSupplier, Deadline> deadlines,
            Random random) {
        this.calls = calls;
        this.planner = planner;
        this.retriever = retriever;
        this.basePath = basePath;
        this.clock = clock;
        this.deadlines = deadlines;
        this.random = random;
    }

    CompletableFuture<RowResult> write(RowChange change, BooleanSupplier wanted) {
        return attempt(change, begin(change, wanted));
    }

    /** The same with a first request whose turn has come already. */
    CompletableFuture<RowResult> write(PlannedRow row, BooleanSupplier wanted, Admission admission) {
        RowChange change = row.change();
        Progress progress = begin(change, wanted);
        return settled(
                row, calls.send(change.notDone(), row.request(basePath), progress.deadline(), admission), progress);
    }

    /** Writes a row that a lost request may have written already. */
    CompletableFuture<RowResult> writeAfterLoss(RowChange change, BooleanSupplier wanted, Throwable cause) {
        return lost(change, begin(change, wanted), cause);
    }

    private Progress begin(RowChange change, BooleanSupplier wanted) {
        Progress progress = new Progress(deadlines.apply(wanted), random);
        if (settledHere(change)) {
            progress.deadline().reserveForRepetition();
        }
        return progress;
    }

    private CompletableFuture<RowResult> attempt(RowChange change, Progress progress) {
        return planner.plan(change, Map.of(), progress.deadline())
                .thenCompose(row -> row.isNothingToDo()
                        ? CompletableFuture.completedFuture(
                                new RowResult(change.row().table(), 404, Optional.empty(), "", ""))
                        : settled(
                                row,
                                calls.call(change.notDone(), row.request(basePath), progress.deadline()),
                                progress));
    }

    private CompletableFuture<RowResult> settled(
            PlannedRow row, CompletableFuture<WireResponse> call, Progress progress) {
        return call.thenCompose(response -> judged(row, response, progress))
                .exceptionallyCompose(failure -> Calls.unwrapped(failure) instanceof AnswerLostException lost
                        ? lost(row.change(), progress, lost.getCause())
                        : CompletableFuture.failedFuture(failure));
    }

    private CompletableFuture<RowResult> judged(PlannedRow row, WireResponse response, Progress progress) {
        RowChange change = row.change();
        return switch (Judgement.of(row, response, progress.lostBefore())) {
            case DONE, DONE_BEFORE -> CompletableFuture.completedFuture(RowResult.of(change.row(), response, basePath));
            case RACE ->
                progress.mayRaceAgain()
                        ? progress.afterRace(() -> attempt(change, progress))
                        : CompletableFuture.failedFuture(
                                Failures.raceLost(change.notDone(), change, response, clock.instant()));
            case CHANGED_AFTER_LOSS -> compared(change, response, progress);
            case UNCERTAIN ->
                lost(change, progress, new IOException("a gateway answered " + response.status() + " in its place"));
            case FAILED ->
                CompletableFuture.failedFuture(Failures.answered(change.notDone(), change, response, clock.instant()));
        };
    }

    /** Whether what became of a lost request must be found out here, because the caller cannot by sending it again. */
    private static boolean settledHere(RowChange change) {
        return !change.sameIdEachTime() || change.dependsOnVersion();
    }

    /** Somebody has changed the row since the lost request was sent: we, if it holds what we have written. */
    private CompletableFuture<RowResult> compared(RowChange change, WireResponse response, Progress progress) {
        IOException cause = new IOException("the row has changed since");
        DataverseException unknown = Failures.unknownOutcome(change.notDone(), change.notRepeatable(), cause);
        Optional<List<String>> columns = SameColumns.comparable(change);
        if (columns.isEmpty()) {
            return CompletableFuture.failedFuture(unknown);
        }
        return retriever
                .retrieve(change.row(), columns.get(), "", RequestOptions.NONE, progress.deadline())
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(unknown))
                .thenApply(found -> {
                    if (found.isPresent() && SameColumns.in(found.get().row().orElseThrow(), change.columns())) {
                        return found.get();
                    }
                    throw Failures.answered(change.notDone(), change, response, clock.instant());
                });
    }

    private CompletableFuture<RowResult> lost(RowChange change, Progress progress, Throwable cause) {
        if (!settledHere(change)) {
            return CompletableFuture.failedFuture(Failures.answerLost(change.notDone(), cause));
        }
        if (!progress.countLossAndMayRepeat()) {
            return CompletableFuture.failedFuture(
                    Failures.unknownOutcome(change.notDone(), change.notRepeatable(), cause));
        }
        // The same id again, only if it is not there: the answer tells whether the first request was carried out.
        return attempt(change, progress)
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(
                        Calls.unwrapped(failure) instanceof DataverseException known
                                        && known.failure().kind() == FailureKind.THROTTLED
                                ? Failures.unknownOutcome(change.notDone(), change.notRepeatable(), cause)
                                : failure));
    }
}

package io.d365hub.dataverse.client;

import io.d365hub.failure.FailureKind;
import java.io.IOException;
import java.time.InstantSource;
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
    private final String basePath;
    private final InstantSource clock;
    private final Function<BooleanSupplier, Deadline> deadlines;
    private final Random random;

    RowWriter(
            Calls calls,
            Planner planner,
            String basePath,
            InstantSource clock,
            Function<BooleanSupplier, Deadline> deadlines,
            Random random) {
        this.calls = calls;
        this.planner = planner;
        this.basePath = basePath;
        this.clock = clock;
        this.deadlines = deadlines;
        this.random = random;
    }

    CompletableFuture<RowResult> write(RowChange change, BooleanSupplier wanted) {
        Progress progress = new Progress(deadlines.apply(wanted), random);
        if (!change.sameIdEachTime()) {
            progress.deadline().reserveForRepetition();
        }
        return attempt(change, progress);
    }

    private CompletableFuture<RowResult> attempt(RowChange change, Progress progress) {
        return planner.plan(change, Map.of(), progress.deadline()).thenCompose(row -> {
            if (row.isNothingToDo()) {
                return CompletableFuture.completedFuture(
                        new RowResult(change.row().table(), 404, Optional.empty(), "", ""));
            }
            return calls.call(change.notDone(), row.request(basePath), progress.deadline())
                    .thenCompose(response -> judged(row, response, progress))
                    .exceptionallyCompose(failure -> Calls.unwrapped(failure) instanceof AnswerLostException lost
                            ? lost(change, progress, lost.getCause())
                            : CompletableFuture.failedFuture(failure));
        });
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
            case UNCERTAIN ->
                lost(change, progress, new IOException("a gateway answered " + response.status() + " in its place"));
            case FAILED ->
                CompletableFuture.failedFuture(Failures.answered(change.notDone(), change, response, clock.instant()));
        };
    }

    private CompletableFuture<RowResult> lost(RowChange change, Progress progress, Throwable cause) {
        if (change.sameIdEachTime()) {
            return CompletableFuture.failedFuture(Failures.answerLost(change.notDone(), cause));
        }
        if (!progress.countLossAndMayRepeat()) {
            return CompletableFuture.failedFuture(Failures.unknownOutcome(change.notDone(), cause));
        }
        // The same id again, only if it is not there: the answer tells whether the first request was carried out.
        return attempt(change, progress)
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(
                        Calls.unwrapped(failure) instanceof DataverseException known
                                        && known.failure().kind() == FailureKind.THROTTLED
                                ? Failures.unknownOutcome(change.notDone(), cause)
                                : failure));
    }
}

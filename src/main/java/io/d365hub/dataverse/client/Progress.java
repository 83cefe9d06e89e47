package io.d365hub.dataverse.client;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** How often one operation has been tried, and whether it may be tried again. Used by one attempt after another. */
final class Progress {

    private static final int MOST_RACES = 3;
    private static final int MOST_LOSSES = 2;

    private final Deadline deadline;
    private final Random random;
    private int races;
    private int losses;

    Progress(Deadline deadline, Random random) {
        this.deadline = deadline;
        this.random = random;
    }

    Deadline deadline() {
        return deadline;
    }

    boolean lostBefore() {
        return losses > 0;
    }

    boolean mayRaceAgain() {
        return races < MOST_RACES && deadline.allowsAnotherTry();
    }

    /** Tries again after a moment that differs between the two that met. */
    <T> CompletableFuture<T> afterRace(Supplier<CompletableFuture<T>> attempt) {
        races++;
        Duration pause = Duration.ofMillis(5L + random.nextInt(20 << races));
        Executor later = CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS);
        return CompletableFuture.supplyAsync(() -> 0, later).thenCompose(ignored -> attempt.get());
    }

    /** Whether what became of the lost request may be found out by repeating it. */
    boolean countLossAndMayRepeat() {
        losses++;
        deadline.useReserve();
        return losses <= MOST_LOSSES && deadline.allowsAnotherTry();
    }
}

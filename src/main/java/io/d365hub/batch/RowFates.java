package io.d365hub.batch;

import io.d365hub.failure.Failure;
import io.d365hub.message.Integration;
import io.d365hub.message.Integration.AfterDeadLetter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** Decides what becomes of a row that failed. */
final class RowFates {

    private static final Duration[] RETRIES = {
        Duration.ofMillis(200), Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofSeconds(2)
    };

    /** What becomes of it. */
    enum Fate {
        /** Once more, when the target is open again. */
        AGAIN,
        LATER,
        HAND_OVER,
        REJECT,
        /** The set-up is wrong: the whole run ends. */
        END_RUN
    }

    private final Integration integration;
    private final boolean dryRun;
    private final InstantSource clock;

    RowFates(Integration integration, boolean dryRun, InstantSource clock) {
        this.integration = integration;
        this.dryRun = dryRun;
        this.clock = clock;
    }

    Fate of(RowTask task, Failure failure) {
        if (task.firstFailedAt == null) {
            task.firstFailedAt = clock.instant();
        }
        return switch (failure.kind()) {
            case THROTTLED -> Fate.AGAIN;
            case MISCONFIGURED -> Fate.END_RUN;
            case TRANSIENT -> task.retries < RETRIES.length ? Fate.LATER : Fate.HAND_OVER;
            case REFUSED -> failure.missingParent() ? Fate.HAND_OVER : refused();
            case UNREADABLE, QUARANTINED -> refused();
        };
    }

    /** Only a lane can hold a key, and it does so when it buries a row itself. */
    private Fate refused() {
        return integration.afterDeadLetter() == AfterDeadLetter.HOLD_KEY && !dryRun ? Fate.HAND_OVER : Fate.REJECT;
    }

    /** Before the next try of a row; empty when it has had them all. */
    static Optional<Duration> pause(RowTask task) {
        return task.retries < RETRIES.length ? Optional.of(RETRIES[task.retries++]) : Optional.empty();
    }
}

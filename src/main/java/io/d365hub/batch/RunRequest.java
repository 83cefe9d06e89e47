package io.d365hub.batch;

import java.util.Objects;
import java.util.Optional;

/**
 * What the starter of a run asks for. Kept with the run, so that it goes on the same way after a crash.
 *
 * @param trigger who started it
 * @param full reads everything, whatever earlier runs have reached; the end of the run is the position of the next one
 * @param from with {@code to}, only rows of this range, in the source's own terms (watermark column, change date): inclusive;
 *     such a run leaves the position of the next run as it was
 * @param to exclusive
 * @param dryRun reads and maps, writes nothing and leaves the position as it was
 */
public record RunRequest(Trigger trigger, boolean full, Optional<String> from, Optional<String> to, boolean dryRun) {

    /** Who starts runs. */
    public enum Trigger {
        SCHEDULE,
        OPERATOR
    }

    /** A run of the schedule: what is new since the last one. */
    public static final RunRequest SCHEDULED =
            new RunRequest(Trigger.SCHEDULE, false, Optional.empty(), Optional.empty(), false);

    public RunRequest {
        Objects.requireNonNull(trigger, "trigger");
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(to, "to");
    }

    /** Whether only a range is read. */
    public boolean isRange() {
        return from.isPresent() || to.isPresent();
    }

    /** Whether the end of the run is where the next one begins. */
    boolean movesOn() {
        return !isRange() && !dryRun;
    }
}

package io.d365hub.batch.schedule;

import java.time.Instant;
import java.util.UUID;

/**
 * One time at which a batch was due, and what became of it.
 *
 * @param plannedAt when it was due; of one that parents or an operator caused, when that was
 * @param decidedAt when it got its state
 * @param note a sentence for people: why it was skipped, or what it waits for; may be empty
 * @param run the run that was started; empty when there is none
 */
public record Firing(
        UUID id,
        String batch,
        Instant plannedAt,
        Cause cause,
        State state,
        Instant decidedAt,
        String note,
        String run) {

    /** Why a batch is due. */
    public enum Cause {
        /** Its timetable says so. */
        TIMETABLE("its timetable says so"),
        /** It has no timetable, and the batches before it are done. */
        PARENTS("the batches before it are done"),
        /** An operator started the chain of batches that it is part of. */
        CHAIN("an operator started it with the batches before it");

        private final String words;

        Cause(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    /** What became of it. */
    public enum State {
        /** It waits until the batches before it are done. */
        WAITING,
        /** A run was started. */
        STARTED,
        /** No run was started, and none will be for this time. */
        SKIPPED
    }
}

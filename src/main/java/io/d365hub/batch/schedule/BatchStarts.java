package io.d365hub.batch.schedule;

import java.time.Instant;
import java.util.Optional;

/** What timetables need of the runs of batches. The root implements it. Thread-safe. */
public interface BatchStarts {

    /**
     * Starts a run, unless one of this batch is under way in any hub that shares the database.
     *
     * @param because for people: why it starts
     * @return the new run's id, or why there is none
     * @throws RuntimeException when that cannot be known just now, e.g. the database is away; nothing was started
     */
    Started start(String batch, String because);

    /** When the newest run of the batch that ended well was done; nothing when none has. */
    Optional<Instant> lastGoodEnd(String batch);

    /** When the newest run of the batch began, however it ended; nothing when there is none. */
    Optional<Instant> lastStart(String batch);

    /**
     * What became of a start.
     *
     * @param run id of the run; empty when none was started
     * @param whyNot a sentence for people; empty when one was started
     */
    record Started(String run, String whyNot) {

        public static Started of(String run) {
            return new Started(run, "");
        }

        public static Started notStarted(String whyNot) {
            return new Started("", whyNot);
        }

        boolean isStarted() {
            return !run.isEmpty();
        }
    }
}

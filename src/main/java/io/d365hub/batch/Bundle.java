package io.d365hub.batch;

import io.d365hub.failure.Failure;
import java.util.List;
import java.util.Optional;

/**
 * Rows on their way from the reading thread to the run's thread.
 *
 * @param segment which they belong to
 * @param tasks in the order of the source
 * @param closes with this position the segment ends; null leaves it open
 * @param voids the source failed: the segment's rows come again
 * @param end present with the last bundle: where the next run begins
 * @param failure the source failed for good; null otherwise
 */
record Bundle(
        Segment segment,
        List<RowTask> tasks,
        Position closes,
        boolean voids,
        Optional<Optional<Position>> end,
        Failure failure) {

    static Bundle rows(Segment segment, List<RowTask> tasks, Position closes) {
        return new Bundle(segment, tasks, closes, false, Optional.empty(), null);
    }

    static Bundle voiding(Segment segment) {
        return new Bundle(segment, List.of(), null, true, Optional.empty(), null);
    }

    static Bundle last(Segment segment, Optional<Position> end) {
        return new Bundle(segment, List.of(), null, false, Optional.of(end), null);
    }

    static Bundle failed(Segment segment, Failure failure) {
        return new Bundle(segment, List.of(), null, true, Optional.empty(), failure);
    }
}

package io.d365hub.dataverse.bulk;

import java.time.Duration;
import java.util.Objects;

/**
 * Bounds within which rows are joined.
 *
 * @param targetCallTime how long a joined request should take at most: batches grow and shrink towards it
 * @param mostRows rows of one request, whatever its time; Dataverse takes 1,000 operations in a batch
 * @param mostBytes bytes of one request; Dataverse passes at most 116 MB on to plug-ins, and memory is ours
 * @param fewCalls calls of one table and operation that are out at once before it is known that more would help
 * @param mostCalls the same at most; the governor decides how many of them go
 */
public record GroupCommitSettings(Duration targetCallTime, int mostRows, int mostBytes, int fewCalls, int mostCalls) {

    /** Below a third of the client's time limit, so that a call that takes twice as long as expected is not cut. */
    public static final Duration DEFAULT_TARGET_CALL_TIME = Duration.ofMillis(2500);

    public static final GroupCommitSettings DEFAULT =
            new GroupCommitSettings(DEFAULT_TARGET_CALL_TIME, 1000, 4 * 1024 * 1024, 4, 52);

    public GroupCommitSettings {
        Objects.requireNonNull(targetCallTime, "targetCallTime");
        if (mostRows < 1 || mostRows > 1000 || fewCalls < 1 || mostCalls < fewCalls) {
            throw new IllegalArgumentException("mostRows is " + mostRows + " (1 to 1000), fewCalls " + fewCalls
                    + " and mostCalls " + mostCalls + " (1 and more, the second not below the first)");
        }
    }

    public GroupCommitSettings withTargetCallTime(Duration time) {
        return new GroupCommitSettings(time, mostRows, mostBytes, fewCalls, mostCalls);
    }
}

package io.d365hub.deadletter;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How carefully a replay job goes.
 *
 * @param ramp sizes of its first stages, in letters; the next stage begins when every letter of the one before has its verdict.
 *     After the last one the job sends the rest. Empty: the rest at once
 * @param failurePercent the job stops by itself when a larger share of a stage dies again; 100: never
 * @param perSecond most letters a second; 0: as fast as the target takes them
 */
public record ReplayPacing(List<Integer> ramp, int failurePercent, int perSecond) {

    /** Everything at once, whatever comes of it. */
    public static final ReplayPacing UNLIMITED = new ReplayPacing(List.of(), 100, 0);

    /** One letter, then 5, 20, 100, then the rest; stops above 10 % failures. */
    public static final ReplayPacing CAREFUL = new ReplayPacing(List.of(1, 5, 20, 100), 10, 0);

    /** Of a stage without end. */
    static final int WITHOUT_END = -1;

    private static final int MOST_STAGES = 20;
    private static final int LARGEST_STAGE = 1_000_000;
    private static final int MOST_PER_SECOND = 1_000_000;

    /** @throws IllegalArgumentException when a number makes no sense; says which */
    public ReplayPacing {
        ramp = List.copyOf(ramp);
        if (ramp.size() > MOST_STAGES || ramp.stream().anyMatch(size -> size < 1 || size > LARGEST_STAGE)) {
            throw new IllegalArgumentException("The ramp " + ramp + " is wrong: it takes at most " + MOST_STAGES
                    + " stages, each of 1 to " + LARGEST_STAGE + " letters");
        }
        if (failurePercent < 0 || failurePercent > 100) {
            throw new IllegalArgumentException(
                    "The share of failures is " + failurePercent + "; it is a percentage from 0 to 100");
        }
        if (perSecond < 0 || perSecond > MOST_PER_SECOND) {
            throw new IllegalArgumentException("The rate is " + perSecond + " letters a second; it is from 1 to "
                    + MOST_PER_SECOND + ", or 0 for no limit");
        }
    }

    static List<Integer> ramp(String stored) {
        return stored.isEmpty()
                ? List.of()
                : Arrays.stream(stored.split(",", -1)).map(Integer::valueOf).toList();
    }

    String storedRamp() {
        return ramp.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    /** Letters of a stage, counted from 0; {@link #WITHOUT_END} behind the ramp. */
    int stageSize(int stage) {
        return stage < ramp.size() ? ramp.get(stage) : WITHOUT_END;
    }

    /** Whether a job's failures matter, so that it must wait for its verdicts. */
    boolean isWatched() {
        return failurePercent < 100 || !ramp.isEmpty();
    }
}

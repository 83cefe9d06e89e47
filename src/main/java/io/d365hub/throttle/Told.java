package io.d365hub.throttle;

import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What an answer says about the caller's budgets, besides what it was asked for.
 *
 * @param concurrency how many calls at once it recommends
 * @param requestsLeft requests that may still be made in the window
 * @param executionSecondsLeft execution time that may still be used in the window, seconds
 */
public record Told(OptionalInt concurrency, OptionalDouble requestsLeft, OptionalDouble executionSecondsLeft) {

    public static final Told NOTHING = new Told(OptionalInt.empty(), OptionalDouble.empty(), OptionalDouble.empty());

    public Told {
        Objects.requireNonNull(concurrency, "concurrency");
        Objects.requireNonNull(requestsLeft, "requestsLeft");
        Objects.requireNonNull(executionSecondsLeft, "executionSecondsLeft");
    }

    public static Told hint(OptionalInt concurrency) {
        return new Told(concurrency, OptionalDouble.empty(), OptionalDouble.empty());
    }
}

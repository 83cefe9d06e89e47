package io.d365hub.throttle;

import java.time.Duration;
import java.util.Objects;

/**
 * Bounds within which a {@link Governor} moves.
 *
 * @param startConcurrency calls at once before the far side has given a hint, at least 1
 * @param maxConcurrency calls at once that no hint can exceed
 * @param maxWaiting calls that may wait for a permit; beyond that they are refused at once
 * @param firstPause pause after a refusal that names no time; each further one doubles it
 * @param longestBackoff where that doubling ends
 * @param longestPause the longest pause that the far side is believed
 * @param window the stretch of time in which the far side counts requests and execution time
 * @param lostBeforePause lost answers in a row, without one answer in between, that count as a refusal of everybody
 * @param countdown whether what answers say of the budget that is left paces the calls. Microsoft means these headers for
 *     debugging; without them limits are known by their documented size, and by refusals
 * @param liveSlowdown how many times as long live calls may take because of loads beside them, 1 and more; 0 when loads need
 *     not hold back
 */
public record GovernorSettings(
        int startConcurrency,
        int maxConcurrency,
        int maxWaiting,
        Duration firstPause,
        Duration longestBackoff,
        Duration longestPause,
        Duration window,
        int lostBeforePause,
        boolean countdown,
        double liveSlowdown) {

    /** The documented window of the service protection limits. */
    public static final Duration WINDOW = Duration.ofMinutes(5);

    /** 8 calls at once, up to 52 by hint; pauses of 0.5 to 5 s, or as told up to 10 min. */
    public static final GovernorSettings DEFAULT = new GovernorSettings(
            8,
            52,
            100_000,
            Duration.ofMillis(500),
            Duration.ofSeconds(5),
            Duration.ofMinutes(10),
            WINDOW,
            5,
            true,
            1.1);

    public GovernorSettings {
        Objects.requireNonNull(firstPause, "firstPause");
        Objects.requireNonNull(longestBackoff, "longestBackoff");
        Objects.requireNonNull(longestPause, "longestPause");
        if (window.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("window is " + window + ": it must be at least a second");
        }
        if (liveSlowdown != 0 && !(liveSlowdown >= 1)) {
            throw new IllegalArgumentException(
                    "liveSlowdown is " + liveSlowdown + ": it must be at least 1, or 0 when loads need not hold back");
        }
        if (startConcurrency < 1 || maxConcurrency < startConcurrency) {
            throw new IllegalArgumentException("startConcurrency is " + startConcurrency + " and maxConcurrency is "
                    + maxConcurrency + ": the first must be at least 1, the second not below it");
        }
    }

    public GovernorSettings withConcurrency(int start, int max) {
        return new GovernorSettings(
                start,
                max,
                maxWaiting,
                firstPause,
                longestBackoff,
                longestPause,
                window,
                lostBeforePause,
                countdown,
                liveSlowdown);
    }

    public GovernorSettings withWindow(Duration length) {
        return new GovernorSettings(
                startConcurrency,
                maxConcurrency,
                maxWaiting,
                firstPause,
                longestBackoff,
                longestPause,
                length,
                lostBeforePause,
                countdown,
                liveSlowdown);
    }

    public GovernorSettings withCountdown(boolean believed) {
        return new GovernorSettings(
                startConcurrency,
                maxConcurrency,
                maxWaiting,
                firstPause,
                longestBackoff,
                longestPause,
                window,
                lostBeforePause,
                believed,
                liveSlowdown);
    }

    public GovernorSettings withLiveSlowdown(double times) {
        return new GovernorSettings(
                startConcurrency,
                maxConcurrency,
                maxWaiting,
                firstPause,
                longestBackoff,
                longestPause,
                window,
                lostBeforePause,
                countdown,
                times);
    }
}

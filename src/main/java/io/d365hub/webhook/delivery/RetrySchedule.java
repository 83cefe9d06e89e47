package io.d365hub.webhook.delivery;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * How long a receiver that fails is left alone before the next try: longer each time, with jitter, so that receivers
 * that failed together are not called again together.
 *
 * @param delays after the first, second, ... failure in a row; the last one stays
 */
public record RetrySchedule(List<Duration> delays) {

    /**
     * What is used where nothing else is said. It grows slower and ends lower than the schedules for single messages (events
     * spec §6.1, §6.2), because one try here stands for everything that waits for the receiver.
     */
    public static final RetrySchedule DEFAULT = new RetrySchedule(List.of(
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofMinutes(2),
            Duration.ofMinutes(5),
            Duration.ofMinutes(15),
            Duration.ofMinutes(30),
            Duration.ofHours(1)));

    private static final double JITTER = 0.2;

    public RetrySchedule {
        delays = List.copyOf(delays);
        if (delays.isEmpty() || delays.stream().anyMatch(delay -> delay.isNegative() || delay.isZero())) {
            throw new IllegalArgumentException("A retry schedule needs at least one delay, each above 0.");
        }
    }

    /**
     * The delay after so many failures in a row, give or take a fifth.
     *
     * @param failures 1 after the first
     */
    Duration after(int failures, RandomGenerator random) {
        Duration planned = delays.get(Math.min(Math.max(failures, 1), delays.size()) - 1);
        return Duration.ofMillis((long) (planned.toMillis() * (1 - JITTER + 2 * JITTER * random.nextDouble())));
    }
}

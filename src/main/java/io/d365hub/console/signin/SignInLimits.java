package io.d365hub.console.signin;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Slows guessing down: after five wrong passwords for a name, or twenty from an address, the next try has to wait, each time
 * twice as long, at most a quarter of an hour. A wait ends by itself, so nobody can lock another person out for good. Counts
 * are kept in memory, at most 20,000, for an hour. Thread-safe.
 */
final class SignInLimits {

    private static final int FREE_PER_NAME = 5;
    private static final int FREE_PER_ADDRESS = 20;
    private static final int MOST_DOUBLINGS = 10;
    private static final long MOST_KEPT = 20_000;
    private static final Duration KEPT = Duration.ofHours(1);
    private static final Duration FIRST_WAIT = Duration.ofSeconds(2);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(15);

    private final InstantSource clock;
    private final Cache<String, Failures> failures =
            Caffeine.newBuilder().maximumSize(MOST_KEPT).expireAfterWrite(KEPT).build();

    private record Failures(int times, Instant last) {}

    SignInLimits(InstantSource clock) {
        this.clock = clock;
    }

    /** How long the next try for this name from this address has to wait; empty when it need not. */
    Optional<Duration> delay(String name, String address) {
        Duration longer = max(
                left(failures.getIfPresent("name:" + name), FREE_PER_NAME),
                left(failures.getIfPresent("address:" + address), FREE_PER_ADDRESS));
        return longer.isZero() || longer.isNegative() ? Optional.empty() : Optional.of(longer);
    }

    private Duration left(Failures known, int free) {
        if (known == null || known.times() < free) {
            return Duration.ZERO;
        }
        Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(known.times() - free, MOST_DOUBLINGS));
        Instant end = known.last().plus(wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT);
        return Duration.between(clock.instant(), end);
    }

    private static Duration max(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    /** A try failed. */
    void failed(String name, String address) {
        for (String key : new String[] {"name:" + name, "address:" + address}) {
            failures.asMap()
                    .merge(
                            key,
                            new Failures(1, clock.instant()),
                            (known, more) -> new Failures(known.times() + 1, more.last()));
        }
    }

    /** A try that was counted as failed succeeded: the name begins anew, the address is as it was before. */
    void succeeded(String name, String address) {
        failures.invalidate("name:" + name);
        failures.asMap()
                .computeIfPresent(
                        "address:" + address,
                        (key, known) -> known.times() <= 1 ? null : new Failures(known.times() - 1, known.last()));
    }
}

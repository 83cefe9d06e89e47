package io.d365hub.message;

import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Numbers messages in the order of their acceptance: microseconds since the epoch, made unique and growing within one
 * process. Between processes the order is as good as their clocks. Thread-safe.
 */
public final class Sequence {

    private final Clock clock;
    private final AtomicLong last = new AtomicLong();

    public Sequence(Clock clock) {
        this.clock = clock;
    }

    public long next() {
        Instant now = clock.instant();
        long micros = TimeUnit.SECONDS.toMicros(now.getEpochSecond()) + TimeUnit.NANOSECONDS.toMicros(now.getNano());
        return last.updateAndGet(previous -> Math.max(previous + 1, micros));
    }
}

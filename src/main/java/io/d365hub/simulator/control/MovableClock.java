package io.d365hub.simulator.control;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** Another clock, moved by a distance that can be changed. Thread-safe. */
public final class MovableClock implements InstantSource {

    private final InstantSource base;
    private final AtomicReference<Duration> offset = new AtomicReference<>(Duration.ZERO);

    public MovableClock(InstantSource base) {
        this.base = base;
    }

    @Override
    public Instant instant() {
        return base.instant().plus(offset.get());
    }

    @Override
    public long millis() {
        return base.millis() + offset.get().toMillis();
    }

    /** Moves the clock; a negative distance sets it back. */
    public void advance(Duration distance) {
        offset.accumulateAndGet(distance, Duration::plus);
    }

    /** Takes all moves back. */
    public void reset() {
        offset.set(Duration.ZERO);
    }
}

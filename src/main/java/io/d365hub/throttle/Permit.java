package io.d365hub.throttle;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The right to make one call now. The holder says exactly once how the call ended; later reports are ignored, so that a
 * late answer after a time-out does no harm. Thread-safe. A permit that is never given back is lost for good.
 */
public final class Permit {

    private final Governor governor;
    private final AtomicBoolean ended = new AtomicBoolean();
    final Priority priority;
    final long epoch;
    /** The calls that had started before this one, itself included. */
    final long number;

    final long startNanos;
    final double expectedSeconds;
    /** Calls of loads that were under way when this one started, and how many had started before. */
    final int loadsBeside;

    final long loadsBefore;
    private volatile int rows = 1;

    Permit(
            Governor governor,
            Priority priority,
            long epoch,
            long number,
            long startNanos,
            double expectedSeconds,
            Yielding yielding) {
        this.governor = governor;
        this.priority = priority;
        this.epoch = epoch;
        this.number = number;
        this.startNanos = startNanos;
        this.expectedSeconds = expectedSeconds;
        this.loadsBeside = yielding.loads();
        this.loadsBefore = yielding.loadsStarted();
    }

    /** Says how many rows the call carries, when it is more than one: calls of very different size are not compared. */
    public void carries(int count) {
        rows = count;
    }

    int rows() {
        return rows;
    }

    /** The far side answered, be it well or badly, and was not overloaded. */
    public void answered(Told told) {
        if (ended.compareAndSet(false, true)) {
            governor.answered(this, told);
        }
    }

    /** The same for an answer that tells at most how many calls at once are welcome. */
    public void answered(OptionalInt concurrencyHint) {
        answered(Told.hint(concurrencyHint));
    }

    /** The far side asks to be left alone, or cannot be reached: everybody pauses. */
    public void refused(Refusal refusal) {
        if (ended.compareAndSet(false, true)) {
            governor.refused(this, refusal);
        }
    }

    /** The same without the far side's own name for it. */
    public void refused(String reason, Optional<Duration> retryAfter, boolean tooManyAtOnce) {
        refused(new Refusal(tooManyAtOnce ? Limit.CONCURRENCY : Limit.OTHER, "", reason, retryAfter));
    }

    /** The call was sent and no answer came. */
    public void lost(String reason) {
        if (ended.compareAndSet(false, true)) {
            governor.lost(this, reason);
        }
    }

    /** The call was not made, or its end says nothing about the far side. */
    public void unused() {
        if (ended.compareAndSet(false, true)) {
            governor.unused(this);
        }
    }
}

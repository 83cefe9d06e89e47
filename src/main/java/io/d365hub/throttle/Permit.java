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
    private final long epoch;
    private final AtomicBoolean ended = new AtomicBoolean();

    Permit(Governor governor, long epoch) {
        this.governor = governor;
        this.epoch = epoch;
    }

    /** The far side answered, be it well or badly, and was not overloaded. */
    public void answered(OptionalInt concurrencyHint) {
        if (ended.compareAndSet(false, true)) {
            governor.answered(epoch, concurrencyHint);
        }
    }

    /** The far side asks to be left alone, or cannot be reached: everybody pauses. */
    public void refused(String reason, Optional<Duration> retryAfter, boolean tooManyAtOnce) {
        if (ended.compareAndSet(false, true)) {
            governor.refused(epoch, reason, retryAfter, tooManyAtOnce);
        }
    }

    /** The call was sent and no answer came. */
    public void lost(String reason) {
        if (ended.compareAndSet(false, true)) {
            governor.lost(epoch, reason);
        }
    }

    /** The call was not made, or its end says nothing about the far side. */
    public void unused() {
        if (ended.compareAndSet(false, true)) {
            governor.unused();
        }
    }
}

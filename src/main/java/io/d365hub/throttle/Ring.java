package io.d365hub.throttle;

/** Which alarm is set: one that rings sooner does for a later one too, and none is ever taken back. Guarded by its governor. */
final class Ring {

    private boolean set;
    private long at;

    /** Whether an alarm must be set for this moment. */
    boolean needed(long nanos, long now) {
        if (nanos == Long.MAX_VALUE || (set && at - now <= nanos)) {
            return false;
        }
        set = true;
        at = now + nanos;
        return true;
    }

    long at() {
        return at;
    }

    void rang(long when) {
        if (set && at == when) {
            set = false;
        }
    }

    /** From now; 0 when none is set. */
    long nanosUntil(long now) {
        return set ? Math.max(0, at - now) : 0;
    }
}

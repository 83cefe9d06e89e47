package io.d365hub.throttle;

import io.d365hub.throttle.WaitingRoom.Wish;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Grants permits for as long as there are some, on the thread of whoever has made room, or by the alarm. Decides under the
 * lock of its governor, and tells those who wait without it.
 */
final class Granting {

    private final Governor governor;
    private final Object lock;
    private final Standing standing;
    private final LongSupplier nanoTime;
    private final Alarm alarm;
    private final Ring ring = new Ring();
    private final ThreadLocal<Boolean> granting = ThreadLocal.withInitial(() -> false);

    Granting(Governor governor, Object lock, Standing standing, LongSupplier nanoTime, Alarm alarm) {
        this.governor = governor;
        this.lock = lock;
        this.standing = standing;
        this.nanoTime = nanoTime;
        this.alarm = alarm;
    }

    /** When those who wait are looked at again; to be read under the lock. */
    Ring ring() {
        return ring;
    }

    /** Completing a wish may make a call that ends at once and lands here again: the loop spares the stack. */
    void grant() {
        if (granting.get()) {
            return;
        }
        granting.set(true);
        try {
            for (Runnable grant = next(); grant != null; grant = next()) {
                grant.run();
            }
        } finally {
            granting.set(false);
        }
    }

    /** What is to be done outside the lock; null when nobody can be helped now. */
    private Runnable next() {
        synchronized (lock) {
            long now = nanoTime.getAsLong();
            if (standing.isPaused(now)) {
                return null;
            }
            Admission.Verdict verdict = standing.admission().next(now);
            if (verdict.wish() != null) {
                Wish wish = verdict.wish();
                Permit permit = standing.admission().start(governor, wish, standing.epoch(), now);
                return () -> {
                    if (!wish.permit().complete(permit)) {
                        permit.unused();
                    }
                };
            }
            if (verdict.usedUp()) {
                // Our own pause, before the far side has to ask for one.
                String blocker = standing.admission().blocker().words();
                return standing.usedUp(Refusal.of(blocker, Optional.of(Duration.ofNanos(verdict.nanos()))), now)::tell;
            }
            if (!ring.needed(verdict.nanos(), now)) {
                return null;
            }
            long at = ring.at();
            alarm.after(verdict.nanos(), () -> woken(at));
            return null;
        }
    }

    private void woken(long at) {
        synchronized (lock) {
            ring.rang(at);
        }
        grant();
    }
}

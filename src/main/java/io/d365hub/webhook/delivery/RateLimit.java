package io.d365hub.webhook.delivery;

import io.d365hub.throttle.Alarm;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/** Spreads calls evenly: at most so many a second, each waiting its turn without a thread. Thread-safe. */
final class RateLimit {

    private final long spacingNanos;
    private final LongSupplier nanoTime;
    private final Alarm alarm;
    private long next;

    /** @param perSecond 0 for no limit */
    RateLimit(double perSecond, LongSupplier nanoTime, Alarm alarm) {
        this.spacingNanos = perSecond <= 0 ? 0 : (long) (1e9 / perSecond);
        this.nanoTime = nanoTime;
        this.alarm = alarm;
        this.next = nanoTime.getAsLong();
    }

    /** Completes when the next call may be made. */
    CompletableFuture<Void> turn() {
        if (spacingNanos == 0) {
            return CompletableFuture.completedFuture(null);
        }
        long wait;
        synchronized (this) {
            long now = nanoTime.getAsLong();
            long at = Math.max(now, next);
            next = at + spacingNanos;
            wait = at - now;
        }
        if (wait <= 0) {
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<Void> turn = new CompletableFuture<>();
        alarm.after(wait, () -> turn.complete(null));
        return turn;
    }
}

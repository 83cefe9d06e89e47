package io.d365hub.virtual.server;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.function.LongSupplier;

/** So many requests a second for each caller, with a reserve of two seconds for bursts. Thread-safe. */
final class RateLimit {

    private static final double SECONDS_IN_RESERVE = 2;
    private static final double NANOS = 1e9;

    private final double perSecond;
    private final LongSupplier nanoTime;
    private final Cache<String, Bucket> callers =
            Caffeine.newBuilder().maximumSize(10_000).build();

    RateLimit(int perSecond, LongSupplier nanoTime) {
        this.perSecond = perSecond;
        this.nanoTime = nanoTime;
    }

    private static final class Bucket {
        private double tokens;
        private long filledAt;
    }

    /** Takes one request of the caller; otherwise how long until the next one may come. */
    Duration take(String caller) {
        Bucket bucket = callers.get(caller, name -> full());
        synchronized (bucket) {
            long now = nanoTime.getAsLong();
            double gained = (now - bucket.filledAt) / NANOS * perSecond;
            bucket.tokens = Math.min(perSecond * SECONDS_IN_RESERVE, bucket.tokens + gained);
            bucket.filledAt = now;
            if (bucket.tokens >= 1) {
                bucket.tokens--;
                return Duration.ZERO;
            }
            return Duration.ofNanos((long) Math.ceil((1 - bucket.tokens) / perSecond * NANOS));
        }
    }

    private Bucket full() {
        Bucket bucket = new Bucket();
        bucket.tokens = perSecond * SECONDS_IN_RESERVE;
        bucket.filledAt = nanoTime.getAsLong();
        return bucket;
    }
}

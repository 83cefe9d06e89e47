package io.d365hub.batch;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** How fast a run is, and how long it will take. Written by the run's thread, read by all. */
final class Progress {

    private static final long SAMPLE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    /** A rate is over the last ten samples. */
    private static final int SAMPLES = 10;

    private final long[] times = new long[SAMPLES];
    private final long[] settled = new long[SAMPLES];
    private int samples;
    private long sampledAt;

    private volatile RunCounts counts;
    private volatile double rate;

    Progress(RunCounts counts, long now) {
        this.counts = counts;
        this.sampledAt = now - SAMPLE_NANOS;
    }

    boolean isDue(long now) {
        return now - sampledAt >= SAMPLE_NANOS;
    }

    void sample(RunCounts now, long nanos) {
        sampledAt = nanos;
        counts = now;
        int slot = samples % SAMPLES;
        int oldest = samples < SAMPLES ? 0 : slot;
        if (samples > 0) {
            long took = nanos - times[oldest];
            rate = took <= 0 ? 0 : (now.settled() - settled[oldest]) * 1e9 / took;
        }
        times[slot] = nanos;
        settled[slot] = now.settled();
        samples++;
    }

    RunCounts counts() {
        return counts;
    }

    double rowsPerSecond() {
        return rate;
    }

    /** @param sourceShare what the source says; negative when it says nothing */
    OptionalDouble share(OptionalLong total, double sourceShare) {
        if (total.isPresent() && total.getAsLong() > 0) {
            return OptionalDouble.of(Math.min(1, (double) counts.settled() / total.getAsLong()));
        }
        return sourceShare >= 0 ? OptionalDouble.of(Math.min(1, sourceShare)) : OptionalDouble.empty();
    }

    Optional<Duration> left(OptionalLong total, OptionalDouble share) {
        double speed = rate;
        long done = counts.settled();
        if (speed <= 0 || share.isEmpty() || share.getAsDouble() <= 0) {
            return Optional.empty();
        }
        double all = total.isPresent() ? total.getAsLong() : done / share.getAsDouble();
        return Optional.of(Duration.ofMillis((long) (Math.max(0, all - done) * 1000 / speed)));
    }
}

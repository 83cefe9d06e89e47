package io.d365hub.bench;

import io.d365hub.dataverse.bulk.RowWrites;
import io.d365hub.dataverse.client.RowChange;
import io.d365hub.dataverse.client.Wanted;
import io.d365hub.failure.Failure;
import io.d365hub.failure.FailureKind;
import io.d365hub.failure.KnownFailure;
import io.d365hub.throttle.Priority;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;

/**
 * Keeps a number of rows started, as lanes do: the next one when one has its verdict, the same one again after a pause or
 * a lost answer.
 */
final class SteadyRows implements AutoCloseable {

    private static final Duration AGAIN = Duration.ofMillis(100);

    private final RowWrites writes;
    private final LongFunction<RowChange> rows;
    private final Wanted wanted;
    private final AtomicLong number = new AtomicLong();
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final Latencies latencies = new Latencies();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private volatile boolean stopped;

    SteadyRows(RowWrites writes, Priority priority, int started, LongFunction<RowChange> rows) {
        this.writes = writes;
        this.rows = rows;
        this.wanted = new Wanted(() -> !stopped, priority);
        for (int i = 0; i < started; i++) {
            timer.execute(this::next);
        }
    }

    long done() {
        return done.get();
    }

    /** Rows that were refused for good: there should be none. */
    long refused() {
        return refused.get();
    }

    Latencies latencies() {
        return latencies;
    }

    private void next() {
        if (!stopped) {
            send(rows.apply(number.getAndIncrement()), System.nanoTime());
        }
    }

    private void send(RowChange row, long start) {
        var unused = writes.write(row, wanted).whenComplete((result, failure) -> {
            if (failure == null) {
                latencies.add(System.nanoTime() - start);
                done.incrementAndGet();
                next();
            } else if (!stopped) {
                failed(row, start, failure);
            }
        });
    }

    private void failed(RowChange row, long start, Throwable thrown) {
        Throwable cause = thrown instanceof CompletionException ? thrown.getCause() : thrown;
        if (cause instanceof KnownFailure known
                && (known.failure().kind() == FailureKind.THROTTLED
                        || known.failure().kind() == FailureKind.TRANSIENT)) {
            var unused =
                    timer.schedule(() -> send(row, start), wait(known.failure()).toMillis(), TimeUnit.MILLISECONDS);
        } else {
            refused.incrementAndGet();
            next();
        }
    }

    private static Duration wait(Failure failure) {
        return failure.retryAfter().filter(time -> time.compareTo(AGAIN) > 0).orElse(AGAIN);
    }

    @Override
    public void close() {
        stopped = true;
        timer.shutdownNow();
    }
}

package io.d365hub.virtual.guard;

import io.d365hub.virtual.SourceCall;
import io.d365hub.virtual.SourceException;
import io.d365hub.virtual.VirtualTable;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the calls of one source: on threads of its own, not more at once than allowed, not longer than allowed, and not at
 * all while its circuit breaker is open. Thread-safe.
 */
final class SourceCalls implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SourceCalls.class);
    private static final int WINDOW = 20;
    private static final int LEAST_CALLS = 10;
    private static final float FAILURES_PERCENT = 50;
    private static final int TRIAL_CALLS = 3;

    private final VirtualTable table;
    private final GuardSettings settings;
    private final GuardThreads threads;
    private final ThreadPoolExecutor pool;
    private final CircuitBreaker breaker;
    private final Timer duration;
    private final SourceHealth health;

    SourceCalls(VirtualTable table, GuardSettings settings, GuardThreads threads, MeterRegistry meters) {
        this.table = table;
        this.settings = settings;
        this.threads = threads;
        this.pool = GuardThreads.pool("virtual-" + table.path(), settings.concurrency(), settings.queue());
        this.breaker = CircuitBreaker.of(
                table.path(),
                CircuitBreakerConfig.custom()
                        .slidingWindowSize(WINDOW)
                        .minimumNumberOfCalls(LEAST_CALLS)
                        .failureRateThreshold(FAILURES_PERCENT)
                        .permittedNumberOfCallsInHalfOpenState(TRIAL_CALLS)
                        .waitDurationInOpenState(settings.breakerPause())
                        .recordException(SourceCalls::speaksAgainstSource)
                        .build());
        breaker.getEventPublisher()
                .onStateTransition(event -> LOG.warn(
                        "The circuit breaker of virtual table {} went from {} to {}",
                        table.path(),
                        event.getStateTransition().getFromState(),
                        event.getStateTransition().getToState()));
        this.health = new SourceHealth(table, meters);
        this.duration = Timer.builder("hub.virtual.source")
                .description("Calls of the sources of virtual tables")
                .tag("table", table.path())
                .register(meters);
        meters.gauge(
                "hub.virtual.source.waiting",
                io.micrometer.core.instrument.Tags.of("table", table.path()),
                pool,
                waiting -> waiting.getQueue().size());
        meters.gauge(
                "hub.virtual.source.running",
                io.micrometer.core.instrument.Tags.of("table", table.path()),
                pool,
                ThreadPoolExecutor::getActiveCount);
    }

    /** What a source is asked to do. */
    @FunctionalInterface
    interface Work<T> {
        T run(SourceCall call) throws SourceException;
    }

    private static boolean speaksAgainstSource(Throwable thrown) {
        return !(thrown instanceof SourceException known) || known.kind().isFailureOfSource();
    }

    <T> CompletableFuture<T> run(Work<T> work) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        if (!breaker.tryAcquirePermission()) {
            answer.completeExceptionally(SourceException.unavailable(
                    "The source of %s failed too often and is left alone for a moment.".formatted(table.path()),
                    Optional.of(settings.breakerPause()),
                    null));
            return answer;
        }
        GuardedCall call = new GuardedCall(table.timeout(), threads);
        Future<?> timeout = threads.clock()
                .schedule(() -> timedOut(call, answer), table.timeout().toNanos(), TimeUnit.NANOSECONDS);
        try {
            pool.execute(() -> run(work, call, timeout, answer));
        } catch (RejectedExecutionException e) {
            timeout.cancel(false);
            call.ended();
            breaker.releasePermission();
            answer.completeExceptionally(SourceException.unavailable(
                    "Too many questions for %s wait already.".formatted(table.path()),
                    Optional.of(Duration.ofSeconds(1)),
                    null));
        }
        return answer;
    }

    private void timedOut(GuardedCall call, CompletableFuture<?> answer) {
        SourceException e = SourceException.timeout("The source of %s did not answer within %d ms."
                .formatted(table.path(), table.timeout().toMillis()));
        if (answer.completeExceptionally(e)) {
            breaker.onError(table.timeout().toNanos(), TimeUnit.NANOSECONDS, e);
            health.failed(e);
        }
        call.cancel();
    }

    private <T> void run(Work<T> work, GuardedCall call, Future<?> timeout, CompletableFuture<T> answer) {
        if (answer.isDone()) {
            // It waited for a thread until its time was up.
            call.ended();
            return;
        }
        long start = System.nanoTime();
        try {
            T value = work.run(call);
            long took = System.nanoTime() - start;
            ended(call, timeout, took);
            if (answer.complete(value)) {
                breaker.onSuccess(took, TimeUnit.NANOSECONDS);
                health.answered();
            }
        } catch (Exception | LinkageError | StackOverflowError e) {
            long took = System.nanoTime() - start;
            ended(call, timeout, took);
            SourceException known = known(e);
            if (answer.completeExceptionally(known)) {
                breaker.onError(took, TimeUnit.NANOSECONDS, known);
                judge(known);
            }
        }
    }

    private void judge(SourceException e) {
        if (e.kind().isFailureOfSource()) {
            health.failed(e);
        } else {
            health.answered();
        }
    }

    private void ended(GuardedCall call, Future<?> timeout, long took) {
        timeout.cancel(false);
        call.ended();
        duration.record(took, TimeUnit.NANOSECONDS);
    }

    private SourceException known(Throwable thrown) {
        if (thrown instanceof SourceException known) {
            return known;
        }
        LOG.warn("The source of virtual table {} failed unexpectedly", table.path(), thrown);
        return SourceException.failed("The source of %s failed.".formatted(table.path()), thrown);
    }

    /** Runs nothing more; what runs is not waited for. */
    @Override
    public void close() {
        pool.shutdown();
    }
}

package io.d365hub.virtual.guard;

import io.d365hub.virtual.SourceCall;
import io.d365hub.virtual.SourceException;
import io.d365hub.virtual.VirtualTable;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.netty.util.Timeout;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
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
    private final Counter abandoned;

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
        this.abandoned = Counter.builder("hub.virtual.source.abandoned")
                .description("Calls of the sources of virtual tables that were given up because their callers had left")
                .tag("table", table.path())
                .register(meters);
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

    /** Asks the source on one of its threads. */
    <T> Asked<T> run(Work<T> work) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        if (!breaker.tryAcquirePermission()) {
            answer.completeExceptionally(SourceException.unavailable(
                    "The source of %s failed too often and is left alone for a moment.".formatted(table.path()),
                    Optional.of(settings.breakerPause()),
                    null));
            return new Asked<>(answer, () -> {});
        }
        GuardedCall call = new GuardedCall(table.timeout(), threads);
        Timeout timeout = threads.after(table.timeout(), () -> timedOut(call, answer));
        try {
            pool.execute(() -> run(work, call, timeout, answer));
        } catch (RejectedExecutionException e) {
            ended(call, timeout);
            breaker.releasePermission();
            answer.completeExceptionally(SourceException.unavailable(
                    "Too many questions for %s wait already.".formatted(table.path()),
                    Optional.of(Duration.ofSeconds(1)),
                    null));
        }
        return new Asked<>(answer, () -> givenUp(call, answer));
    }

    /** Says nothing about the source: nobody waited for it to end. */
    private void givenUp(GuardedCall call, CompletableFuture<?> answer) {
        SourceException e = SourceException.unavailable(
                "The callers left before %s had answered.".formatted(table.path()), Optional.empty(), null);
        if (answer.completeExceptionally(e)) {
            breaker.releasePermission();
            abandoned.increment();
        }
        call.cancel();
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

    private <T> void run(Work<T> work, GuardedCall call, Timeout timeout, CompletableFuture<T> answer) {
        if (answer.isDone()) {
            // It waited for a thread until its time was up, or nobody waited for it any more.
            ended(call, timeout);
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

    private void ended(GuardedCall call, Timeout timeout, long took) {
        ended(call, timeout);
        duration.record(took, TimeUnit.NANOSECONDS);
    }

    private static void ended(GuardedCall call, Timeout timeout) {
        boolean unused = timeout.cancel();
        call.ended();
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

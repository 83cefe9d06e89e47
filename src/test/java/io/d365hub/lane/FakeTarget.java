package io.d365hub.lane;

import io.d365hub.failure.Failure;
import io.d365hub.failure.FailureKind;
import io.d365hub.failure.KnownFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.AsyncProcessorSupport;

/** A target that answers when and how a test says; it remembers what it did for each record key, in order. */
final class FakeTarget extends AsyncProcessorSupport implements AutoCloseable {

    private final ScheduledExecutorService answers = Executors.newScheduledThreadPool(2);
    private final Map<String, ConcurrentLinkedQueue<Integer>> effects = new ConcurrentHashMap<>();
    private final AtomicInteger applied = new AtomicInteger();
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger mostOpen = new AtomicInteger();
    private volatile Function<Call, Duration> latency = call -> Duration.ZERO;
    private volatile Function<Call, Optional<Failure>> verdict = call -> Optional.empty();

    /** One call of the target. */
    record Call(String key, int number, int attempt) {}

    /** What the target answers when it does not accept. */
    static final class Refusal extends RuntimeException implements KnownFailure {
        private final transient Failure failure;

        Refusal(Failure failure) {
            super(failure.why(), null, false, false);
            this.failure = failure;
        }

        @Override
        public Failure failure() {
            return failure;
        }
    }

    static Failure failure(FailureKind kind) {
        return Failure.of(kind, kind.name().toLowerCase(Locale.ROOT), "Not done.", "Because.", "Mend it.");
    }

    static Failure throttled(Duration retryAfter) {
        Failure plain = failure(FailureKind.THROTTLED);
        return new Failure(
                plain.kind(),
                plain.code(),
                plain.what(),
                plain.why(),
                plain.mend(),
                Optional.of(retryAfter),
                false,
                "");
    }

    static Failure missingParent() {
        return new Failure(
                FailureKind.REFUSED, "parent", "Not written.", "No parent.", "Send it.", Optional.empty(), true, "");
    }

    void latency(Function<Call, Duration> chosen) {
        this.latency = chosen;
    }

    void fails(Function<Call, Optional<Failure>> chosen) {
        this.verdict = chosen;
    }

    /** Calls that are chosen end only when the latch is open; they need a latency, and hold one of two threads each. */
    void holds(Predicate<Call> chosen, CountDownLatch mayEnd) {
        fails(call -> {
            try {
                if (chosen.test(call)) {
                    mayEnd.await();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return Optional.empty();
        });
    }

    void accepts() {
        this.verdict = call -> Optional.empty();
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        int attempt = exchange.getIn().getHeader(LaneConstants.ATTEMPT, Integer.class);
        String key = exchange.getIn().getHeader(LaneConstants.RECORD_KEY, String.class);
        byte[] body = (byte[]) exchange.getIn().getBody();
        Call call = new Call(key, number(body), attempt);
        calls.incrementAndGet();
        mostOpen.accumulateAndGet(open.incrementAndGet(), Math::max);
        Duration wait = latency.apply(call);
        if (wait.isZero()) {
            answer(exchange, call);
            callback.done(true);
            return true;
        }
        Future<?> unused = answers.schedule(
                () -> {
                    answer(exchange, call);
                    callback.done(false);
                },
                wait.toNanos(),
                TimeUnit.NANOSECONDS);
        return false;
    }

    /** Bodies are a number, and filler after a space. */
    private static int number(byte[] body) {
        int number = 0;
        for (int i = 0; i < body.length && body[i] != ' '; i++) {
            number = number * 10 + body[i] - '0';
        }
        return number;
    }

    private void answer(Exchange exchange, Call call) {
        Optional<Failure> failure = verdict.apply(call);
        if (failure.isPresent()) {
            exchange.setException(new Refusal(failure.get()));
        } else {
            effects.computeIfAbsent(call.key(), k -> new ConcurrentLinkedQueue<>())
                    .add(call.number());
            applied.incrementAndGet();
        }
        open.decrementAndGet();
    }

    /** Numbers of the messages that were applied for the key, in order. */
    List<Integer> effects(String key) {
        return new ArrayList<>(effects.getOrDefault(key, new ConcurrentLinkedQueue<>()));
    }

    int applied() {
        return applied.get();
    }

    int calls() {
        return calls.get();
    }

    int open() {
        return open.get();
    }

    int mostOpen() {
        return mostOpen.get();
    }

    @Override
    public void close() {
        answers.shutdownNow();
    }
}

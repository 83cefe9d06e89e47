package io.d365hub.rehearsal;

import io.d365hub.failure.Failure;
import io.d365hub.failure.FailureClassifier;
import io.d365hub.failure.FailureKind;
import io.d365hub.lane.LaneConstants;
import io.d365hub.lane.LaneRules;
import io.d365hub.lane.LaneRules.Judged;
import io.d365hub.rehearsal.Trial.Letter;
import io.d365hub.rehearsal.Trial.Message;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.Exchange;
import org.apache.camel.support.AsyncProcessorConverterHelper;

/**
 * A lane without a broker: record keys at the same time, each in its order; verdicts, waits and dead letters by the rules of lanes
 * ({@link LaneRules}). Whenever all that can be done is to wait, it lets virtual time pass. For one thread.
 */
final class RehearsedLane {

    /** What a route may take in real time before the rehearsal gives up. */
    private static final long REAL_SECONDS = 50;
    /** A message that waits longer than this would be looked after by an operator. */
    private static final Duration LONGEST = Duration.ofHours(24);

    /** Less would not let time pass at all. */
    private static final Duration LEAST_PAUSE = Duration.ofMillis(1);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final int MOST_PROBES = 5;
    private static final long GLANCE_MILLIS = 3;

    private final Door door;
    private final VirtualTime time;
    private final FailureClassifier classifier;
    private final Supplier<Runnable> hold;
    private final AsyncProcessor route;
    private final Map<String, Deque<RehearsedRow>> keys = new LinkedHashMap<>();
    private final Set<String> started = new HashSet<>();
    private final Set<String> held = new HashSet<>();
    private final BlockingQueue<Ended> ended = new LinkedBlockingQueue<>();
    private final List<Letter> letters = new ArrayList<>();
    private int delivered;
    private int filtered;

    private long shutUntil = -1;
    private long shutSince;
    private long shutNanos;
    private int pauses;
    private Failure suspendedBy;

    private record Ended(RehearsedRow row, Exchange exchange) {}

    /** @param hold holds back calls while rows that may start at the same moment are started */
    RehearsedLane(Door door, VirtualTime time, FailureClassifier classifier, Supplier<Runnable> hold) {
        this.hold = hold;
        this.door = door;
        this.time = time;
        this.classifier = classifier;
        this.route = AsyncProcessorConverterHelper.convert(door.consumer().getProcessor());
    }

    /** Works on all messages until nothing more happens by itself. */
    Trial run(List<Message> messages, StandIns standIns) {
        int number = 0;
        for (Message message : messages) {
            String key = door.recordKey(message.body(), number++);
            keys.computeIfAbsent(key, k -> new ArrayDeque<>()).add(new RehearsedRow(message, key));
        }
        long from = time.nanoTime();
        while (hasWork() && time.nanoTime() - from < LONGEST.toNanos()) {
            startReady();
            if (!started.isEmpty()) {
                judge(awaitOne());
            } else if (!letTimePass()) {
                break;
            }
            if (suspendedBy != null && pauses > MOST_PROBES && started.isEmpty()) {
                break;
            }
        }
        int waiting = keys.values().stream().mapToInt(Deque::size).sum();
        return new Trial(
                delivered,
                filtered,
                List.copyOf(letters),
                waiting,
                Optional.ofNullable(suspendedBy),
                standIns.sentWhere(),
                Duration.ofNanos(time.nanoTime() - from));
    }

    private boolean hasWork() {
        return !started.isEmpty() || keys.keySet().stream().anyMatch(key -> !held.contains(key));
    }

    // --- Starting

    private void startReady() {
        long now = time.nanoTime();
        boolean shut = shutUntil >= 0;
        if (shut && now < shutUntil) {
            return;
        }
        List<RehearsedRow> ready = new ArrayList<>();
        for (Map.Entry<String, Deque<RehearsedRow>> entry : keys.entrySet()) {
            RehearsedRow row = entry.getValue().peekFirst();
            if (held.contains(entry.getKey()) || started.contains(entry.getKey()) || row.notBefore > now) {
                continue;
            }
            if (shut && (!started.isEmpty() || !ready.isEmpty())) {
                break; // one row tries whether the target is there again
            }
            ready.add(row);
        }
        Runnable release = ready.size() > 1 ? hold.get() : () -> {};
        ready.forEach(this::start);
        release.run();
    }

    private void start(RehearsedRow row) {
        row.attempts++;
        started.add(row.key);
        Exchange exchange = door.consumer().getEndpoint().createExchange();
        exchange.getMessage().setBody(row.message.body().getBytes(StandardCharsets.UTF_8));
        row.message.headers().forEach(exchange.getMessage()::setHeader);
        exchange.getMessage().setHeader(LaneConstants.INTEGRATION, door.path());
        exchange.getMessage().setHeader(LaneConstants.RECORD_KEY, row.key);
        exchange.getMessage().setHeader(LaneConstants.ATTEMPT, row.attempts);
        exchange.getMessage()
                .setHeader(LaneConstants.ACCEPTED_AT, time.instant().toString());
        route.process(exchange, sync -> ended.add(new Ended(row, exchange)));
    }

    // --- Waiting

    /** While a call is under way, what waits for time (the budget of the governor) gets it as soon as nothing else moves. */
    private Ended awaitOne() {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(REAL_SECONDS);
        int quiet = 0;
        try {
            while (System.nanoTime() < until) {
                Ended one = ended.poll(GLANCE_MILLIS, TimeUnit.MILLISECONDS);
                if (one != null) {
                    return one;
                }
                OptionalLong next = time.untilNext();
                if (next.isPresent() && ++quiet % 20 == 0) {
                    time.pass(Duration.ofNanos(next.getAsLong()));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new IllegalStateException("The route has not ended within " + REAL_SECONDS
                + " s of real time; only time of the hub is virtual, not" + " that of steps such as 'delay'.");
    }

    /** False when nothing is left that time could bring. */
    private boolean letTimePass() {
        long now = time.nanoTime();
        long next = Long.MAX_VALUE;
        if (shutUntil > now) {
            next = shutUntil;
        } else {
            for (Map.Entry<String, Deque<RehearsedRow>> entry : keys.entrySet()) {
                if (!held.contains(entry.getKey())) {
                    next = Math.min(next, entry.getValue().peekFirst().notBefore);
                }
            }
        }
        if (next == Long.MAX_VALUE || next <= now) {
            return next != Long.MAX_VALUE;
        }
        time.pass(Duration.ofNanos(next - now));
        return true;
    }

    // --- Judging

    private void judge(Ended one) {
        RehearsedRow row = one.row();
        started.remove(row.key);
        Judged judged = LaneRules.judge(one.exchange(), classifier);
        if (judged.failure().isEmpty()) {
            delivered += judged.filtered() ? 0 : 1;
            filtered += judged.filtered() ? 1 : 0;
            open();
            remove(row);
            return;
        }
        Failure failure = judged.failure().get();
        switch (failure.kind()) {
            case THROTTLED -> shut(failure.retryAfter().orElseGet(this::ownPause));
            case MISCONFIGURED -> {
                suspendedBy = failure;
                shut(LaneRules.SUSPENDED_PROBE);
            }
            case TRANSIENT -> failedForNow(row, failure, door.wait("patience"));
            case REFUSED -> {
                if (failure.missingParent()) {
                    failedForNow(row, failure, door.wait("parentWait"));
                } else {
                    open();
                    bury(row, failure);
                }
            }
            case UNREADABLE, QUARANTINED -> bury(row, failure);
        }
    }

    private Duration ownPause() {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(pauses, 10));
        return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }

    private void shut(Duration pause) {
        long now = time.nanoTime();
        if (shutUntil < 0) {
            shutSince = now;
        }
        shutUntil = Math.max(shutUntil, now + Math.max(pause.toNanos(), LEAST_PAUSE.toNanos()));
        pauses++;
    }

    private void open() {
        if (shutUntil >= 0 && time.nanoTime() >= shutUntil) {
            shutNanos += time.nanoTime() - shutSince;
            shutUntil = -1;
            pauses = 0;
            suspendedBy = null;
        }
    }

    /** Pauses use up nobody's patience. */
    private long runningNanos() {
        long now = time.nanoTime();
        return now - shutNanos - (shutUntil >= 0 ? now - shutSince : 0);
    }

    private void failedForNow(RehearsedRow row, Failure failure, Duration patience) {
        open();
        long running = runningNanos();
        if (!row.failedBefore) {
            row.failedBefore = true;
            row.patienceFrom = running;
        }
        if (running - row.patienceFrom >= patience.toNanos()) {
            bury(row, failure);
            return;
        }
        Optional<Duration> delay =
                failure.kind() == FailureKind.TRANSIENT ? LaneRules.inLane(row.retries++) : Optional.empty();
        row.notBefore = time.nanoTime()
                + delay.orElseGet(() -> LaneRules.parked(row.parked++)).toNanos();
    }

    private void bury(RehearsedRow row, Failure failure) {
        letters.add(new Letter(row.key, failure));
        if (door.holdsKeys()) {
            held.add(row.key);
        }
        remove(row);
    }

    private void remove(RehearsedRow row) {
        Deque<RehearsedRow> rows = keys.get(row.key);
        rows.removeFirst();
        if (rows.isEmpty()) {
            keys.remove(row.key);
        }
    }
}

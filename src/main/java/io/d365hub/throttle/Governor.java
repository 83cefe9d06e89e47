package io.d365hub.throttle;

import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/**
 * Decides when the next call to one environment as one user may be made.
 *
 * <ul>
 *   <li>At most so many calls are under way as setting and hint of the far side allow; further ones wait in order,
 *       without holding a thread.
 *   <li>A refusal pauses all callers: until the pause has passed, {@link #acquire()} fails at once with
 *       {@link PausedException}, and so does everybody who waits. Nothing is lost by that: the caller keeps its work.
 *   <li>After a pause one call goes first; each answer opens the way for one more.
 * </ul>
 *
 * <p>Thread-safe; needs no thread or timer of its own. Permits are granted on the thread that asks or on the thread that
 * gives one back.
 */
public final class Governor {

    private static final DateTimeFormatter TIME_OF_DAY =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneId.systemDefault());

    private final String target;
    private final GovernorSettings settings;
    private final InstantSource clock;
    private final LongSupplier nanoTime;

    private final Object lock = new Object();
    private final Pause pause;
    private final Concurrency concurrency;
    private final ArrayDeque<CompletableFuture<Permit>> waiting = new ArrayDeque<>();
    private final ThreadLocal<Boolean> granting = ThreadLocal.withInitial(() -> false);
    private int underWay;
    private int lostInARow;
    /** Grows with every pause: tells news from the echo of calls that were already under way. */
    private long epoch;

    /**
     * @param target what is called and as whom, for {@link #describe()}, e.g. {@code contoso.crm4.dynamics.com}
     * @param clock names times of day to the reader; no rule depends on it
     * @param nanoTime measures pauses, so that a clock that is set does not lengthen them
     */
    public Governor(String target, GovernorSettings settings, InstantSource clock, LongSupplier nanoTime) {
        this.target = target;
        this.settings = settings;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.pause = new Pause(settings);
        this.concurrency = new Concurrency(settings.startConcurrency(), settings.maxConcurrency());
    }

    /**
     * A permit as soon as there is one. Fails with {@link PausedException} while paused, and when more calls wait than the
     * settings allow. A caller that no longer wants it cancels the future.
     */
    public CompletableFuture<Permit> acquire() {
        CompletableFuture<Permit> wish = new CompletableFuture<>();
        Optional<PausedException> refusal;
        synchronized (lock) {
            refusal = refusal();
            if (refusal.isEmpty()) {
                waiting.add(wish);
            }
        }
        if (refusal.isPresent()) {
            wish.completeExceptionally(refusal.get());
        } else {
            grant();
        }
        return wish;
    }

    /** The pause that runs, if one does: lets a caller spare the work before {@link #acquire()}. */
    public Optional<PausedException> paused() {
        synchronized (lock) {
            long now = nanoTime.getAsLong();
            return pause.running(now)
                    ? Optional.of(new PausedException(pause.reason(), pause.remaining(now)))
                    : Optional.empty();
        }
    }

    /** Pauses everybody for a reason found outside a call, e.g. that no token can be had. */
    public void pause(String reason, Optional<Duration> retryAfter) {
        long now;
        synchronized (lock) {
            now = epoch;
        }
        stop(now, reason, retryAfter, false, false);
    }

    /** One sentence: what is under way and, when work waits, why and until when. */
    public String describe() {
        synchronized (lock) {
            long now = nanoTime.getAsLong();
            if (pause.running(now)) {
                Duration left = pause.remaining(now);
                return "No call to " + target + " is made before "
                        + TIME_OF_DAY.format(clock.instant().plus(left).plus(999, ChronoUnit.MILLIS)) + " ("
                        + seconds(left) + " from now): " + pause.reason() + ".";
            }
            int allowed = concurrency.allowed();
            String calls = underWay + " of " + allowed + " calls to " + target + " are under way";
            if (waiting.isEmpty()) {
                return calls + ".";
            }
            String why = allowed < concurrency.target() ? ", opening again up to " + concurrency.target() : "";
            return calls + why + "; " + waiting.size() + " wait for their turn.";
        }
    }

    void answered(long ofEpoch, OptionalInt hint) {
        synchronized (lock) {
            underWay--;
            lostInARow = 0;
            if (ofEpoch == epoch) {
                // An answer to a call from before the pause does not show that the pause is over.
                pause.forgetRefusals();
                concurrency.answered(hint);
            }
        }
        grant();
    }

    void refused(long ofEpoch, String reason, Optional<Duration> retryAfter, boolean tooManyAtOnce) {
        stop(ofEpoch, reason, retryAfter, tooManyAtOnce, true);
    }

    void lost(long ofEpoch, String reason) {
        boolean everybody;
        synchronized (lock) {
            everybody = ++lostInARow >= settings.lostBeforePause() && ofEpoch == epoch;
            if (!everybody) {
                underWay--;
            }
        }
        if (everybody) {
            stop(ofEpoch, reason, Optional.empty(), false, true);
        } else {
            grant();
        }
    }

    void unused() {
        synchronized (lock) {
            underWay--;
        }
        grant();
    }

    private void stop(
            long ofEpoch, String reason, Optional<Duration> retryAfter, boolean tooManyAtOnce, boolean endsCall) {
        List<CompletableFuture<Permit>> sentAway;
        PausedException paused;
        synchronized (lock) {
            long now = nanoTime.getAsLong();
            boolean news = ofEpoch == epoch;
            if (endsCall) {
                underWay--;
            }
            if (news || retryAfter.isPresent()) {
                pause.begin(reason, retryAfter, now, news);
            }
            if (news) {
                epoch++;
                lostInARow = 0;
                if (tooManyAtOnce) {
                    concurrency.halve();
                }
            }
            concurrency.startRamp();
            sentAway = new ArrayList<>();
            if (pause.running(now)) {
                sentAway.addAll(waiting);
                waiting.clear();
            }
            paused = new PausedException(pause.reason(), pause.remaining(now));
        }
        sentAway.forEach(wish -> wish.completeExceptionally(paused));
        grant();
    }

    private Optional<PausedException> refusal() {
        long now = nanoTime.getAsLong();
        if (pause.running(now)) {
            return Optional.of(new PausedException(pause.reason(), pause.remaining(now)));
        }
        return waiting.size() >= settings.maxWaiting()
                ? Optional.of(new PausedException(
                        waiting.size() + " calls to " + target + " wait already", settings.firstPause()))
                : Optional.empty();
    }

    /** Completing a wish may make a call that ends at once and lands here again: the loop spares the stack. */
    private void grant() {
        if (granting.get()) {
            return;
        }
        granting.set(true);
        try {
            for (Grant grant = next(); grant != null; grant = next()) {
                if (!grant.wish().complete(grant.permit())) {
                    grant.permit().unused();
                }
            }
        } finally {
            granting.set(false);
        }
    }

    private Grant next() {
        synchronized (lock) {
            if (underWay >= concurrency.allowed()) {
                return null;
            }
            CompletableFuture<Permit> wish = waiting.poll();
            if (wish == null) {
                return null;
            }
            underWay++;
            return new Grant(wish, new Permit(this, epoch));
        }
    }

    private record Grant(CompletableFuture<Permit> wish, Permit permit) {}

    private static String seconds(Duration left) {
        return Math.max(1, (left.toMillis() + 999) / 1000) + " s";
    }

    @Override
    public String toString() {
        return describe();
    }
}

package io.d365hub.throttle;

import io.d365hub.throttle.WaitingRoom.Wish;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/**
 * Decides when the next call to one environment as one user may be made.
 *
 * <ul>
 *   <li>At most so many calls are under way as setting and hint of the far side allow, and no more are made than the
 *       window has room for; further ones wait, without holding a thread, each {@link Priority} in its own order.
 *   <li>A refusal pauses all callers: until the pause has passed, {@link #acquire()} fails at once with
 *       {@link PausedException}, and so does everybody who waits. Nothing is lost by that: the caller keeps its work. The
 *       same happens when a window is used up and has no room for the next seconds.
 *   <li>After a pause one call goes first; each answer and each quarter of a second opens the way for more.
 * </ul>
 *
 * <p>Thread-safe; needs no thread of its own. Permits are granted on the thread that asks, on the thread that gives one
 * back, or by the alarm.
 */
public final class Governor {

    private final String environment;
    private final String user;
    private final GovernorSettings settings;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final Alarm alarm;

    private final Object lock = new Object();
    private final Pause pause;
    private final Admission admission;
    private final Ring ring = new Ring();
    private final Map<Limit, Long> refusals = new EnumMap<>(Limit.class);
    private final ThreadLocal<Boolean> granting = ThreadLocal.withInitial(() -> false);
    private int lostInARow;
    private volatile int nextBatchRows;
    /** Grows with every pause: tells news from the echo of calls that were already under way. */
    private long epoch;

    /**
     * A governor for one user.
     *
     * @param environment what is called, e.g. {@code contoso.crm4.dynamics.com}
     * @param user as whom; empty when there is only one
     * @param clock names times of day to the reader; no rule depends on it
     * @param nanoTime measures pauses and windows, so that a clock that is set does not lengthen them
     * @param alarm wakes those who wait for time to pass
     */
    public Governor(
            String environment,
            String user,
            GovernorSettings settings,
            InstantSource clock,
            LongSupplier nanoTime,
            Alarm alarm) {
        this.environment = Objects.requireNonNull(environment, "environment");
        this.user = Objects.requireNonNull(user, "user");
        this.settings = settings;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.alarm = alarm;
        this.pause = new Pause(settings);
        this.admission = new Admission(
                new Concurrency(settings.startConcurrency(), settings.maxConcurrency()),
                new Budgets(settings.window(), nanoTime.getAsLong()));
        for (Limit limit : Limit.values()) {
            refusals.put(limit, 0L);
        }
    }

    /** For the only user of an environment, with the timer of the JDK. */
    public Governor(String environment, GovernorSettings settings, InstantSource clock, LongSupplier nanoTime) {
        this(environment, "", settings, clock, nanoTime, Alarm.SYSTEM);
    }

    /** The same as {@link #acquire(Priority)} for an event. */
    public CompletableFuture<Permit> acquire() {
        return acquire(Priority.EVENT);
    }

    /**
     * A permit as soon as there is one. Fails with {@link PausedException} while paused, and when more calls wait than the
     * settings allow. A caller that no longer wants it cancels the future.
     */
    public CompletableFuture<Permit> acquire(Priority priority) {
        return enter(new Wish(new CompletableFuture<>(), priority, -1));
    }

    /** The same for a caller that knows how long the call is going to take at the far side. */
    public CompletableFuture<Permit> acquire(Priority priority, Duration expected) {
        return enter(new Wish(new CompletableFuture<>(), priority, expected.toNanos() / 1e9));
    }

    private CompletableFuture<Permit> enter(Wish wish) {
        Optional<PausedException> refusal;
        synchronized (lock) {
            refusal = refusal();
            if (refusal.isEmpty()) {
                admission.waiting().add(wish);
            }
        }
        if (refusal.isPresent()) {
            wish.permit().completeExceptionally(refusal.get());
        } else {
            grant();
        }
        return wish.permit();
    }

    private Optional<PausedException> refusal() {
        int waiting = admission.waiting().size();
        return waiting >= settings.maxWaiting()
                ? Optional.of(new PausedException(
                        waiting + " calls to " + environment + " wait already", settings.firstPause()))
                : pausedNow(nanoTime.getAsLong());
    }

    /** The pause that runs, if one does: lets a caller spare the work before {@link #acquire()}. */
    public Optional<PausedException> paused() {
        synchronized (lock) {
            return pausedNow(nanoTime.getAsLong());
        }
    }

    private Optional<PausedException> pausedNow(long now) {
        return pause.running(now)
                ? Optional.of(new PausedException(pause.reason(), pause.remaining(now)))
                : Optional.empty();
    }

    /** Pauses everybody for a reason found outside a call, e.g. that no token can be had. */
    public void pause(String reason, Optional<Duration> retryAfter) {
        pause(Refusal.of(reason, retryAfter));
    }

    /** The same when the far side has named the reason, e.g. in a part of a batch. */
    public void pause(Refusal refusal) {
        long now;
        synchronized (lock) {
            now = epoch;
        }
        stop(now, refusal);
    }

    /** Ends a pause before its time, because what it was for may be over; calls begin with one. */
    public void resume() {
        synchronized (lock) {
            long now = nanoTime.getAsLong();
            if (pause.running(now)) {
                pause.end(now);
                admission.concurrency().startRamp(now);
            }
        }
        grant();
    }

    /** How many calls may be under way at the moment: whoever joins rows lets them gather beyond that. */
    public int allowed() {
        synchronized (lock) {
            return admission.concurrency().allowed(nanoTime.getAsLong());
        }
    }

    /** How well a further call would fit, to choose among users: 1 for unused, below 0 while paused. */
    public double room() {
        synchronized (lock) {
            long now = nanoTime.getAsLong();
            return pause.running(now) ? -1 - pause.remaining(now).toMillis() : admission.room(now);
        }
    }

    /** For the reader of {@link #describe()}: how many rows the next joined call carries; 0 when nobody joins rows. */
    public void nextBatchRows(int rows) {
        nextBatchRows = rows;
    }

    /** What is called. */
    public String environment() {
        return environment;
    }

    /** As whom; empty when there is only one. */
    public String user() {
        return user;
    }

    /** One sentence: what is under way and, when work waits, why and until when. */
    public String describe() {
        return snapshot().sentence();
    }

    /** How everything stands now. */
    public GovernorSnapshot snapshot() {
        synchronized (lock) {
            return GovernorSnapshot.of(
                    environment,
                    user,
                    admission,
                    pause,
                    ring,
                    refusals,
                    nextBatchRows,
                    clock.instant(),
                    nanoTime.getAsLong());
        }
    }

    void answered(Permit call, Told told) {
        synchronized (lock) {
            long now = nanoTime.getAsLong();
            admission.ran(call, now);
            if (settings.countdown()) {
                admission.budgets().told(call, told, now);
            }
            lostInARow = 0;
            if (call.epoch == epoch) {
                // An answer to a call from before the pause does not show that the pause is over.
                pause.forgetRefusals();
                admission.concurrency().answered(told.concurrency(), now);
            }
        }
        grant();
    }

    void refused(Permit call, Refusal refusal) {
        synchronized (lock) {
            admission.notRun(call);
        }
        stop(call.epoch, refusal);
    }

    void lost(Permit call, String reason) {
        boolean everybody;
        synchronized (lock) {
            admission.ran(call, nanoTime.getAsLong());
            everybody = ++lostInARow >= settings.lostBeforePause() && call.epoch == epoch;
        }
        if (everybody) {
            stop(call.epoch, Refusal.of(reason, Optional.empty()));
        } else {
            grant();
        }
    }

    void unused(Permit call) {
        synchronized (lock) {
            admission.notRun(call);
        }
        grant();
    }

    private void stop(long ofEpoch, Refusal refusal) {
        List<Wish> sentAway;
        PausedException paused;
        synchronized (lock) {
            long now = nanoTime.getAsLong();
            boolean news = ofEpoch == epoch;
            refusals.merge(refusal.limit(), 1L, Long::sum);
            if (news || refusal.retryAfter().isPresent()) {
                pause.begin(refusal, now, news);
            }
            if (news) {
                epoch++;
                lostInARow = 0;
                admission.budgets().refused(refusal.limit(), now);
                if (refusal.limit() == Limit.CONCURRENCY) {
                    admission.concurrency().halve(now);
                }
            }
            admission.concurrency().startRamp(pause.endNanos());
            sentAway = pause.running(now) ? admission.waiting().empty() : List.of();
            paused = new PausedException(pause.reason(), pause.remaining(now));
        }
        sentAway.forEach(wish -> wish.permit().completeExceptionally(paused));
        grant();
    }

    /** Completing a wish may make a call that ends at once and lands here again: the loop spares the stack. */
    private void grant() {
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
            if (pause.running(now)) {
                return null;
            }
            Admission.Verdict verdict = admission.next(now);
            if (verdict.wish() != null) {
                Wish wish = verdict.wish();
                Permit permit = admission.start(this, wish, epoch, now);
                return () -> {
                    if (!wish.permit().complete(permit)) {
                        permit.unused();
                    }
                };
            }
            if (verdict.usedUp()) {
                return usedUp(Duration.ofNanos(verdict.nanos()), now);
            }
            if (!ring.needed(verdict.nanos(), now)) {
                return null;
            }
            long at = ring.at();
            alarm.after(verdict.nanos(), () -> woken(at));
            return null;
        }
    }

    /** Our own pause, before the far side has to ask for one. */
    private Runnable usedUp(Duration wait, long now) {
        pause.begin(Refusal.of(admission.blocker().words(), Optional.of(wait)), now, false);
        List<Wish> sentAway = admission.waiting().empty();
        PausedException paused = new PausedException(pause.reason(), pause.remaining(now));
        return () -> sentAway.forEach(wish -> wish.permit().completeExceptionally(paused));
    }

    private void woken(long at) {
        synchronized (lock) {
            ring.rang(at);
        }
        grant();
    }

    @Override
    public String toString() {
        return describe();
    }
}

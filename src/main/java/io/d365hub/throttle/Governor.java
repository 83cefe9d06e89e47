package io.d365hub.throttle;

import io.d365hub.throttle.WaitingRoom.Wish;
import java.time.Duration;
import java.time.InstantSource;
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
    private final InstantSource clock;
    private final LongSupplier nanoTime;

    private final Object lock = new Object();
    private final Standing standing;
    private final Granting granting;
    private volatile int nextBatchRows;

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
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.standing = new Standing(environment, settings, nanoTime.getAsLong());
        this.granting = new Granting(this, lock, standing, nanoTime, alarm);
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
            refusal = standing.enter(wish, nanoTime.getAsLong());
        }
        if (refusal.isPresent()) {
            wish.permit().completeExceptionally(refusal.get());
        } else {
            granting.grant();
        }
        return wish.permit();
    }

    /** The pause that runs, if one does: lets a caller spare the work before {@link #acquire()}. */
    public Optional<PausedException> paused() {
        synchronized (lock) {
            return standing.paused(nanoTime.getAsLong());
        }
    }

    /** Pauses everybody for a reason found outside a call, e.g. that no token can be had. */
    public void pause(String reason, Optional<Duration> retryAfter) {
        pause(Refusal.of(reason, retryAfter));
    }

    /** The same when the far side has named the reason, e.g. in a part of a batch. */
    public void pause(Refusal refusal) {
        long now;
        synchronized (lock) {
            now = standing.epoch();
        }
        stop(now, refusal);
    }

    /** Ends a pause before its time, because what it was for may be over; calls begin with one. */
    public void resume() {
        synchronized (lock) {
            standing.resume(nanoTime.getAsLong());
        }
        granting.grant();
    }

    /** How many calls may be under way at the moment: whoever joins rows lets them gather beyond that. */
    public int allowed() {
        synchronized (lock) {
            return standing.admission().concurrency().allowed(nanoTime.getAsLong());
        }
    }

    /**
     * Which part of its usual size a joined call should have, so that loads do not hold up live calls: between 0.1 and 1, and 1
     * for live calls.
     */
    public double part(Priority priority) {
        if (priority.live()) {
            return 1;
        }
        synchronized (lock) {
            return standing.admission().yielding().part(nanoTime.getAsLong());
        }
    }

    /** How well a further call would fit, to choose among users: 1 for unused, below 0 while paused. */
    public double room() {
        synchronized (lock) {
            return standing.room(nanoTime.getAsLong());
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
            return standing.snapshot(user, granting.ring(), nextBatchRows, clock.instant(), nanoTime.getAsLong());
        }
    }

    void answered(Permit call, Told told) {
        synchronized (lock) {
            standing.answered(call, told, nanoTime.getAsLong());
        }
        granting.grant();
    }

    void refused(Permit call, Refusal refusal) {
        synchronized (lock) {
            standing.admission().notRun(call, nanoTime.getAsLong());
        }
        stop(call.epoch, refusal);
    }

    void lost(Permit call, String reason) {
        boolean everybody;
        synchronized (lock) {
            everybody = standing.lost(call, nanoTime.getAsLong());
        }
        if (everybody) {
            stop(call.epoch, Refusal.of(reason, Optional.empty()));
        } else {
            granting.grant();
        }
    }

    void unused(Permit call) {
        synchronized (lock) {
            standing.admission().notRun(call, nanoTime.getAsLong());
        }
        granting.grant();
    }

    private void stop(long ofEpoch, Refusal refusal) {
        Standing.SentAway sentAway;
        synchronized (lock) {
            sentAway = standing.stop(ofEpoch, refusal, nanoTime.getAsLong());
        }
        sentAway.tell();
        granting.grant();
    }

    @Override
    public String toString() {
        return describe();
    }
}

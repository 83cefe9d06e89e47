package io.d365hub.throttle;

import io.d365hub.throttle.WaitingRoom.Wish;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How one user of one environment stands: what runs and waits, what the windows have left, whether there is a pause. Not
 * thread-safe: its {@link Governor} asks it under a lock, and does outside the lock what it decides.
 */
final class Standing {

    private final String environment;
    private final GovernorSettings settings;
    private final Pause pause;
    private final Admission admission;
    private final Map<Limit, Long> refusals = new EnumMap<>(Limit.class);
    private int lostInARow;
    /** Grows with every pause: tells news from the echo of calls that were already under way. */
    private long epoch;

    Standing(String environment, GovernorSettings settings, long now) {
        this.environment = environment;
        this.settings = settings;
        this.pause = new Pause(settings);
        this.admission = new Admission(
                new Concurrency(settings.startConcurrency(), settings.maxConcurrency()),
                new Budgets(settings.window(), now),
                new Yielding(settings.liveSlowdown(), now));
        for (Limit limit : Limit.values()) {
            refusals.put(limit, 0L);
        }
    }

    /**
     * Those who wait and are sent away.
     *
     * @param reason what each of them is told
     */
    record SentAway(List<Wish> wishes, PausedException reason) {

        void tell() {
            wishes.forEach(wish -> wish.permit().completeExceptionally(reason));
        }
    }

    Admission admission() {
        return admission;
    }

    boolean isPaused(long now) {
        return pause.running(now);
    }

    long epoch() {
        return epoch;
    }

    /** Takes a wish in; tells why not when it cannot be fulfilled soon. */
    Optional<PausedException> enter(Wish wish, long now) {
        int waiting = admission.waiting().size();
        Optional<PausedException> refusal = waiting >= settings.maxWaiting()
                ? Optional.of(new PausedException(
                        waiting + " calls to " + environment + " wait already", settings.firstPause()))
                : paused(now);
        if (refusal.isEmpty()) {
            admission.waiting().add(wish);
        }
        return refusal;
    }

    Optional<PausedException> paused(long now) {
        return pause.running(now)
                ? Optional.of(new PausedException(pause.reason(), pause.remaining(now)))
                : Optional.empty();
    }

    /** Ends a pause before its time; calls begin with one. */
    void resume(long now) {
        if (pause.running(now)) {
            pause.end(now);
            admission.concurrency().startRamp(now);
        }
    }

    /** 1 for unused, below 0 while paused. */
    double room(long now) {
        return pause.running(now) ? -1 - pause.remaining(now).toMillis() : admission.room(now);
    }

    void answered(Permit call, Told told, long now) {
        admission.answered(call, now);
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

    /** Returns whether so many answers were lost that everybody has to pause. */
    boolean lost(Permit call, long now) {
        admission.ran(call, now);
        return ++lostInARow >= settings.lostBeforePause() && call.epoch == epoch;
    }

    /** Begins a pause, unless it is only the echo of one. */
    SentAway stop(long ofEpoch, Refusal refusal, long now) {
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
        return sentAway(pause.running(now), now);
    }

    /** Our own pause, before the far side has to ask for one. */
    SentAway usedUp(Refusal refusal, long now) {
        pause.begin(refusal, now, false);
        return sentAway(true, now);
    }

    private SentAway sentAway(boolean everybody, long now) {
        List<Wish> wishes = everybody ? admission.waiting().empty() : List.of();
        return new SentAway(wishes, new PausedException(pause.reason(), pause.remaining(now)));
    }

    GovernorSnapshot snapshot(String user, Ring ring, int nextBatchRows, Instant time, long now) {
        return GovernorSnapshot.of(environment, user, admission, pause, ring, refusals, nextBatchRows, time, now);
    }
}

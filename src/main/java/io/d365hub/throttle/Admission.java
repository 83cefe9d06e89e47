package io.d365hub.throttle;

import io.d365hub.throttle.Sentence.Blocker;
import io.d365hub.throttle.WaitingRoom.Wish;
import java.util.Collections;
import java.util.List;

/**
 * Who of those who wait may start now, by places and budgets. Knows of no pause but the ramp after it. Guarded by its
 * governor.
 */
final class Admission {

    /**
     * The next one who may start, or how long to wait.
     *
     * @param wish null when nobody may start now
     * @param nanos until it is worth looking again; {@link Long#MAX_VALUE} when only an answer can change something
     * @param usedUp nothing is under way, and not even the most urgent may start for so long
     */
    record Verdict(Wish wish, long nanos, boolean usedUp) {}

    /** Who has to wait longer than this for room in the window is told so, like in a pause. */
    private static final long LONGEST_WAIT_NANOS = 2_000_000_000;

    private final WaitingRoom waiting = new WaitingRoom();
    private final UnderWay underWay = new UnderWay();
    private final Concurrency concurrency;
    private final Budgets budgets;
    private final Yielding yielding;
    private Blocker blocker = Blocker.NOTHING;

    Admission(Concurrency concurrency, Budgets budgets, Yielding yielding) {
        this.concurrency = concurrency;
        this.budgets = budgets;
        this.yielding = yielding;
    }

    Verdict next(long now) {
        noteLiveNeed(now);
        long least = Long.MAX_VALUE;
        Blocker why = Blocker.NOTHING;
        List<Priority> order = waiting.order();
        for (Priority priority : order) {
            Wish wish = waiting.first(priority);
            // Whose share it is goes as if it were as urgent as the most urgent that waits: else it would starve.
            boolean entitled = priority == order.get(0);
            long nanos = nanosUntil(wish, entitled ? Collections.min(order) : priority, now);
            if (nanos <= 0) {
                return new Verdict(wish, 0, false);
            }
            if (nanos < least || why == Blocker.NOTHING) {
                why = blocker;
            }
            least = Math.min(least, nanos);
        }
        blocker = why;
        boolean live = !order.isEmpty() && order.stream().anyMatch(Priority::live);
        boolean usedUp = live
                && underWay.all() == 0
                && least > LONGEST_WAIT_NANOS
                && (why == Blocker.REQUESTS || why == Blocker.EXECUTION);
        return new Verdict(null, least, usedUp);
    }

    private long nanosUntil(Wish wish, Priority as, long now) {
        int asUrgent = underWay.asUrgentAs(as);
        if (!concurrency.admits(as, asUrgent, underWay.all() - asUrgent, now)) {
            boolean ramping = concurrency.ramping(now);
            blocker = ramping ? Blocker.RAMP : Blocker.CONCURRENCY;
            return ramping || !as.live() ? Concurrency.RAMP_STEP_NANOS : Long.MAX_VALUE;
        }
        long yields = wish.priority().live() ? 0 : yielding.nanosUntil(now);
        if (yields > 0) {
            blocker = Blocker.LIVE;
            return yields;
        }
        long requests = budgets.nanosUntilRequest(as, now);
        long execution = budgets.nanosUntilExecution(wish, as, now);
        blocker = requests >= execution ? Blocker.REQUESTS : Blocker.EXECUTION;
        return Math.max(requests, execution);
    }

    private void noteLiveNeed(long now) {
        int live = underWay.live() + waiting.size(Priority.INTERACTIVE) + waiting.size(Priority.EVENT);
        if (live > 0) {
            concurrency.live(live, now);
        }
    }

    /** Takes the wish out of its queue and books its call. */
    Permit start(Governor governor, Wish wish, long epoch, long now) {
        double seconds = budgets.seconds(wish);
        waiting.leave(wish, seconds);
        underWay.begin(wish.priority());
        long number = budgets.started(wish.priority(), seconds, now);
        Permit permit = new Permit(governor, wish.priority(), epoch, number, now, seconds, yielding);
        if (!wish.priority().live()) {
            yielding.loadStarted();
        }
        return permit;
    }

    /** The call was answered. */
    void answered(Permit call, long now) {
        if (call.priority.live()) {
            yielding.liveAnswered(call, now);
        }
        ran(call, now);
    }

    /** The call has run at the far side, whether or not its answer came. */
    void ran(Permit call, long now) {
        end(call, now);
        budgets.ran(call, now);
    }

    /** The call was refused, or not made. */
    void notRun(Permit call, long now) {
        end(call, now);
        budgets.ended(call);
    }

    private void end(Permit call, long now) {
        underWay.end(call.priority);
        if (!call.priority.live()) {
            yielding.loadEnded(call.startNanos, now);
        }
    }

    /** The scarcest of places and budgets; the more wait, the less. */
    double room(long now) {
        int allowed = Math.max(1, concurrency.allowed(now));
        int taken = underWay.all() + waiting.size();
        double places = taken < allowed ? 1 - (double) taken / allowed : -1 + (double) allowed / (taken + 1);
        return Math.min(
                places,
                Math.min(budgets.requests().part(now), budgets.execution().part(now)));
    }

    Yielding yielding() {
        return yielding;
    }

    WaitingRoom waiting() {
        return waiting;
    }

    Budgets budgets() {
        return budgets;
    }

    Concurrency concurrency() {
        return concurrency;
    }

    int underWay() {
        return underWay.all();
    }

    Blocker blocker() {
        return blocker;
    }
}

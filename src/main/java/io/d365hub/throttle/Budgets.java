package io.d365hub.throttle;

import java.time.Duration;

/** The budgets that are counted within a window: requests and execution time. Guarded by its governor. */
final class Budgets {

    /** Service protection limits per user and web server, as Microsoft documents them: 6,000 and 1,200 s in 300 s. */
    private static final double REQUESTS_PER_SECOND = 20;

    private static final double EXECUTION_PER_SECOND = 4;

    private final Budget requests;
    private final Budget execution;
    private final CallTimes times = new CallTimes();
    private double pendingSeconds;
    private long started;
    private int underWay;

    Budgets(Duration window, long now) {
        double seconds = window.toNanos() / 1e9;
        requests = new Budget(REQUESTS_PER_SECOND * seconds, window, now);
        execution = new Budget(EXECUTION_PER_SECOND * seconds, window, now);
    }

    double seconds(WaitingRoom.Wish wish) {
        return wish.seconds() < 0 ? times.expectedSeconds(wish.priority()) : wish.seconds();
    }

    /** How long the number of requests makes a call wait; 0 when it may start. */
    long nanosUntilRequest(Priority as, long now) {
        return requests.nanosUntil(1, 0, 0, as, underWay == 0, now);
    }

    /** How long the execution time makes a call wait; 0 when it may start. */
    long nanosUntilExecution(WaitingRoom.Wish wish, Priority as, long now) {
        return execution.nanosUntil(
                seconds(wish),
                pendingSeconds,
                (long) ((pendingSeconds + seconds(wish)) / (underWay + 1) * 1e9),
                as,
                underWay == 0,
                now);
    }

    /** Books a start; the call's number is how many have started, itself included. */
    long started(Priority priority, double seconds, long now) {
        requests.paced(1, 0, priority, now);
        execution.paced(seconds, pendingSeconds, priority, now);
        requests.use(1, now);
        pendingSeconds += seconds;
        underWay++;
        return ++started;
    }

    /** The call has run at the far side, whether or not its answer came. */
    void ran(Permit call, long now) {
        double seconds = (now - call.startNanos) / 1e9;
        times.took(call.priority, seconds);
        execution.use(seconds, now);
        ended(call);
    }

    /** The call was refused, or not made. */
    void ended(Permit call) {
        underWay--;
        pendingSeconds = underWay == 0 ? 0 : Math.max(0, pendingSeconds - call.expectedSeconds);
    }

    void told(Permit call, Told told, long now) {
        // Calls that started after this one may not have reached the far side when it counted.
        told.requestsLeft().ifPresent(left -> requests.told(left, (double) (started - call.number), now));
        told.executionSecondsLeft().ifPresent(left -> execution.told(left, 0, now));
    }

    void refused(Limit limit, long now) {
        if (limit == Limit.REQUESTS) {
            requests.refused(now);
        } else if (limit == Limit.EXECUTION_TIME) {
            execution.refused(now);
        }
    }

    Budget requests() {
        return requests;
    }

    Budget execution() {
        return execution;
    }
}

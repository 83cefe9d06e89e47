package io.d365hub.throttle;

/**
 * How far loads hold back so that live calls stay about as fast as they are without loads. Where the far side or the machine is
 * shared, a load that only keeps its places still makes live calls slower.
 *
 * <p>Compares live calls that ran beside a load with those of the same size that ran alone: one of twenty may take longer than
 * all but one of twenty do alone, and a little. Beyond that loads get fewer places, then one place for smaller calls, in the end
 * with pauses in between; with each live call that was in time they get more again. Where too little is known of live calls without a load, loads rest for a
 * moment. While no live calls are made, loads are free. Guarded by its governor.
 */
final class Yielding {

    private static final double SLOW_PART = 0.05;
    private static final double CUT = 0.1;
    /** In balance when one call of twenty is slow. */
    private static final double GROW = Math.pow(1 - CUT, -SLOW_PART / (1 - SLOW_PART)) - 1;

    /** The least part of a call that is worth its overhead. */
    private static final double LEAST_PART = 0.1;

    /** What loads have in any case: a tenth of a call in a fifth of the time. */
    private static final double LEAST_PLACES = LEAST_PART / 5;

    /** Of what live calls may be slower, the rest is for what is measured at another place. */
    private static final double USED = 0.8;

    private static final long LONGEST_GAP_NANOS = 5_000_000_000L;
    private static final long LIVE_NANOS = 2_000_000_000L;

    private final double slowdown;
    private final LiveTimes times;
    private final Listening listening = new Listening();
    private double places = Double.MAX_VALUE;
    private boolean liveSeen;
    private long lastLive;
    private long nextLoad;
    private int loads;
    private long loadsStarted;

    /** @param slowdown how many times as long live calls may take as without loads; 0 when loads need not hold back */
    Yielding(double slowdown, long now) {
        this.slowdown = slowdown;
        this.times = new LiveTimes();
        this.lastLive = now;
        this.nextLoad = now;
    }

    /** Books the start of a load's call. */
    void loadStarted() {
        loads++;
        loadsStarted++;
    }

    /** The load's call is over. */
    void loadEnded(long startNanos, long now) {
        loads--;
        if (places < LEAST_PART && isLive(now)) {
            double gap = (now - startNanos) * (LEAST_PART / places - 1);
            nextLoad = now + (long) Math.min(LONGEST_GAP_NANOS, gap);
        }
    }

    int loads() {
        return loads;
    }

    long loadsStarted() {
        return loadsStarted;
    }

    /** A live call has been answered. */
    void liveAnswered(Permit call, long now) {
        lastLive = now;
        liveSeen = true;
        if (slowdown <= 0) {
            return;
        }
        long took = now - call.startNanos;
        if (call.loadsBeside == 0 && call.loadsBefore == loadsStarted) {
            times.alone(call.rows(), took, now);
            listening.heard(now);
        } else {
            beside(call, took, now);
        }
    }

    private void beside(Permit call, long took, long now) {
        if (!times.known(call.rows())) {
            listening.wanted(now);
            return;
        }
        if (times.old(call.rows(), now)) {
            listening.wanted(now);
        }
        long most = (long) (times.slowest(call.rows()) * (1 + (slowdown - 1) * USED));
        int used = Math.max(1, Math.max(loads, call.loadsBeside));
        if (took > most) {
            places = Math.max(LEAST_PLACES, Math.min(places, used) * (1 - CUT));
        } else if (places < used + 1) {
            places *= 1 + GROW;
        }
    }

    /** How long a load has to wait for the sake of live calls; 0 when it may start. */
    long nanosUntil(long now) {
        if (slowdown <= 0 || !isLive(now)) {
            return 0;
        }
        if (listening.now(loads == 0, now)) {
            return Concurrency.RAMP_STEP_NANOS;
        }
        if (loads >= Math.max(1, places)) {
            return Concurrency.RAMP_STEP_NANOS;
        }
        return places < LEAST_PART ? Math.max(0, nextLoad - now) : 0;
    }

    /** Which part of its usual size a call of a load should have now; 1 for all of it. */
    double part(long now) {
        return slowdown > 0 && isLive(now) ? Math.max(LEAST_PART, Math.min(1, places)) : 1;
    }

    private boolean isLive(long now) {
        return liveSeen && now - lastLive < LIVE_NANOS;
    }
}

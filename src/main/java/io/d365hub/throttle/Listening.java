package io.d365hub.throttle;

/** When loads rest so that it can be heard how fast live calls are without them. Guarded by its governor. */
final class Listening {

    /** Live calls that are enough for a while. */
    private static final int ENOUGH = 32;

    /** Loads do not rest for longer, whatever was heard. */
    private static final long LONGEST_NANOS = 1_000_000_000L;

    /** Nor more often. */
    private static final long REST_NANOS = 30_000_000_000L;

    private boolean begun;
    private boolean running;
    private boolean quiet;
    private long since;
    private long quietSince;
    private int heard;

    void wanted(long now) {
        if (!running && (!begun || now - since > REST_NANOS)) {
            begun = true;
            running = true;
            quiet = false;
            since = now;
            heard = 0;
        }
    }

    /** A live call was made without a load beside it. */
    void heard(long now) {
        if (running && ++heard >= ENOUGH) {
            end(now);
        }
    }

    /** @param still whether no load is under way */
    boolean now(boolean still, long now) {
        if (running && still && !quiet) {
            quiet = true;
            quietSince = now;
        }
        if (running && quiet && now - quietSince > LONGEST_NANOS) {
            end(now);
        }
        return running;
    }

    private void end(long now) {
        running = false;
        since = now;
    }
}

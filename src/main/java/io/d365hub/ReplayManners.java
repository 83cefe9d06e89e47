package io.d365hub;

import io.d365hub.deadletter.Replays;
import io.d365hub.ledger.FoldedVerdicts;
import io.d365hub.throttle.LiveWindow;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Makes replays hold back for the sake of live messages: compares how long these take, from acceptance until their verdict is in the
 * ledger, beside replays and without them. Whichever process folds receipts hears of the lanes of all; what it learns stands with the
 * jobs, for the process that works on them. Used by the thread that folds receipts.
 */
final class ReplayManners {

    private static final double SLOWDOWN = 1.1;

    /** What takes longer waited for something else: for its target, or behind many others. */
    private static final long LONGEST_MILLIS = 5_000;

    /** Live messages that were accepted so soon after a replay's end still met others. */
    private static final long AFTER_REPLAY_MILLIS = 100;

    private static final long TELL_MILLIS = 100;
    private static final long FORGET_MILLIS = 10_000;
    private static final long REST_MILLIS = 300;
    private static final long LONGEST_REST_MILLIS = 2_000;

    /** Tells the jobs; see {@link Replays#leaveRoom}. */
    interface Room {
        void leave(int room, long restUntil);
    }

    private final Room room;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final LiveWindow window = new LiveWindow(SLOWDOWN, Replays.MOST_UNDER_WAY);
    private long lastReplay = Long.MIN_VALUE / 2;
    private long lastTold = Long.MIN_VALUE / 2;

    ReplayManners(Room room, InstantSource clock, LongSupplier nanoTime) {
        this.room = room;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    void folded(FoldedVerdicts verdicts) {
        long now = clock.millis();
        long nanos = nanoTime.getAsLong();
        for (FoldedVerdicts.First first : verdicts.firsts()) {
            long took = now - first.acceptedAt();
            if (took < 0 || took > LONGEST_MILLIS) {
                window.live(nanos);
            } else {
                boolean alone = verdicts.replays() == 0 && first.acceptedAt() > lastReplay + AFTER_REPLAY_MILLIS;
                window.live(first.integration(), TimeUnit.MILLISECONDS.toNanos(took), alone, nanos);
            }
        }
        if (verdicts.replays() > 0) {
            lastReplay = now;
        }
        boolean clockWasSet = lastReplay > now || lastTold > now;
        if (clockWasSet) {
            lastReplay = now;
            lastTold = now;
        }
        if (now - lastReplay < FORGET_MILLIS && now - lastTold >= TELL_MILLIS) {
            lastTold = now;
            tell(now, nanos);
        }
    }

    private void tell(long now, long nanos) {
        double places = window.places(nanos);
        long restUntil = 0;
        if (window.rests(now - lastReplay > AFTER_REPLAY_MILLIS, nanos)) {
            restUntil = now + REST_MILLIS;
        } else if (places < 1) {
            restUntil = lastReplay + Math.min(LONGEST_REST_MILLIS, (long) (TELL_MILLIS / places));
        }
        room.leave((int) Math.max(1, places), restUntil);
    }
}

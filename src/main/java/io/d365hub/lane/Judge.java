package io.d365hub.lane;

import io.d365hub.failure.Failure;
import io.d365hub.failure.FailureKind;
import io.d365hub.message.Integration.AfterDeadLetter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.UUID;
import org.apache.activemq.artemis.api.core.ActiveMQException;

/**
 * What becomes of a row, and of those behind it, after its verdict: settled, tried again, parked, or a dead letter. Used
 * by the lane's thread only.
 */
final class Judge {

    private final Shift shift;
    private final Lane lane;
    private final Settlement settlement;
    private final Parking parking;
    private final KeyChains chains;
    private final Starts starts;
    private final Ward ward;

    Judge(Shift shift, Lane lane, Settlement settlement, Parking parking, KeyChains chains, Starts starts, Ward ward) {
        this.shift = shift;
        this.lane = lane;
        this.settlement = settlement;
        this.parking = parking;
        this.chains = chains;
        this.starts = starts;
        this.ward = ward;
    }

    void judge(Row row, Verdict verdict) throws ActiveMQException {
        Failure failure = verdict.failure();
        if (failure == null) {
            settle(row, verdict);
            return;
        }
        switch (failure.kind()) {
            case THROTTLED, MISCONFIGURED -> starts.again(row);
            case TRANSIENT -> failedForNow(row, failure, lane.integration().patience());
            case REFUSED -> {
                if (failure.missingParent()) {
                    failedForNow(row, failure, lane.integration().parentWait());
                } else {
                    bury(row, failure);
                }
            }
            case UNREADABLE, QUARANTINED -> bury(row, failure);
        }
    }

    private void settle(Row row, Verdict verdict) throws ActiveMQException {
        settlementOf(row).settle(row, verdict.outcome(), verdict.row());
        releaseHoldOf(row);
        next(row);
    }

    private void next(Row row) throws ActiveMQException {
        Row next = chains.removeFirst(row);
        if (next != null && next.run == null) {
            starts.ready(next);
        }
    }

    private void failedForNow(Row row, Failure failure, Duration patience) throws ActiveMQException {
        long now = lane.gate().runningNanos();
        if (row.firstFailedAt == null) {
            row.firstFailedAt = lane.time().now();
            row.patienceFrom = now;
        }
        if (now - row.patienceFrom >= patience.toNanos()) {
            bury(row, failure);
            return;
        }
        starts.rest(row);
        if (row.fromPark()) {
            leaveParked(row);
            return;
        }
        Optional<Duration> delay =
                failure.kind() == FailureKind.TRANSIENT ? RetryDelays.inLane(row.retries++) : Optional.empty();
        if (delay.isPresent()) {
            starts.later(row, delay.get());
        } else if (parking.isFull() && !parking.keys().holds(row.key)) {
            starts.later(row, RetryDelays.parkFull());
        } else {
            park(row);
        }
    }

    // --- Parking

    private void park(Row row) throws ActiveMQException {
        forward(row);
        parkFollowers(row);
        next(row);
    }

    /** The row goes to the park queue with the next commit. */
    void forward(Row row) throws ActiveMQException {
        settlement.park(row);
        parking.parked(row);
        ward.resolved(row);
    }

    /** Rows behind it in the lane go to the park queue behind it; replays pass. */
    private void parkFollowers(Row row) throws ActiveMQException {
        Deque<Row> followers = new ArrayDeque<>();
        chains.removeFollowers(row.key, other -> !other.fromPark() && !other.isReplay(), followers::add);
        for (Row follower : followers) {
            forward(follower);
        }
    }

    /** The row stays in the park queue, and with it those behind it. */
    private void leaveParked(Row row) throws ActiveMQException {
        parking.failedAgain(row);
        leaveFollowersParked(row);
        shift.leave(row);
        next(row);
    }

    private void leaveFollowersParked(Row row) {
        chains.removeFollowers(row.key, Row::fromPark, follower -> {
            shift.leave(follower);
            ward.resolved(follower);
        });
    }

    // --- Dead letters

    /** Makes the row, which is the first of its key, a dead letter. */
    void bury(Row row, Failure failure) throws ActiveMQException {
        if (failure.kind() == FailureKind.REFUSED) {
            lane.gate().refused(failure);
        }
        Settlement with = settlementOf(row);
        UUID letter = with.bury(row, failure);
        // The letter that it replays, if any, must not hold the key beside the new one.
        releaseHoldOf(row);
        if (lane.integration().afterDeadLetter() == AfterDeadLetter.HOLD_KEY) {
            with.hold(letter, row.key);
            parking.hold(row.key, letter);
            leaveFollowersParked(row);
            parkFollowers(row);
        }
        next(row);
    }

    /** A replay that must not start: its letter is open again, and holds its key as before. */
    void sendBack(Row row, Failure why) throws ActiveMQException {
        settlementOf(row).sendBack(row, why);
        ward.resolved(row);
        next(row);
    }

    private void releaseHoldOf(Row row) throws ActiveMQException {
        if (row.isReplay()) {
            release(
                    settlementOf(row),
                    row.key,
                    row.message.replay().orElseThrow().letter());
        }
    }

    /** The letter holds its key no more, from the next commit on. Harmless when it holds nothing. */
    void release(Settlement with, UUID key, UUID letter) throws ActiveMQException {
        if (parking.keys().heldBy(key, letter)) {
            with.release(letter);
            with.afterCommit(() -> parking.release(key, letter));
        }
    }

    /** The letter holds its key again; messages of the key that have started go on. Harmless when it holds it already. */
    void hold(Settlement with, UUID key, UUID letter) throws ActiveMQException {
        if (lane.integration().afterDeadLetter() == AfterDeadLetter.HOLD_KEY
                && !parking.keys().heldBy(key, letter)) {
            with.hold(letter, key);
            parking.hold(key, letter);
        }
    }

    Settlement settlementOf(Row row) {
        return row.fromPark() ? row.pass.settlement() : settlement;
    }
}

package io.d365hub.lane;

import io.d365hub.broker.BrokerUnavailableException;
import io.d365hub.broker.ControlMessages;
import io.d365hub.failure.Failure;
import io.d365hub.failure.FailureKind;
import io.d365hub.ledger.Outcome;
import io.d365hub.message.Integration.AfterDeadLetter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A lane's work with one session, from its opening to its close. When the session is lost, everything here is thrown
 * away, and the next shift gets the messages again; verdicts that come late find the old shift and are not settled. Used
 * by the lane's thread only.
 */
final class Shift {

    private static final Logger LOG = LoggerFactory.getLogger(Shift.class);

    /** A lane that waits for its partition asks again so often whether it has become the owner. */
    private static final Duration HELLO_PERIOD = Duration.ofSeconds(60);

    private final Lane lane;
    private final LaneSession session;
    private final Settlement settlement;
    private final Parking parking;
    private final Ward ward;
    private final KeyChains chains = new KeyChains();
    private final Deque<Row> waiting = new ArrayDeque<>();
    private final Places places;

    /** Rows that survived since the last commit, during the careful phase. */
    private final List<Row> tried = new ArrayList<>();

    private boolean owner;
    private boolean draining;
    private boolean lost;
    private Throwable lossCause;
    private int started;
    private int held;

    Shift(Lane lane, LaneSession session) {
        this.lane = lane;
        this.session = session;
        this.settlement = new Settlement(session, lane.integration().name(), lane.time());
        this.parking = new Parking(this, session, lane);
        this.ward = new Ward(lane.careful(), lane);
        this.places =
                new Places(lane.integration().startedLimit(), lane.settings().bytesTaken(), session::isConnectionLost);
    }

    void open() throws ActiveMQException {
        session.verifyQueues();
        session.takeWork(new Taker(this, places, lane.mailbox(), null));
        hello();
        helloLater();
        if (!ward.isEmpty()) {
            lane.timetable().after(lane.settings().ownerWait(), guarded(() -> {
                if (!owner) {
                    ward.resolveAll();
                }
            }));
        }
    }

    private void hello() throws ActiveMQException {
        if (!owner && !draining) {
            session.sayHello();
        }
    }

    private void helloLater() {
        lane.timetable().after(HELLO_PERIOD, guarded(() -> {
            if (!owner) {
                hello();
                helloLater();
            }
        }));
    }

    /** Another process may have gone, and the partition be this lane's now. */
    void askWhoOwns() {
        guarded(this::hello).run();
    }

    // --- What comes from the queues

    void arrived(Row row) {
        guarded(() -> take(row)).run();
    }

    private void take(Row row) throws Exception {
        if (draining) {
            return;
        }
        becomeOwner();
        if (row.fromPark() && !parking.take(row)) {
            if (row.pass != null) {
                ward.resolved(row);
            }
            return;
        }
        held++;
        ward.met(row);
        if (!row.fromPark() && !row.isReplay() && parking.keys().holds(row.key)) {
            forward(row);
        } else if (chains.add(row)) {
            ready(row);
        }
    }

    /** Whoever receives a message from an exclusive queue owns the partition. */
    private void becomeOwner() throws Exception {
        if (!owner) {
            parking.rebuild(ward);
            owner = true;
            lane.becameOwner();
        }
    }

    void controlled(ClientMessage message) {
        guarded(() -> {
                    if (draining) {
                        return;
                    }
                    becomeOwner();
                    switch (ControlMessages.kind(message).orElseThrow()) {
                        case HELLO -> ward.allIsSeen();
                        case RELEASE ->
                            release(settlement, ControlMessages.keyDigest(message), ControlMessages.letter(message));
                        case HOLD -> LOG.warn("A marker lay in the work queue of {}; it is dropped.", lane.name());
                    }
                    settlement.acknowledge(message);
                })
                .run();
    }

    void foreign(ClientMessage message) {
        guarded(() -> {
                    if (draining) {
                        return;
                    }
                    becomeOwner();
                    LOG.warn(
                            "A message that the hub did not accept lay in the work queue of {}. It is in queue"
                                    + " hub.broker-dead-letters now; find out who may send to work queues.",
                            lane.name());
                    settlement.setAside(message);
                })
                .run();
    }

    void full() {
        guarded(ward::allIsSeen).run();
    }

    // --- Starting rows

    private void ready(Row row) throws ActiveMQException {
        if (draining) {
            return;
        }
        if (mayStart(row)) {
            start(row, false);
        } else {
            waiting.addLast(row);
        }
    }

    private boolean mayStart(Row row) {
        if (!lane.careful().isOver()) {
            return false;
        }
        if (lane.gate().isOpen()) {
            return true;
        }
        row.probe = lane.gate().takeProbe(lane);
        return row.probe;
    }

    /** Something that kept rows waiting may have changed. */
    void startWaiting() {
        guarded(() -> {
                    while (!draining && !waiting.isEmpty() && mayStart(waiting.peekFirst())) {
                        start(waiting.pollFirst(), false);
                    }
                })
                .run();
    }

    private void start(Row row, boolean alone) throws ActiveMQException {
        session.verifyAfter(lane.settings().fence());
        row.attempts++;
        started++;
        row.slot = lane.slots().take(row.message.id(), alone);
        row.current = lane.attempt(row);
        lane.run(row.current);
    }

    // --- Verdicts

    void finished(Attempt attempt) {
        Row row = attempt.row;
        if (row.current != attempt) {
            return;
        }
        row.current = null;
        started--;
        Verdict verdict = lane.verdict(attempt);
        boolean probe = row.probe;
        row.probe = false;
        tellGate(verdict, probe);
        if (!lost) {
            guarded(() -> judge(row, verdict)).run();
        }
    }

    private void tellGate(Verdict verdict, boolean probe) {
        if (verdict.failure() != null) {
            lane.gate().failed(verdict.failure(), probe, lane);
        } else if (verdict.outcome() == Outcome.DELIVERED) {
            lane.gate().delivered(probe);
        } else if (probe) {
            lane.gate().probeLost();
        }
    }

    private void judge(Row row, Verdict verdict) throws ActiveMQException {
        if (!ward.isEmpty()) {
            tried.add(row);
        }
        Failure failure = verdict.failure();
        if (failure == null) {
            settled(row, verdict.outcome());
            return;
        }
        switch (failure.kind()) {
            case THROTTLED, MISCONFIGURED -> {
                restNow(row);
                waiting.addFirst(row);
            }
            case TRANSIENT -> failedForNow(row, failure, lane.integration().patience());
            case REFUSED -> {
                if (failure.missingParent()) {
                    failedForNow(row, failure, lane.integration().parentWait());
                } else {
                    die(row, failure);
                }
            }
            case UNREADABLE, QUARANTINED -> die(row, failure);
        }
    }

    private void settled(Row row, Outcome outcome) throws ActiveMQException {
        settlementOf(row).settle(row, outcome);
        if (parking.isHeldByLetterOf(row)) {
            release(
                    settlementOf(row),
                    row.key,
                    row.message.replay().orElseThrow().letter());
        }
        next(row);
    }

    private void next(Row row) throws ActiveMQException {
        Row next = chains.removeFirst(row);
        if (next != null) {
            ready(next);
        }
    }

    /** The row is not under way for now. */
    private void restNow(Row row) {
        lane.slots().clear(row.slot);
        row.slot = Row.NO_SLOT;
    }

    private void failedForNow(Row row, Failure failure, Duration patience) throws ActiveMQException {
        long now = lane.gate().runningNanos();
        if (row.firstFailedAt == null) {
            row.firstFailedAt = lane.time().now();
            row.patienceFrom = now;
        }
        if (now - row.patienceFrom >= patience.toNanos()) {
            die(row, failure);
            return;
        }
        restNow(row);
        if (row.fromPark()) {
            leaveParked(row);
            return;
        }
        Optional<Duration> delay =
                failure.kind() == FailureKind.TRANSIENT ? RetryDelays.inLane(row.retries++) : Optional.empty();
        if (delay.isPresent()) {
            later(row, delay.get());
        } else if (parking.isFull() && !parking.keys().holds(row.key)) {
            later(row, RetryDelays.parkFull());
        } else {
            park(row);
        }
    }

    private void later(Row row, Duration delay) {
        lane.timetable().after(delay, guarded(() -> ready(row)));
    }

    // --- Parking

    private void forward(Row row) throws ActiveMQException {
        settlement.park(row);
        parking.parked(row);
        ward.resolved(row);
    }

    private void park(Row row) throws ActiveMQException {
        forward(row);
        parkFollowers(row);
        next(row);
    }

    /** Rows behind it in the lane go to the park queue behind it; replays pass. */
    private void parkFollowers(Row row) throws ActiveMQException {
        Deque<Row> followers = new ArrayDeque<>();
        chains.removeFollowers(row.key, other -> !other.fromPark() && !other.isReplay(), followers::add);
        for (Row follower : followers) {
            forward(follower);
        }
    }

    private void leaveParked(Row row) throws ActiveMQException {
        parking.failedAgain(row);
        leaveFollowersParked(row);
        held--;
        parking.left(row);
        next(row);
    }

    private void leaveFollowersParked(Row row) {
        chains.removeFollowers(row.key, Row::fromPark, follower -> {
            held--;
            parking.left(follower);
            ward.resolved(follower);
        });
    }

    // --- Dead letters

    private void die(Row row, Failure failure) throws ActiveMQException {
        if (failure.kind() == FailureKind.REFUSED) {
            lane.gate().refused(failure);
        }
        boolean replacesHold = parking.isHeldByLetterOf(row);
        UUID letter = settlementOf(row).bury(row, failure);
        if (lane.integration().afterDeadLetter() == AfterDeadLetter.HOLD_KEY) {
            settlementOf(row).hold(letter, row.key);
            parking.hold(row.key, letter);
            leaveFollowersParked(row);
            parkFollowers(row);
        }
        if (replacesHold) {
            release(
                    settlementOf(row),
                    row.key,
                    row.message.replay().orElseThrow().letter());
        }
        next(row);
    }

    private void release(Settlement with, UUID key, UUID letter) throws ActiveMQException {
        if (parking.keys().heldBy(key, letter)) {
            with.release(letter);
            with.afterCommit(() -> parking.release(key, letter));
        }
    }

    private Settlement settlementOf(Row row) {
        return row.fromPark() ? row.pass.settlement() : settlement;
    }

    // --- After a crash

    boolean isCareful() {
        return !lane.careful().isOver();
    }

    /** Starts the next suspect, or what is before it in its chain, when nothing else is under way in the process. */
    private void tryNextSuspect() throws ActiveMQException {
        if (ward.isEmpty() || started > 0 || !isWorking()) {
            return;
        }
        Row suspect = ward.next();
        if (suspect == null) {
            Set<UUID> keys = ward.keysToFetch();
            if (!keys.isEmpty() && owner) {
                parking.passNow(keys);
            }
            return;
        }
        Row first = chains.first(suspect.key);
        if (first == suspect && ward.convicted(suspect)) {
            waiting.remove(suspect);
            settlementOf(suspect).afterCommit(() -> ward.resolved(suspect));
            die(suspect, Quarantine.FAILURE);
            commit();
            tryNextSuspect();
        } else if (first != null && waiting.remove(first)) {
            start(first, true);
        }
    }

    // --- Commit and end

    /** All events that were there have been dealt with. */
    void afterEvents() {
        guarded(() -> {
                    commit();
                    parking.afterCommit();
                    // After the commit, which clears their slots: the next one must be alone in the recorder.
                    tried.forEach(ward::resolved);
                    tried.clear();
                    tryNextSuspect();
                })
                .run();
    }

    private void commit() throws ActiveMQException {
        commit(settlement);
        Optional<Settlement> ofPass = parking.settlement();
        if (ofPass.isPresent()) {
            commit(ofPass.get());
        }
    }

    private void commit(Settlement settling) throws ActiveMQException {
        if (settling.isEmpty()) {
            return;
        }
        for (Row row : settling.commit()) {
            held--;
            restNow(row);
            if (row.fromPark()) {
                parking.settled(row);
            } else {
                places.giveBack(row.size);
            }
        }
    }

    /** Takes and starts nothing more; what is started finishes. */
    void drain() {
        draining = true;
        places.close();
        parking.letGo();
    }

    /** The session is of no more use. Any thread may find out, but this runs on the lane's. */
    void lost(Throwable cause) {
        if (!lost) {
            lost = true;
            lossCause = cause;
            drain();
            if (!(cause instanceof ActiveMQException) && !(cause instanceof BrokerUnavailableException)) {
                LOG.warn("Lane {} met an error of its own and starts anew; no message is lost.", lane.name(), cause);
            }
        }
    }

    /** Null unless the session was lost. */
    Throwable lossCause() {
        return lossCause;
    }

    boolean isWorking() {
        return !draining && lane.isCurrent(this);
    }

    boolean isOwner() {
        return owner;
    }

    boolean isOver() {
        return draining && started == 0;
    }

    /** Gives messages that are not settled back. Called once, by the lane, whether the session is alive or not. */
    void close() {
        drain();
        ward.leave();
        chains.forEach(row -> {
            if (row.probe) {
                lane.gate().probeLost();
            }
            restNow(row);
        });
        lane.gate().withdraw(lane);
        // What is parked first: once the work queue is given up, another process may read the park queue.
        quietly(parking::close);
        quietly(session::close);
    }

    private static void quietly(Step closing) {
        try {
            closing.run();
        } catch (Exception e) {
            LOG.debug("A lost session could not be closed", e);
        }
    }

    LaneStatus.PartitionStatus status(int partition) {
        Instant[] oldest = new Instant[1];
        chains.forEach(row -> {
            if (oldest[0] == null || row.message.acceptedAt().isBefore(oldest[0])) {
                oldest[0] = row.message.acceptedAt();
            }
        });
        return new LaneStatus.PartitionStatus(
                partition,
                !lost,
                owner,
                started,
                held - started,
                parking.keys().rows(),
                parking.keys().keys(),
                Optional.ofNullable(oldest[0]));
    }

    /** A step that may fail with the session. */
    @FunctionalInterface
    interface Step {
        void run() throws Exception;
    }

    /** The step, which does nothing once the shift is over and ends the shift when it fails. */
    Runnable guarded(Step step) {
        return () -> {
            if (lost || !lane.isCurrent(this)) {
                return;
            }
            try {
                step.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                lost(e);
            } catch (Exception e) {
                lost(e);
            }
        };
    }
}

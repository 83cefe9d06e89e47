package io.d365hub.lane;

import io.d365hub.broker.BrokerUnavailableException;
import io.d365hub.broker.ControlMessages;
import io.d365hub.failure.Failure;
import io.d365hub.ledger.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ICoreMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A lane's work with one session, from its opening to its close. When the session is lost, everything here is thrown
 * away, and the next shift gets the messages again; verdicts that come late find the old shift and are not settled. Used
 * by the lane's thread only.
 */
final class Shift {

    private static final Logger LOG = LoggerFactory.getLogger(Shift.class);

    /**
     * A busy lane commits at most once in this time: each commit is a receipt and some twenty hand-overs between threads,
     * whether it settles one row or a hundred.
     */
    private static final long GATHER_NANOS = 4_000_000;

    /** Small rows with a verdict that wait for their commit while others have their places already. */
    static final int MOST_UNCOMMITTED = 100;

    private static final int SMALL_KIBIBYTES = 4;

    /** A lane that waits for its partition asks again so often whether it has become the owner. */
    private static final Duration HELLO_PERIOD = Duration.ofSeconds(60);

    private final Lane lane;
    private final LaneSession session;
    private final RecentDeliveries recent;
    private final Settlement settlement;
    private final Parking parking;
    private final Ward ward;
    private final KeyChains chains = new KeyChains();
    private final Starts starts;
    private final Judge judge;
    private final Runs runs;
    private final OneByOne oneByOne;
    private final Places places;
    private boolean owner;
    private boolean draining;
    private boolean lost;
    private Throwable lossCause;
    private int held;
    private long committedAt;
    private int givenBack;

    Shift(Lane lane, LaneSession session) {
        this.lane = lane;
        this.session = session;
        this.recent = new RecentDeliveries(lane.time().now());
        this.settlement = settlement(session);
        this.parking = new Parking(this, session, lane);
        this.ward = new Ward(lane.careful(), lane);
        this.starts = new Starts(this, lane, session);
        this.judge = new Judge(this, lane, settlement, parking, chains, starts, ward);
        this.runs = new Runs(this, chains, starts);
        this.oneByOne = new OneByOne(ward, chains, starts, judge, parking);
        this.committedAt = lane.time().nanoTime() - GATHER_NANOS;
        this.places =
                new Places(lane.integration().startedLimit(), lane.settings().bytesTaken(), session::isConnectionLost);
    }

    /** For one of the sessions of this shift. */
    Settlement settlement(LaneSession of) {
        return new Settlement(of, lane.integration().name(), lane.time(), recent);
    }

    void open() throws ActiveMQException {
        session.verifyQueues();
        session.takeWork(
                new Taker(this, places, lane.mailbox(), null),
                lane.integration().startedLimit());
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
            ward.resolved(row);
            return;
        }
        held++;
        ward.met(row);
        if (!row.fromPark() && !row.isReplay() && parking.keys().holds(row.key)) {
            judge.forward(row);
            return;
        }
        Row before = chains.add(row);
        if (before == null) {
            starts.ready(row);
        } else if (before.run != null) {
            starts.startBehind(before.run);
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

    void controlled(ICoreMessage message) {
        guarded(() -> {
                    if (draining) {
                        return;
                    }
                    becomeOwner();
                    switch (ControlMessages.kind(message).orElseThrow()) {
                        case HELLO -> ward.allIsSeen();
                        case RELEASE ->
                            judge.release(
                                    settlement, ControlMessages.keyDigest(message), ControlMessages.letter(message));
                        case HOLD ->
                            judge.hold(settlement, ControlMessages.keyDigest(message), ControlMessages.letter(message));
                    }
                    settlement.acknowledge(message);
                })
                .run();
    }

    void foreign(ICoreMessage message) {
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

    /** Something that kept rows waiting may have changed. */
    void startWaiting() {
        guarded(starts::startWaiting).run();
    }

    // --- Replays

    /** Asks whether a replay may start; empty when a commit must come first. */
    Optional<ReplayGate.Question> question(Row row) {
        return recent.question(row);
    }

    /** The replay goes back untried. */
    void sendBack(Row row, Failure why) throws ActiveMQException {
        if (row.probe) {
            row.probe = false;
            lane.gate().probeLost();
        }
        judge.sendBack(row, why);
    }

    // --- Verdicts

    void finished(Attempt attempt) {
        if (!starts.ended(attempt)) {
            return;
        }
        Row row = attempt.row;
        Verdict verdict = lane.verdict(attempt);
        if (row.run == null) {
            judge(row, verdict);
        } else {
            guarded(() -> runs.back(row, verdict)).run();
        }
    }

    /** The target has a row in line. */
    void inLine(Attempt attempt) {
        guarded(() -> starts.inLine(attempt)).run();
    }

    /** Says what becomes of a row whose key's earlier rows are all judged. */
    void judge(Row row, Verdict verdict) {
        boolean probe = row.probe;
        row.probe = false;
        tellGate(verdict, probe);
        guarded(() -> {
                    oneByOne.survived(row);
                    judge.judge(row, verdict);
                })
                .run();
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

    /** A row of a pass stays in the park queue. */
    void leave(Row row) {
        held--;
        parking.left(row);
    }

    boolean isCareful() {
        return !lane.careful().isOver();
    }

    // --- Commit and end

    /**
     * How long the commit may wait for more verdicts; not above 0 when it should not: no more are to come, many wait, or the last
     * one was a while ago.
     */
    long nanosToGather() {
        boolean more = isWorking() && starts.underWay() > 0 && lane.careful().isOver();
        if (!more || settlement.isEmpty() || settlement.rows().size() >= MOST_UNCOMMITTED) {
            return 0;
        }
        long nanos = committedAt + GATHER_NANOS - lane.time().nanoTime();
        if (nanos > 0) {
            giveBackPlaces();
        }
        return nanos;
    }

    /** Who waits for the commit takes nobody's place meanwhile: few calls at once would else wait for the disk. */
    private void giveBackPlaces() {
        List<Row> rows = settlement.rows();
        while (givenBack < rows.size()
                && rows.get(givenBack).size <= SMALL_KIBIBYTES
                && !rows.get(givenBack).fromPark()) {
            places.giveBack(rows.get(givenBack++).size);
        }
    }

    /** All events that were there have been dealt with. */
    void afterEvents() {
        guarded(() -> {
                    commit();
                    parking.afterCommit();
                    while (isWorking() && oneByOne.afterCommit(owner)) {
                        commit();
                    }
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
        List<Row> settled = settling.commit();
        committedAt = lane.time().nanoTime();
        int before = settling == settlement ? givenBack : 0;
        for (Row row : settled) {
            held--;
            starts.rest(row);
            if (row.fromPark()) {
                parking.settled(row);
            } else if (before-- <= 0) {
                places.giveBack(row.size);
            }
        }
        if (settling == settlement) {
            givenBack = 0;
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
            starts.withdraw();
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

    boolean isDraining() {
        return draining;
    }

    boolean isOwner() {
        return owner;
    }

    boolean isOver() {
        return draining && starts.underWay() == 0;
    }

    /** Gives messages that are not settled back. Called once, by the lane, whether the session is alive or not. */
    void close() {
        drain();
        ward.leave();
        chains.forEach(row -> {
            if (row.probe) {
                lane.gate().probeLost();
            }
            starts.rest(row);
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

    boolean holds(UUID message) {
        boolean[] found = new boolean[1];
        chains.forEach(row -> found[0] |= row.message.id().equals(message));
        return found[0];
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
                starts.underWay(),
                held - starts.underWay(),
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

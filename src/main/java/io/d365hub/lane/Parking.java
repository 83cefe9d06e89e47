package io.d365hub.lane;

import io.d365hub.broker.ControlMessages;
import io.d365hub.broker.MessageCodec;
import io.d365hub.lane.ParkedKeys.Failing;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.client.ClientMessage;

/**
 * The parked rows of a partition: which keys are held, and the passes that try them again. Used by the lane's thread
 * only.
 */
final class Parking {

    private static final int MOST_KEYS_A_PASS = 500;

    /** A pass with a long key must not keep other keys from being tried. */
    private static final Duration PASS_LIMIT = Duration.ofSeconds(5);

    private static final long PAUSE_BETWEEN_PASSES_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long REBUILD_LIMIT_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long REBUILD_PAUSE_MILLIS = 20;

    private final Shift shift;
    private final LaneSession session;
    private final Lane lane;
    private final ParkedKeys keys = new ParkedKeys();
    private ParkPass pass;
    private boolean passPlanned;

    Parking(Shift shift, LaneSession session, Lane lane) {
        this.shift = shift;
        this.session = session;
        this.lane = lane;
    }

    ParkedKeys keys() {
        return keys;
    }

    boolean isFull() {
        return keys.keys() >= lane.settings().mostHeldKeys();
    }

    /**
     * Reads the park queue, before the lane works its first message. Messages still in the hands of the former owner's
     * dying session are waited for: without them a later row could overtake.
     */
    void rebuild(Ward ward) throws ActiveMQException, InterruptedException {
        long from = System.nanoTime();
        keys.clear();
        while (!session.browsePark(message -> found(message, ward))) {
            if (System.nanoTime() - from > REBUILD_LIMIT_NANOS) {
                throw new ActiveMQException("Parked messages of " + lane.name() + " are held by another session");
            }
            keys.clear();
            TimeUnit.MILLISECONDS.sleep(REBUILD_PAUSE_MILLIS);
        }
        plan();
    }

    private void found(ClientMessage message, Ward ward) {
        long now = lane.time().nanoTime();
        UUID key = ControlMessages.keyDigest(message);
        if (ControlMessages.kind(message).isPresent()) {
            keys.hold(key, ControlMessages.letter(message), now);
            return;
        }
        keys.parked(key, MessageCodec.isReplay(message), now);
        ward.foundParked(UUID.fromString(message.getStringProperty(MessageCodec.ID)), key);
    }

    /** The row is in the park queue with the next commit. */
    void parked(Row row) {
        long now = lane.time().nanoTime();
        keys.parked(row.key, row.isReplay(), now);
        if (row.firstFailedAt != null) {
            keys.failed(row.key, failing(row), now);
        }
        plan();
    }

    private static Failing failing(Row row) {
        return new Failing(row.message.id(), row.attempts, row.firstFailedAt, row.patienceFrom);
    }

    /** A row comes from the park queue: gets its history back. True when it is to be worked now. */
    boolean take(Row row) {
        if (row.pass != pass) {
            return false;
        }
        ParkedKeys.Held held = keys.find(row.key);
        if (!pass.wants(row) || held == null || (held.heldByLetter() && !row.isReplay())) {
            pass.skip(row);
            return false;
        }
        pass.taken();
        Failing failing = keys.failing(row.key, row.message.id());
        if (failing != null) {
            row.attempts = failing.attempts();
            row.firstFailedAt = failing.firstFailedAt();
            row.patienceFrom = failing.patienceFrom();
        } else if (ParkCodec.failedItself(row.source)) {
            row.attempts = ParkCodec.attempts(row.source);
            row.firstFailedAt = ParkCodec.firstFailedAt(row.source);
            row.patienceFrom = lane.gate().runningNanos();
        }
        return true;
    }

    /** A row of a pass failed and stays parked: its key is done for this pass. */
    void failedAgain(Row row) {
        keys.failed(row.key, failing(row), lane.time().nanoTime());
        pass.closeKey(row.key);
    }

    /** A row of a pass stays where it is. */
    void left(Row row) {
        row.pass.done(row);
    }

    /** A letter holds the key from the next commit on; rows of a running pass stay parked. */
    void hold(UUID key, UUID letter) {
        keys.hold(key, letter, lane.time().nanoTime());
        if (pass != null) {
            pass.closeKey(key);
        }
    }

    void release(UUID key, UUID letter) {
        keys.release(key, letter, lane.time().nanoTime());
        plan();
    }

    /** A row of a pass is settled, and that is committed. */
    void settled(Row row) {
        keys.settled(row.key, row.isReplay(), lane.time().nanoTime());
        row.pass.done(row);
        if (!keys.hasWork(row.key)) {
            row.pass.closeKey(row.key);
        }
    }

    /** Between two commits, with nothing of this batch of events left to do. */
    void afterCommit() throws ActiveMQException {
        if (pass == null || !pass.isFinished()) {
            return;
        }
        boolean strange = !pass.anyCame() && pass.hasOpenKeys() && session.parkIsEmpty();
        pass.close();
        pass = null;
        if (strange) {
            // Somebody took messages out of the park queue by hand: read again what is there.
            throw new ActiveMQException("The park queue of " + lane.name() + " does not hold what it should");
        }
        plan();
    }

    /** Starts a pass over these keys now; for the careful phase. */
    void passNow(Set<UUID> wanted) throws ActiveMQException {
        if (pass == null) {
            start(wanted);
        }
    }

    /** The settlement of the running pass; empty when there is none. */
    Optional<Settlement> settlement() {
        return Optional.ofNullable(pass).map(ParkPass::settlement);
    }

    void letGo() {
        if (pass != null) {
            pass.letGo();
        }
    }

    /** At the end of the shift, before the lane lets go of its partition. */
    void close() throws ActiveMQException {
        if (pass != null) {
            pass.close();
        }
    }

    private void plan() {
        if (passPlanned || pass != null || !shift.isWorking()) {
            return;
        }
        long next = keys.nextDueIn(lane.time().nanoTime());
        if (next >= 0) {
            passPlanned = true;
            long due = lane.time().nanoTime() + Math.max(next, PAUSE_BETWEEN_PASSES_NANOS);
            lane.timetable().at(due, shift.guarded(this::duePass));
        }
    }

    private void duePass() throws ActiveMQException {
        passPlanned = false;
        if (pass != null || !shift.isWorking()) {
            return;
        }
        if (shift.isCareful()) {
            plan();
        } else {
            startDue();
        }
    }

    private void startDue() throws ActiveMQException {
        Set<UUID> due = keys.due(lane.time().nanoTime(), MOST_KEYS_A_PASS);
        if (due.isEmpty()) {
            plan();
        } else {
            start(due);
        }
    }

    private void start(Set<UUID> wanted) throws ActiveMQException {
        LaneSession own = session.another();
        Places places =
                new Places(lane.integration().startedLimit(), lane.settings().bytesTaken(), session::isConnectionLost);
        ParkPass started = new ParkPass(wanted, places, own, shift.settlement(own));
        pass = started;
        started.start(shift, lane.mailbox());
        lane.timetable().after(PASS_LIMIT, shift.guarded(() -> {
            if (pass == started) {
                started.end();
            }
        }));
    }
}

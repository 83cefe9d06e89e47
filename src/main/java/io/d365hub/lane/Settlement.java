package io.d365hub.lane;

import io.d365hub.broker.ControlMessages;
import io.d365hub.broker.DeadLetterCodec;
import io.d365hub.broker.QueueNames;
import io.d365hub.failure.Failure;
import io.d365hub.ledger.Outcome;
import io.d365hub.ledger.Receipt;
import io.d365hub.message.MessageIds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ICoreMessage;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;

/**
 * What the next commit of a lane settles: acknowledgements, dead letters, parked copies, markers, and the receipt that
 * says so. All of it takes effect together or not at all. Used by the lane's thread only.
 */
final class Settlement {

    static final SimpleString RECEIPTS = SimpleString.of(QueueNames.RECEIPTS);
    static final SimpleString DEAD_LETTERS = SimpleString.of(QueueNames.DEAD_LETTERS);
    static final SimpleString BROKER_DEAD_LETTERS = SimpleString.of(QueueNames.BROKER_DEAD_LETTERS);

    private final LaneSession session;
    private final String integration;
    private final LaneTime time;
    private final RecentDeliveries recent;

    /** With the counter, an id of its own for each receipt of each life of a lane. */
    private final long life = UUID.randomUUID().getMostSignificantBits();

    private final List<Row> rows = new ArrayList<>();
    private final List<Receipt.Entry> entries = new ArrayList<>();
    private final List<Runnable> afterwards = new ArrayList<>();
    private boolean empty = true;
    private long receipts;

    Settlement(LaneSession session, String integration, LaneTime time, RecentDeliveries recent) {
        this.session = session;
        this.integration = integration;
        this.time = time;
        this.recent = recent;
    }

    boolean isEmpty() {
        return empty;
    }

    /** The rows that the next commit settles, in the order of their verdicts. */
    List<Row> rows() {
        return rows;
    }

    private void settle(Row row, Outcome outcome) throws ActiveMQException {
        settle(row, outcome, "");
    }

    /** With the row that it was delivered to, as its target names it; empty when nobody said. */
    void settle(Row row, Outcome outcome, String target) throws ActiveMQException {
        entries.add(new Receipt.Entry(
                row.message.id(),
                outcome,
                row.key,
                row.message.sequence(),
                row.message.acceptedAt().toEpochMilli(),
                time.now().toEpochMilli(),
                row.message.replay(),
                target));
        rows.add(row);
        empty = false;
        if (outcome == Outcome.DELIVERED) {
            recent.delivered(row);
        }
    }

    /** A replay goes back untried: its letter is open again, under its own id. */
    void sendBack(Row row, Failure why) throws ActiveMQException {
        Instant now = time.now();
        UUID letter = row.message.replay().orElseThrow().letter();
        session.send(
                DEAD_LETTERS,
                DeadLetterCodec.encode(
                        session.core(), new DeadLetterCodec.Dying(letter, row.message, why, row.attempts, now, now)));
        settle(row, Outcome.DEAD);
    }

    /** Makes it a dead letter; returns the letter's id. */
    UUID bury(Row row, Failure failure) throws ActiveMQException {
        Instant now = time.now();
        UUID letter = MessageIds.timeOrdered(now);
        Instant firstFailedAt = row.firstFailedAt == null ? now : row.firstFailedAt;
        session.send(
                DEAD_LETTERS,
                DeadLetterCodec.encode(
                        session.core(),
                        new DeadLetterCodec.Dying(letter, row.message, failure, row.attempts, firstFailedAt, now)));
        settle(row, Outcome.DEAD);
        return letter;
    }

    void park(Row row) throws ActiveMQException {
        session.sendToPark(ParkCodec.encode(session.core(), row));
        settle(row, Outcome.PARKED);
    }

    void hold(UUID letter, UUID key) throws ActiveMQException {
        session.sendToPark(ControlMessages.hold(session.core(), letter, key));
        empty = false;
    }

    void release(UUID letter) throws ActiveMQException {
        session.acknowledgeHold(letter);
        empty = false;
    }

    void acknowledge(ICoreMessage control) throws ActiveMQException {
        session.acknowledge(control);
        empty = false;
    }

    /** For a message that is none of ours. */
    void setAside(ICoreMessage foreign) throws ActiveMQException {
        session.send(BROKER_DEAD_LETTERS, foreign);
        acknowledge(foreign);
    }

    /** Runs on the lane's thread once the commit has taken effect. */
    void afterCommit(Runnable task) {
        afterwards.add(task);
    }

    /** Commits; returns the rows that are settled now. */
    List<Row> commit() throws ActiveMQException {
        // Together: one by one each would wake a thread of the broker.
        for (Row row : rows) {
            session.acknowledge(row.source);
        }
        Receipt last = null;
        for (List<Receipt.Entry> portion : Receipt.portions(entries)) {
            Receipt receipt = new Receipt(new UUID(life, receipts++), integration, time.now(), portion);
            ICoreMessage message = session.core().createMessage(Message.BYTES_TYPE, true);
            message.getBodyBuffer().writeBytes(receipt.toBytes());
            session.send(RECEIPTS, message);
            last = receipt;
        }
        session.commit();
        if (last != null) {
            recent.committed(new ReplayGate.Committed(last.id(), last.committedAt()));
        }
        List<Row> settled = List.copyOf(rows);
        rows.clear();
        entries.clear();
        empty = true;
        List<Runnable> tasks = List.copyOf(afterwards);
        afterwards.clear();
        tasks.forEach(Runnable::run);
        return settled;
    }
}

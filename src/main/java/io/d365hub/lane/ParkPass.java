package io.d365hub.lane;

import io.d365hub.broker.ControlMessages;
import io.d365hub.broker.MessageCodec;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.activemq.artemis.api.core.ActiveMQException;

/**
 * One pass over the park queue of a partition: works the rows of some keys, in order, until each key is free or failed
 * again. A row that is not settled goes back to its place when the pass is closed. Used by the lane's thread only.
 *
 * <p>It has a session of its own: a session calls all its handlers on one thread, and closing a consumer waits for that
 * thread, on which the handler of the work queue may be waiting for a place in a full lane.
 */
final class ParkPass {

    private final LaneSession session;
    private final Settlement settlement;
    private final Places places;
    private final Set<UUID> open;

    /** Rows that the lane took from the pass and has not settled. */
    private int outstanding;

    private boolean ending;
    private boolean anyCame;

    /** Owns the session. */
    ParkPass(Set<UUID> keys, Places places, LaneSession session, Settlement settlement) {
        this.open = keys;
        this.places = places;
        this.session = session;
        this.settlement = settlement;
    }

    void start(Shift shift, Mailbox mailbox) throws ActiveMQException {
        String filter = open.stream()
                .map(key -> "'" + key + "'")
                .collect(Collectors.joining(
                        ",", ControlMessages.CONTROL + " IS NULL AND " + MessageCodec.KEY_DIGEST + " IN (", ")"));
        session.takeParked(filter, new Taker(shift, places, mailbox, this));
    }

    /** Where rows of this pass are settled. */
    Settlement settlement() {
        return settlement;
    }

    /** Whether the row is to be worked now; otherwise it goes back when the pass ends. */
    boolean wants(Row row) {
        anyCame = true;
        return !ending && open.contains(row.key);
    }

    void taken() {
        outstanding++;
    }

    /** The row is settled and committed, or is left in the queue. */
    void done(Row row) {
        outstanding--;
        places.giveBack(row.size);
    }

    /** The row is of no use to this pass. */
    void skip(Row row) {
        places.giveBack(row.size);
    }

    /** Nothing more of this key in this pass. */
    void closeKey(UUID key) {
        open.remove(key);
    }

    /** Takes no more rows; those taken are finished. */
    void end() {
        ending = true;
    }

    boolean isFinished() {
        return outstanding == 0 && (ending || open.isEmpty());
    }

    boolean anyCame() {
        return anyCame;
    }

    boolean hasOpenKeys() {
        return !open.isEmpty();
    }

    /** Lets the session's thread go. */
    void letGo() {
        ending = true;
        places.close();
    }

    void close() throws ActiveMQException {
        letGo();
        session.close();
    }
}

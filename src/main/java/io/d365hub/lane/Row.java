package io.d365hub.lane;

import io.d365hub.message.HubMessage;
import java.time.Instant;
import java.util.UUID;
import org.apache.activemq.artemis.api.core.ICoreMessage;

/** One message that a lane holds, from its arrival to its commit. Used by the lane's thread only. */
final class Row implements Runnable {

    static final int NO_SLOT = -1;

    final Shift shift;
    final ICoreMessage source;
    final HubMessage message;

    /** Digest of the record key. */
    final UUID key;

    /** What it counts in its {@link Places}. */
    final int size;

    /** The pass that took it from the park queue; null when it comes from the work queue. */
    final ParkPass pass;

    /** The next row of the same record key in the lane. */
    Row next;

    /** Its place in the flight recorder while it is under way. */
    int slot = NO_SLOT;

    /** Its run through the route; null when it is not under way. */
    Attempt current;

    /** Whether it is the one that tries whether a closed target is open again. */
    boolean probe;

    /** The rows of its key with which it is under way; null when it is so alone, or not at all. */
    Run run;

    /** Whether the target has it in line, so that the next one of its run may start. */
    boolean inLine;

    /** What the route said, while a row before it in its run has no verdict yet. */
    Verdict verdict;

    /** Whether the {@link ReplayGate} lets it pass. */
    boolean admitted;

    int attempts;
    int retries;

    /** Null until it failed. */
    Instant firstFailedAt;

    /** {@link IntegrationGate#runningNanos} when its patience began. */
    long patienceFrom;

    Row(Shift shift, ICoreMessage source, HubMessage message, UUID key, int size, ParkPass pass) {
        this.shift = shift;
        this.source = source;
        this.message = message;
        this.key = key;
        this.size = size;
        this.pass = pass;
    }

    boolean fromPark() {
        return pass != null;
    }

    /** Whether it may be under way together with others of its key: on its first way only. */
    boolean mayRun() {
        return attempts == 0 && !probe && !fromPark() && !isReplay();
    }

    /** It is judged, or will be started anew. */
    void leaveRun() {
        run.left();
        run = null;
        verdict = null;
    }

    boolean isReplay() {
        return message.replay().isPresent();
    }

    /** Its arrival, as an event of the lane. */
    @Override
    public void run() {
        shift.arrived(this);
    }
}

package io.d365hub.lane;

import io.d365hub.failure.Failure;
import io.d365hub.message.HubMessage;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Asked when the turn of a replayed dead letter has come, because much may have happened while it waited in the work queue: its
 * job may have been cancelled, and newer messages of its record may have been delivered.
 */
@FunctionalInterface
public interface ReplayGate {

    /** Lets everything pass. */
    ReplayGate OPEN = (question, answer) -> answer.accept(Optional.empty());

    /**
     * Asks about one replay. Called on a lane's thread, so it must return at once.
     *
     * @param answer to be called once, on any thread: empty when the replay may start; otherwise why it goes back untried, which
     *     makes its letter open again
     */
    void ask(Question question, Consumer<Optional<Failure>> answer);

    /**
     * A replay whose turn has come, and what its lane knows.
     *
     * @param newestHere sequence of the newest message of the record key that the lane remembers to have delivered; 0 when it
     *     remembers none
     * @param since when the lane began; what was delivered before it knows the ledger alone
     * @param forgotten the last receipt with a delivery that the lane does not remember any more; empty when there is none
     */
    record Question(HubMessage replay, long newestHere, Instant since, Optional<Committed> forgotten) {}

    /** A receipt that a lane has committed. */
    record Committed(UUID receipt, Instant at) {}
}

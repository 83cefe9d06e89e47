package io.d365hub.batch;

import io.d365hub.failure.Failure;
import io.d365hub.message.HubMessage;
import io.d365hub.message.Integration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Route;

/**
 * What happens to single rows that do not go with the others: the lane of the batch's integration, and the dead letters. The
 * root implements it with lanes, broker and ledger, which this package does not know.
 */
public interface SingleRows {

    /** A row that was given up. */
    record Rejected(UUID letter, HubMessage message, Failure failure, int attempts, Instant at) {}

    /**
     * Stores the messages durably in the work queues of their integration; blocks. Messages of one record key keep their
     * order. Handing over again, with the same ids, after a crash may deliver a message twice, in order.
     */
    void handOver(List<HubMessage> messages) throws Exception;

    /**
     * Stores dead letters durably, with their receipts for the ledger; blocks. The same again, with the same ids, changes nothing.
     * A row that has an open letter with the same content renews that one.
     */
    void reject(List<Rejected> rows) throws Exception;

    /**
     * Open dead letters with the record key and the content of these messages: message to letter. Others are left out. Blocks.
     */
    Map<UUID, UUID> standing(String integration, List<HubMessage> messages);

    /**
     * Closes open dead letters whose rows have come again and took another way; blocks. Letters that are not open are left alone.
     *
     * @param reason for operators
     */
    void close(String integration, Collection<UUID> letters, String reason);

    /**
     * Digests ({@link io.d365hub.message.RecordKeys#digest}) of the record keys of this integration with dead letters that
     * nobody has dealt with, those on their way into the store included. Other rows of these keys take the lane, so that a replay
     * finds out what is newer. Blocks.
     */
    Set<UUID> keysWithLetters(String integration);

    /** Which of the messages, all handed over earlier, have left the lane for good: delivered, filtered, dead or discarded. */
    Set<UUID> settled(Collection<UUID> messages);

    /** Whether nothing waits in the integration's lane, parked or being worked on. */
    boolean isLaneEmpty(Integration integration);

    /** The consumer of the integration's lane, not started yet; it runs the steps of the batch's route for each message. */
    Consumer lane(Integration integration, Processor processor, Route route) throws Exception;
}

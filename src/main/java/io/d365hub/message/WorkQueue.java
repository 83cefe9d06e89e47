package io.d365hub.message;

import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Stores accepted messages durably in the partition queues of their integrations.
 *
 * <ul>
 *   <li>No method blocks the caller; a stage completes on a thread of the store.
 *   <li>A stage that completes normally means: on disk, journal synced (promise 1).
 *   <li>A stage fails with {@link WorkQueueUnavailableException} when the store is full, blocked or out of reach; it does
 *       so within two seconds. The message may then have been stored or not.
 * </ul>
 */
public interface WorkQueue {

    /** What became of the message. */
    enum Stored {
        STORED,
        /** A message with this duplicate id had been stored before; this one was dropped. */
        DUPLICATE
    }

    /** Stores one message; {@code duplicateId} may be null. */
    CompletionStage<Stored> store(HubMessage message, String duplicateId);

    /** Stores all messages or none; {@code duplicateId} may be null and stands for all of them. */
    CompletionStage<Stored> storeAll(List<HubMessage> messages, String duplicateId);
}

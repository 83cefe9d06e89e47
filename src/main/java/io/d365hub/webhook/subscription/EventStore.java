package io.d365hub.webhook.subscription;

import io.d365hub.message.HubMessage;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Where published events are kept; the root makes it of the hub's queues. Thread-safe. */
@FunctionalInterface
public interface EventStore {

    /**
     * Stores copies of one event, all or none; drops them when it has stored the event before. Completes when they are on disk;
     * fails with {@link io.d365hub.message.WorkQueueUnavailableException} when they may not be.
     */
    CompletionStage<?> storeCopies(List<HubMessage> copies, String eventId);
}

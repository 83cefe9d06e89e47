package io.d365hub.ledger;

import java.util.Set;

/** What the broker knows of messages that have no verdict yet. */
public interface QueueDepths {

    /** Names of the integrations that have queues. */
    Set<String> integrations();

    /** Messages of an integration in its door, work and park queues, those included that a lane has in hand. */
    long queued(String integration);

    /** Receipts that are not folded and acknowledged yet. */
    long receipts();
}

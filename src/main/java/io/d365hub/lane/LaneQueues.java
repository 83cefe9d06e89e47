package io.d365hub.lane;

import io.d365hub.message.Integration;

/** Makes sure that the queues of an integration are there. */
public interface LaneQueues {

    /**
     * Creates what is missing: for each partition a work queue (exclusive) and a park queue (not exclusive).
     *
     * @throws IllegalStateException when the integration cannot have these partitions
     */
    void ensure(Integration integration);
}

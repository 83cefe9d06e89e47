package io.d365hub.bus.bridge;

import io.d365hub.bus.Destination;

/** What a route that takes messages from a bus needs of the rest of the hub. Implementations are thread-safe. */
public interface BridgeSurroundings {

    /**
     * Brings the messages of a queue to the door of an integration until the answer is closed.
     *
     * @param connection name of the bus
     * @throws io.d365hub.bus.BusException when no setting describes the bus
     */
    Bridges.Ending bridge(String connection, Destination place, String integration);
}

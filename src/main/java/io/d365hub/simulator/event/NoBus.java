package io.d365hub.simulator.event;

/** Takes nothing: what is sent waits, and fails in the end, as when a bus cannot be reached. */
public final class NoBus implements Bus {

    @Override
    public void send(Place place, BusMessage message) throws BusException {
        throw new BusException("there is no bus at " + place.namespaceAddress(), null);
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}

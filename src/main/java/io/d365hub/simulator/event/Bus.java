package io.d365hub.simulator.event;

/** Sends messages to queues and topics. Implementations are thread-safe. */
public interface Bus extends AutoCloseable {

    /**
     * Sends a message and returns when the bus has taken it.
     *
     * @param place where it goes
     * @throws BusException when the bus does not take it
     */
    void send(Place place, BusMessage message) throws BusException;

    @Override
    void close();

    /**
     * A queue or topic.
     *
     * @param namespaceAddress where the bus is
     * @param name of the queue or topic
     * @param topic whether it is a topic
     * @param userName null for nobody
     * @param password null for none
     */
    record Place(String namespaceAddress, String name, boolean topic, String userName, String password) {}

    /** The bus did not take a message. */
    @SuppressWarnings("serial") // never serialized
    final class BusException extends Exception {

        public BusException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}

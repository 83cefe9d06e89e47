package io.d365hub.bus.bridge;

/** Where messages of other brokers come in. Each is used by one bridge, on one thread. */
public interface LocalDoor extends AutoCloseable {

    /**
     * Stores a message, or its dead letter when it is refused. Storing the same one again has no effect.
     *
     * @throws NotStoredException when it is not surely on disk; it is given again later
     * @throws InterruptedException when the bridge is to stop
     */
    void store(Received message) throws NotStoredException, InterruptedException;

    /** Whether more would only pile up here; then it had better stay where it is. */
    boolean isFull();

    /** Largest body that is taken, bytes. */
    int bodyLimit();

    /** Gives back what it holds; called after the last message. */
    @Override
    void close();

    /** A message is not surely stored. */
    @SuppressWarnings("serial") // never serialized
    final class NotStoredException extends Exception {

        public NotStoredException(String why, Throwable cause) {
            super(why, cause);
        }
    }
}

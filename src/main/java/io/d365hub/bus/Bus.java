package io.d365hub.bus;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;

/** A broker that routes name. Implementations are thread-safe and connect to nothing before they are asked. */
public interface Bus {

    /** The bus that is the hub's own broker. */
    String OWN = "hub";

    /** What routes call it. */
    String name();

    BusProfile profile();

    /**
     * Opens a connection to send over, not started. It does not reconnect by itself: who lost messages under way must know.
     *
     * @param ids gives the ids of messages that are sent over it
     * @throws JMSException when the broker cannot be reached, or does not let us in
     */
    Connection toSend(MessageIds ids) throws JMSException;

    /**
     * The same to receive over. When it breaks, the broker gives what was under way to others at once: an Artemis that could
     * be told about the answers to messages that were sent would keep it for a minute.
     */
    Connection toReceive() throws JMSException;

    /**
     * The address of a destination, which is there afterwards when the bus is the hub's own.
     *
     * @throws JMSException when it cannot be made
     */
    default String address(Destination destination) throws JMSException {
        return destination.subscription().isEmpty()
                ? destination.name()
                : profile().subscription(destination.name(), destination.subscription());
    }
}

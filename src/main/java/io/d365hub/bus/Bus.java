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
     * Opens a connection that is not started. It does not reconnect by itself: who lost messages under way must know.
     *
     * @param ids gives the ids of messages that are sent over it
     * @throws JMSException when the broker cannot be reached, or does not let us in
     */
    Connection connect(MessageIds ids) throws JMSException;

    /** A connection whose messages get ids of the client's own making. */
    default Connection connect() throws JMSException {
        return connect(new MessageIds());
    }

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

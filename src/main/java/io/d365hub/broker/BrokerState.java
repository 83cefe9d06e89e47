package io.d365hub.broker;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/** What can be seen of the broker from outside. Cheap: figures may be up to a second old. Thread-safe. */
public interface BrokerState {

    /** Whether it is known that the broker takes no messages, because its disk is full or it has stopped. */
    boolean blocked();

    /** Messages in a queue, those included that a consumer holds; 0 when there is no such queue. */
    long depth(String queue);

    /** Bytes of messages in memory; empty when that is not known. */
    OptionalLong memoryBytes();

    /** How full the broker's disk is, 0 to 1; empty when that is not known. */
    OptionalDouble diskUsage();
}

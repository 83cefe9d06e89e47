package io.d365hub.webhook.subscription;

import io.d365hub.message.Integration;
import java.util.Collection;
import org.apache.camel.AsyncProcessor;

/** The queues of subscriptions and who works on them; the root makes it of the hub's lanes. Thread-safe. */
public interface DeliveryLanes {

    /** Makes the queue; from now on messages can be stored in it. */
    void open(Integration integration);

    /** Begins to hand the queue's messages to the processor. */
    void run(Integration integration, AsyncProcessor processor);

    /** Hands out no more, lets calls under way finish, and keeps the rest. Harmless when nothing runs. */
    void stop(Integration integration);

    /** As {@link #stop}, for many at once: calls that hang make it take no longer than one of them does. */
    void stopAll(Collection<Integration> integrations);

    /** Nothing can be stored any more. */
    void close(Integration integration);

    /** Messages that wait, those under way included. */
    long depth(Integration integration);
}

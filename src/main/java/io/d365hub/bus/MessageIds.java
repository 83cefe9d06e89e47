package io.d365hub.bus;

import java.util.Optional;
import org.apache.qpid.jms.JmsDestination;
import org.apache.qpid.jms.JmsSession;
import org.apache.qpid.jms.message.JmsMessageIDBuilder;
import org.apache.qpid.jms.policy.JmsMessageIDPolicy;

/**
 * The id of the next message that a connection sends. JMS makes ids itself; duplicate detection at Azure Service Bus needs
 * the same one when a message is sent again. Used by one thread.
 */
public final class MessageIds implements JmsMessageIDPolicy {

    private Optional<String> next = Optional.empty();

    /** The next message has this id; those after it have ids of the client's making again. */
    public void next(String id) {
        next = Optional.of(id);
    }

    @Override
    public JmsMessageIDPolicy copy() {
        // The connection's own must stay the one that the sender holds.
        return this;
    }

    @Override
    public JmsMessageIDBuilder getMessageIDBuilder(JmsSession session, JmsDestination destination) {
        return (producer, sequence) -> {
            String id = next.orElse(producer + "-" + sequence);
            next = Optional.empty();
            return id;
        };
    }
}

package io.d365hub.broker;

import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientSession;

/**
 * What can be seen of a broker elsewhere without rights of management: the depth of queues, sampled at most once a second
 * for each queue. Whether it is blocked is not known from here; the senders notice.
 */
final class ExternalBrokerState implements BrokerState, AutoCloseable {

    private static final long SAMPLE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final BrokerConnections connections;
    private final ConcurrentMap<String, Sample> samples = new ConcurrentHashMap<>();
    private BrokerConnection connection;
    private ClientSession session;

    ExternalBrokerState(BrokerConnections connections) {
        this.connections = connections;
    }

    private record Sample(long depth, long takenAt) {}

    @Override
    public boolean blocked() {
        return false;
    }

    @Override
    public long depth(String queue) {
        Sample known = samples.get(queue);
        long now = System.nanoTime();
        if (known == null || now - known.takenAt() > SAMPLE_NANOS) {
            known = new Sample(query(queue, known), now);
            samples.put(queue, known);
        }
        return known.depth();
    }

    private synchronized long query(String queue, Sample known) {
        try {
            if (connection == null || connection.isLost()) {
                close();
                connection = connections.service();
                session = connection.session();
            }
            return session.queueQuery(SimpleString.of(queue)).getMessageCount();
        } catch (ActiveMQException | BrokerUnavailableException e) {
            close();
            // While the broker is out of reach its queues do not change by us: the last figure stands.
            return known == null ? 0 : known.depth();
        }
    }

    @Override
    public OptionalLong memoryBytes() {
        return OptionalLong.empty();
    }

    @Override
    public OptionalDouble diskUsage() {
        return OptionalDouble.empty();
    }

    @Override
    public synchronized void close() {
        if (connection != null) {
            connection.close();
            connection = null;
        }
    }
}

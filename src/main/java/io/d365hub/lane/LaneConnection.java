package io.d365hub.lane;

import io.d365hub.broker.BrokerConnection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection that the lanes of an integration share: opened when the first of them needs it, and anew when it was
 * lost. Thread-safe.
 */
final class LaneConnection implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LaneConnection.class);

    private final String integration;
    private final Supplier<BrokerConnection> broker;
    private BrokerConnection connection;
    private Map<Lane, Consumer<Throwable>> listeners = new ConcurrentHashMap<>();
    private boolean told;

    LaneConnection(String integration, Supplier<BrokerConnection> broker) {
        this.integration = integration;
        this.broker = broker;
    }

    /** A transacted session of its own for a lane, on the connection as it is now. */
    synchronized LaneSession session(Lane lane, int partition) throws ActiveMQException {
        if (connection == null || connection.isLost()) {
            close();
            connection = broker.get();
            Map<Lane, Consumer<Throwable>> mine = new ConcurrentHashMap<>();
            listeners = mine;
            connection.onLost(cause -> mine.values().forEach(listener -> listener.accept(cause)));
        }
        return new LaneSession(connection, integration, partition, lane.time());
    }

    /** Tells the lane's listener when the connection is lost that its session was just made of. */
    synchronized void onLost(Lane lane, Consumer<Throwable> listener) {
        listeners.put(lane, listener);
    }

    synchronized void failed(Throwable cause) {
        if (!told) {
            told = true;
            LOG.warn(
                    "Integration '{}' has lost the broker: {}. Nothing is lost; it connects again by itself. If it does"
                            + " not, check that the broker runs (setting hub.broker.url).",
                    integration,
                    cause.getMessage());
        }
    }

    synchronized void works() {
        if (told) {
            told = false;
            LOG.info("Integration '{}' has the broker again.", integration);
        }
    }

    @Override
    public synchronized void close() {
        if (connection != null) {
            connection.close();
            connection = null;
        }
    }
}

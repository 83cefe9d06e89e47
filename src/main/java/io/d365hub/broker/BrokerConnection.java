package io.d365hub.broker;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQNotConnectedException;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.FailoverEventType;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;

/**
 * One connection to the broker. It never reconnects by itself: when it is lost, its owner finishes what is under way,
 * closes it and opens another one. Sessions are used by one thread at a time; closing the connection closes them.
 */
public final class BrokerConnection implements AutoCloseable {

    private static final int ACK_AT_ONCE = 0;

    private final ClientSessionFactory factory;
    private final String user;
    private final String password;
    /** Null when it is elsewhere. */
    private final EmbeddedBroker broker;

    private volatile boolean lost;

    /** @param broker the one that is connected to when it is in this process; else null */
    BrokerConnection(ClientSessionFactory factory, String user, String password, EmbeddedBroker broker) {
        this.factory = factory;
        this.user = user;
        this.password = password;
        this.broker = broker;
    }

    /** A session past the broker's client, which ends with this connection; empty for a broker elsewhere. */
    public Optional<InProcessSession> inProcessSession() throws ActiveMQException {
        if (broker == null) {
            return Optional.empty();
        }
        RemotingConnection end = isLost()
                ? null
                : broker.server()
                        .getRemotingService()
                        .getConnection(
                                factory.getConnection().getTransportConnection().getID());
        if (end == null) {
            throw new ActiveMQNotConnectedException("The connection was lost");
        }
        return Optional.of(new InProcessSession(broker.server(), end, user, password));
    }

    /** A session whose sends and acknowledgements take effect with its commit. Not started. */
    public ClientSession transactedSession() {
        return session(false);
    }

    /** A session in which every send and acknowledgement stands for itself. Not started. */
    public ClientSession session() {
        return session(true);
    }

    private ClientSession session(boolean autoCommit) {
        try {
            return factory.createSession(user, password, false, autoCommit, autoCommit, false, ACK_AT_ONCE);
        } catch (ActiveMQException e) {
            throw BrokerConnections.unavailable(e);
        }
    }

    /**
     * Tells the listener once when the connection is lost. Not called for {@link #close}. Runs on a thread of the
     * broker's client, which must not be blocked.
     */
    public void onLost(Consumer<ActiveMQException> listener) {
        AtomicBoolean told = new AtomicBoolean();
        // Listeners of the connection itself hear of silence only, and not of a broker that closes it, or dies.
        factory.addFailoverListener(event -> {
            if (event == FailoverEventType.FAILURE_DETECTED && told.compareAndSet(false, true)) {
                // The client tells of it before it gives the connection up, and who hears of it asks at once.
                lost = true;
                listener.accept(new ActiveMQNotConnectedException("The connection was lost"));
            }
        });
    }

    /** Whether it is of no more use. */
    public boolean isLost() {
        return lost
                || factory.isClosed()
                || factory.getConnection() == null
                || factory.getConnection().isDestroyed();
    }

    @Override
    public void close() {
        factory.close();
    }
}

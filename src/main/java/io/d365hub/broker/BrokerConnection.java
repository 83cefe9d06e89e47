package io.d365hub.broker;

import java.util.function.Consumer;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.SessionFailureListener;

/**
 * One connection to the broker. It never reconnects by itself: when it is lost, its owner finishes what is under way,
 * closes it and opens another one. Sessions are used by one thread at a time; closing the connection closes them.
 */
public final class BrokerConnection implements AutoCloseable {

    private static final int ACK_AT_ONCE = 0;

    private final ClientSessionFactory factory;
    private final String user;
    private final String password;

    BrokerConnection(ClientSessionFactory factory, String user, String password) {
        this.factory = factory;
        this.user = user;
        this.password = password;
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
        factory.getConnection().addFailureListener(new SessionFailureListener() {
            @Override
            public void connectionFailed(ActiveMQException exception, boolean failedOver) {
                listener.accept(exception);
            }

            @Override
            public void connectionFailed(
                    ActiveMQException exception, boolean failedOver, String scaleDownTargetNodeID) {
                listener.accept(exception);
            }

            @Override
            public void beforeReconnect(ActiveMQException exception) {
                // It never reconnects.
            }
        });
    }

    /** Whether it is of no more use. */
    public boolean isLost() {
        return factory.isClosed()
                || factory.getConnection() == null
                || factory.getConnection().isDestroyed();
    }

    @Override
    public void close() {
        factory.close();
    }
}

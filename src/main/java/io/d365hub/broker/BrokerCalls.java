package io.d365hub.broker;

import io.d365hub.broker.InProcessSession.Receiver;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.activemq.artemis.api.core.ICoreMessage;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.apache.activemq.artemis.core.server.ServerConsumer;
import org.apache.activemq.artemis.spi.core.protocol.SessionCallback;
import org.apache.activemq.artemis.spi.core.remoting.ReadyListener;

/** What the broker tells an {@link InProcessSession}, on threads of its own. */
final class BrokerCalls implements SessionCallback {

    private final Map<Long, Receiver> receivers;
    private final CountDownLatch closed;

    /**
     * @param receivers by consumer
     * @param closed counted down when the session has ended
     */
    BrokerCalls(Map<Long, Receiver> receivers, CountDownLatch closed) {
        this.receivers = receivers;
        this.closed = closed;
    }

    @Override
    public boolean hasCredits(ServerConsumer consumer) {
        Receiver receiver = receivers.get(consumer.getID());
        return receiver != null && receiver.hasRoom();
    }

    @Override
    public int sendMessage(MessageReference reference, ServerConsumer consumer, int deliveryCount) {
        Receiver receiver = receivers.get(consumer.getID());
        // Without one the consumer is being closed, which gives the message back.
        if (receiver != null) {
            receiver.received((ICoreMessage) reference.getMessage());
        }
        return 0;
    }

    @Override
    public void closed() {
        closed.countDown();
    }

    @Override
    public void disconnect(ServerConsumer consumer, String why) {
        receivers.remove(consumer.getID());
    }

    @Override
    public boolean isWritable(ReadyListener listener, Object protocolContext) {
        return true;
    }

    @Override
    public boolean updateDeliveryCountAfterCancel(ServerConsumer consumer, MessageReference ref, boolean failed) {
        return false;
    }

    @Override
    public void afterDelivery() {
        // Nothing was put off.
    }

    @Override
    public int sendLargeMessage(MessageReference ref, ServerConsumer consumer, long bodySize, int deliveryCount) {
        throw notAsked();
    }

    @Override
    public int sendLargeMessageContinuation(ServerConsumer consumer, byte[] body, boolean more, boolean answer) {
        throw notAsked();
    }

    @Override
    public void sendProducerCreditsMessage(int credits, SimpleString address) {
        throw notAsked();
    }

    @Override
    public void sendProducerCreditsFailMessage(int credits, SimpleString address) {
        throw notAsked();
    }

    @Override
    public void browserFinished(ServerConsumer consumer) {
        // Nothing is browsed.
    }

    /** Consumers take large messages whole, and credits are not asked for. */
    private static IllegalStateException notAsked() {
        return new IllegalStateException("The broker answers what this session does not ask");
    }
}

package io.d365hub.broker;

import io.d365hub.broker.StoreRequest.Addressed;
import io.d365hub.message.WorkQueue.Stored;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQIOErrorException;
import org.apache.activemq.artemis.api.core.ActiveMQInternalErrorException;
import org.apache.activemq.artemis.api.core.ActiveMQNonExistentQueueException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.io.IOCallback;
import org.apache.activemq.artemis.core.message.impl.CoreMessage;
import org.apache.activemq.artemis.core.persistence.OperationContext;
import org.apache.activemq.artemis.core.persistence.StorageManager;
import org.apache.activemq.artemis.core.postoffice.RoutingStatus;
import org.apache.activemq.artemis.core.server.ActiveMQServer;

/**
 * Gives single messages to the post office of the broker in this process, as the broker's own protocols do. That spares the
 * client, the packets and, most of all, the hops between their threads: more than half of what storing a message costs.
 * What is promised stays the same: the listener hears of a message once journal or page is synced.
 *
 * <p>One operation context for all messages, because the broker puts them into their queues in the order in which the
 * operations of a context end.
 */
final class PostOfficeTransmission implements Transmission {

    /** Larger ones are files of their own, which only a session makes. */
    private static final int LARGEST_BYTES = 64 << 10;

    /** What properties and headers usually need beside the body: a buffer that has to grow doubles. */
    private static final int PROPERTY_BYTES = 640;

    private static final byte PRIORITY = 4;

    private final ActiveMQServer server;
    private final StorageManager storage;
    private final OperationContext context;
    private final Transmission large;

    /** Routed, and not yet waited for. */
    private List<BiConsumer<Stored, Exception>> routed = new ArrayList<>();

    /** @param large takes what is too large for one record, and answers before it returns */
    PostOfficeTransmission(ActiveMQServer server, Transmission large) {
        this.server = server;
        this.storage = server.getStorageManager();
        this.context = storage.newContext(server.getExecutorFactory().getExecutor());
        this.large = large;
    }

    @Override
    public void transmit(List<Addressed> messages, String duplicateId, BiConsumer<Stored, Exception> listener)
            throws ActiveMQException {
        Addressed only = messages.get(0);
        if (only.message().body().length > LARGEST_BYTES) {
            flush();
            awaitOrder();
            large.transmit(messages, duplicateId, listener);
            return;
        }
        CoreMessage encoded = encode(only, duplicateId);
        storage.setContext(context);
        try {
            RoutingStatus status = server.getPostOffice().route(encoded, false);
            switch (status) {
                case OK -> routed.add(listener);
                case DUPLICATED_ID ->
                    routed.add(
                            (stored, failure) -> listener.accept(failure == null ? Stored.DUPLICATE : null, failure));
                default ->
                    listener.accept(
                            null,
                            new ActiveMQNonExistentQueueException(
                                    "There is no queue " + only.address() + ": " + status));
            }
        } catch (ActiveMQException e) {
            throw e;
        } catch (Exception e) {
            throw new ActiveMQInternalErrorException("The broker failed to store a message: " + e, e);
        } finally {
            storage.clearContext();
        }
    }

    private CoreMessage encode(Addressed only, String duplicateId) {
        CoreMessage encoded =
                new CoreMessage(storage.generateID(), only.message().body().length + PROPERTY_BYTES);
        encoded.setType(Message.BYTES_TYPE);
        encoded.setDurable(true);
        encoded.setPriority(PRIORITY);
        encoded.setTimestamp(only.message().acceptedAt().toEpochMilli());
        encoded.setAddress(only.address());
        MessageCodec.write(only.message(), encoded);
        if (duplicateId != null) {
            encoded.putStringProperty(Message.HDR_DUPLICATE_DETECTION_ID, SimpleString.of(duplicateId));
        }
        return encoded;
    }

    @Override
    public void flush() {
        if (routed.isEmpty()) {
            return;
        }
        List<BiConsumer<Stored, Exception>> waiting = routed;
        routed = new ArrayList<>();
        context.executeOnCompletion(new IOCallback() {
            @Override
            public void done() {
                waiting.forEach(listener -> listener.accept(Stored.STORED, null));
            }

            @Override
            public void onError(int code, String words) {
                waiting.forEach(listener -> listener.accept(null, new ActiveMQIOErrorException(words)));
            }
        });
    }

    /** Waits until everything routed before is in its queue. */
    private void awaitOrder() throws ActiveMQException {
        try {
            if (!context.waitCompletion(BrokerConnections.CONNECTION_TTL_MILLIS)) {
                throw new ActiveMQIOErrorException("The broker did not sync its journal in time");
            }
        } catch (ActiveMQException e) {
            throw e;
        } catch (Exception e) {
            throw new ActiveMQInternalErrorException("The broker failed while it synced its journal: " + e, e);
        }
    }
}

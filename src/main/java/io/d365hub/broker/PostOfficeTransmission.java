package io.d365hub.broker;

import io.d365hub.broker.StoreRequest.Addressed;
import io.d365hub.message.HubMessage;
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
import org.apache.activemq.artemis.core.postoffice.DuplicateIDCache;
import org.apache.activemq.artemis.core.postoffice.RoutingStatus;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.transaction.Transaction;
import org.apache.activemq.artemis.core.transaction.impl.TransactionImpl;

/**
 * Gives messages, single ones and several together, to the post office of the broker in this process, as the broker's own protocols do. That spares the
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
        if (messages.stream().anyMatch(PostOfficeTransmission::isLarge)) {
            flush();
            awaitOrder();
            large.transmit(messages, duplicateId, listener);
            return;
        }
        storage.setContext(context);
        try {
            if (messages.size() == 1) {
                route(messages.get(0), duplicateId, listener);
            } else {
                routeTogether(messages, duplicateId, listener);
            }
        } catch (ActiveMQException e) {
            throw e;
        } catch (Exception e) {
            throw new ActiveMQInternalErrorException("The broker failed to store a message: " + e, e);
        } finally {
            storage.clearContext();
        }
    }

    private static boolean isLarge(Addressed addressed) {
        return addressed.message() != null && addressed.message().body().length > LARGEST_BYTES;
    }

    private void route(Addressed only, String duplicateId, BiConsumer<Stored, Exception> listener) throws Exception {
        byte[] id = duplicateId == null ? null : DuplicateIds.bytes(duplicateId);
        // As the broker's own look-up, but without its transaction: of each transaction that goes to page files it
        // keeps
        // a record in memory until the message is gone, so that a million waiting messages would not fit. All messages
        // of an address come over one thread, so nothing comes between looking and remembering.
        DuplicateIDCache known = id == null ? null : ids(only.address());
        if (known != null && known.contains(id)) {
            repeated(listener);
            return;
        }
        RoutingStatus status = server.getPostOffice().route(encode(only), false);
        if (status != RoutingStatus.OK) {
            listener.accept(null, noQueue(only, status));
            return;
        }
        if (known != null) {
            // After the message: a process killed between the two may store it twice, and never loses it.
            known.addToCache(id);
        }
        routed.add(listener);
    }

    /** All or none; the first one's address remembers the id for all. */
    private void routeTogether(List<Addressed> messages, String duplicateId, BiConsumer<Stored, Exception> listener)
            throws Exception {
        Transaction together = new TransactionImpl(storage);
        try {
            String id = duplicateId;
            for (Addressed addressed : messages) {
                CoreMessage encoded = encode(addressed);
                if (id != null) {
                    encoded.putBytesProperty(Message.HDR_DUPLICATE_DETECTION_ID, DuplicateIds.bytes(id));
                    id = null;
                }
                RoutingStatus status = server.getPostOffice().route(encoded, together, false);
                if (status == RoutingStatus.DUPLICATED_ID) {
                    together.rollback();
                    repeated(listener);
                    return;
                }
                if (status != RoutingStatus.OK) {
                    together.rollback();
                    listener.accept(null, noQueue(addressed, status));
                    return;
                }
            }
            together.commit();
        } catch (Exception e) {
            together.tryRollback();
            throw e;
        }
        routed.add(listener);
    }

    /** Told when the first one is on disk. */
    private void repeated(BiConsumer<Stored, Exception> listener) {
        routed.add((stored, failure) -> listener.accept(failure == null ? Stored.DUPLICATE : null, failure));
    }

    private static ActiveMQException noQueue(Addressed addressed, RoutingStatus status) {
        return new ActiveMQNonExistentQueueException("There is no queue " + addressed.address() + ": " + status);
    }

    private DuplicateIDCache ids(SimpleString address) {
        return server.getPostOffice().getDuplicateIDCache(address);
    }

    private CoreMessage encode(Addressed addressed) {
        HubMessage message = addressed.message();
        CoreMessage encoded =
                new CoreMessage(storage.generateID(), (message == null ? 0 : message.body().length) + PROPERTY_BYTES);
        encoded.setType(Message.BYTES_TYPE);
        encoded.setDurable(true);
        encoded.setPriority(PRIORITY);
        encoded.setAddress(addressed.address());
        if (message != null) {
            encoded.setTimestamp(message.acceptedAt().toEpochMilli());
            MessageCodec.write(message, encoded);
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

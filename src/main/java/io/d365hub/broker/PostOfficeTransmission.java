package io.d365hub.broker;

import io.d365hub.broker.StoreRequest.Addressed;
import io.d365hub.message.HubMessage;
import io.d365hub.message.WorkQueue.Stored;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQIOErrorException;
import org.apache.activemq.artemis.api.core.ActiveMQInternalErrorException;
import org.apache.activemq.artemis.api.core.ActiveMQNonExistentQueueException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.io.IOCallback;
import org.apache.activemq.artemis.core.message.impl.CoreMessage;
import org.apache.activemq.artemis.core.persistence.OperationContext;
import org.apache.activemq.artemis.core.persistence.StorageManager;
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

    /** What a message needs beside body and envelope, address and names of usual length: a buffer that has to grow doubles. */
    private static final int PROPERTY_BYTES = 480;

    private static final byte PRIORITY = 4;

    private final ActiveMQServer server;
    private final StorageManager storage;
    private final OperationContext context;

    /** Of ids that follow their messages: nothing in a queue waits for them. */
    private final OperationContext idContext;

    private final IdJournal ids;
    private final Transmission large;

    /** Of messages that are routed and may not be on disk. */
    private final Set<UUID> underWay = ConcurrentHashMap.newKeySet();

    /** Routed, and not yet waited for. */
    private RoutedRun run;

    /**
     * A way into the broker of this process.
     *
     * @param ids remembers the ids of single messages
     * @param large takes what is too large for one record, and answers before it returns
     */
    PostOfficeTransmission(ActiveMQServer server, IdJournal ids, Transmission large) {
        this.server = server;
        this.ids = ids;
        this.storage = server.getStorageManager();
        Executor answers = server.getExecutorFactory().getExecutor();
        this.context = storage.newContext(answers);
        this.idContext = storage.newContext(answers);
        this.large = large;
        this.run = new RoutedRun(underWay);
    }

    @Override
    public void transmit(List<Addressed> messages, String duplicateId, BiConsumer<Stored, Exception> listener)
            throws ActiveMQException {
        UUID id = duplicateId == null ? null : DuplicateIds.of(duplicateId);
        if (id != null && isKnown(messages.get(0), id)) {
            repeated(listener);
            return;
        }
        if (messages.stream().anyMatch(PostOfficeTransmission::isLarge)) {
            flush();
            awaitOrder();
            large.transmit(messages, duplicateId, listener);
            return;
        }
        storage.setContext(context);
        try {
            if (messages.size() == 1) {
                route(messages.get(0), id, listener);
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

    private void route(Addressed only, UUID id, BiConsumer<Stored, Exception> listener) throws Exception {
        CoreMessage encoded = encode(only);
        if (id != null) {
            encoded.putBytesProperty(DuplicateIds.PROPERTY, DuplicateIds.bytes(id));
        }
        RoutingStatus status = server.getPostOffice().route(encoded, false);
        if (status != RoutingStatus.OK) {
            listener.accept(null, noQueue(only, status));
            return;
        }
        if (id != null) {
            RememberedIds place = ids.of(only.message().integration());
            UUID own = DuplicateIds.ofQueue(only.address(), id);
            if (encoded.isPaged()) {
                run.addPagedId(place, own, StoreRequest.bytes(only.message()));
            } else {
                run.addId(place, own);
            }
        }
        run.add(listener);
    }

    /**
     * As the broker's own look-up, but without its transaction: of each transaction that goes to page files it keeps a record in
     * memory until the message is gone, so that a million waiting messages would not fit. All messages of an address come over
     * one thread, so nothing comes between looking and remembering. Ids of large messages and of several together are in the
     * broker's own memory.
     */
    private boolean isKnown(Addressed first, UUID id) {
        if (first.message() != null) {
            UUID own = DuplicateIds.ofQueue(first.address(), id);
            if (underWay.contains(own)) {
                run.setRepeating();
                return true;
            }
            if (ids.of(first.message().integration()).contains(own)) {
                return true;
            }
        }
        return server.getPostOffice().getDuplicateIDCache(first.address()).contains(DuplicateIds.bytes(id));
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
        run.add(listener);
    }

    /** Told when the first one is on disk. */
    private void repeated(BiConsumer<Stored, Exception> listener) {
        run.add((stored, failure) -> listener.accept(failure == null ? Stored.DUPLICATE : null, failure));
    }

    private static ActiveMQException noQueue(Addressed addressed, RoutingStatus status) {
        return new ActiveMQNonExistentQueueException("There is no queue " + addressed.address() + ": " + status);
    }

    private CoreMessage encode(Addressed addressed) {
        HubMessage message = addressed.message();
        byte[] envelope = message == null ? new byte[0] : MessageCodec.envelope(message);
        int body = message == null ? 0 : message.body().length;
        CoreMessage encoded = new CoreMessage(storage.generateID(), body + envelope.length + PROPERTY_BYTES);
        encoded.setType(Message.BYTES_TYPE);
        encoded.setDurable(true);
        encoded.setPriority(PRIORITY);
        encoded.setAddress(addressed.address());
        if (message != null) {
            encoded.setTimestamp(message.acceptedAt().toEpochMilli());
            MessageCodec.write(message, envelope, encoded);
        }
        return encoded;
    }

    @Override
    public void flush() {
        if (run.isEmpty()) {
            return;
        }
        RoutedRun routed = run;
        run = new RoutedRun(underWay);
        // One file and one sync for messages and ids: a process killed between the two may store a message twice, and
        // never loses it.
        afterIds(routed.idsInJournal(), context, routed, () -> onceMessagesAreOnDisk(routed));
    }

    /** An id goes to another file than a message in a page: not before it, or a kill would make a repetition disappear. */
    private void onceMessagesAreOnDisk(RoutedRun routed) {
        routed.idsInJournal().remember();
        routed.idsInJournal().written();
        routed.idsInPages().remember();
        boolean gathered = routed.idsInPages().isEmpty() || ids.gather(routed.idsInPages(), routed.pagedBytes());
        if (gathered && !routed.isRepeating()) {
            routed.stored();
        } else if (gathered) {
            onceOnDisk(idContext, routed, routed::stored);
        } else {
            afterIds(routed.idsInPages(), idContext, routed, () -> {
                routed.idsInPages().written();
                routed.stored();
            });
        }
    }

    private void afterIds(IdBatch batch, OperationContext where, RoutedRun routed, Runnable then) {
        storage.setContext(where);
        try {
            batch.write(storage);
        } catch (Exception e) {
            routed.failed(new ActiveMQInternalErrorException("The broker failed to store ids of messages: " + e, e));
            return;
        } finally {
            storage.clearContext();
        }
        onceOnDisk(where, routed, then);
    }

    private static void onceOnDisk(OperationContext where, RoutedRun routed, Runnable then) {
        where.executeOnCompletion(new IOCallback() {
            @Override
            public void done() {
                then.run();
            }

            @Override
            public void onError(int code, String words) {
                routed.failed(new ActiveMQIOErrorException(words));
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

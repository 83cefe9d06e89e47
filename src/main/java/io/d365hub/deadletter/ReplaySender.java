package io.d365hub.deadletter;

import io.d365hub.broker.BrokerConnection;
import io.d365hub.broker.BrokerConnections;
import io.d365hub.broker.MessageCodec;
import io.d365hub.broker.QueueNames;
import io.d365hub.deadletter.ReplayChunks.Chunk;
import io.d365hub.message.HubMessage;
import io.d365hub.message.Integration;
import io.d365hub.message.Integrations;
import io.d365hub.message.RecordKeys;
import java.util.List;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;

/**
 * Sends the messages of a chunk to their work queues, all or none, and once however often it is asked to: a marker in the
 * same transaction carries the chunk's duplicate id to {@link QueueNames#REPLAYS}. Only replays use that address, so that the
 * broker's memory of 20,000 ids reaches back 20,000 chunks; the queue keeps no more than the last marker.
 */
final class ReplaySender {

    /** Of the broker, from 0 to 9; other messages have 4. */
    private static final byte PRIORITY = 1;

    private final BrokerConnections connections;
    private final Integrations integrations;

    ReplaySender(BrokerConnections connections, Integrations integrations) {
        this.connections = connections;
        this.integrations = integrations;
    }

    void send(Chunk chunk, List<HubMessage> messages) throws ActiveMQException {
        send(chunk.duplicateId(), messages);
    }

    /** Sends them once for this id. */
    void send(String duplicateId, List<HubMessage> messages) throws ActiveMQException {
        if (messages.isEmpty()) {
            return;
        }
        try (BrokerConnection connection = connections.lane();
                ClientSession session = connection.transactedSession();
                ClientProducer producer = session.createProducer()) {
            producer.send(QueueNames.REPLAYS, marker(session, duplicateId));
            for (HubMessage message : messages) {
                ClientMessage encoded = MessageCodec.encode(session, message);
                // Live messages go first. Should one of the same record overtake it, the lane holds the replay.
                if (message.replay().isPresent()) {
                    encoded.setPriority(PRIORITY);
                }
                producer.send(queue(message), encoded);
            }
            commit(session);
        }
    }

    private static ClientMessage marker(ClientSession session, String duplicateId) {
        ClientMessage marker = session.createMessage(Message.BYTES_TYPE, true);
        marker.putStringProperty(Message.HDR_DUPLICATE_DETECTION_ID, SimpleString.of(duplicateId));
        return marker;
    }

    private String queue(HubMessage message) {
        Integration integration = integrations
                .find(message.integration())
                .orElseThrow(() -> new IllegalStateException(
                        ("Letters of integration '%s' are claimed for a replay, and it does not run here any more."
                                        + " They are sent as soon as its route is started again.")
                                .formatted(message.integration())));
        return QueueNames.work(
                message.integration(), RecordKeys.partition(message.recordKey(), integration.partitions()));
    }

    private static void commit(ClientSession session) throws ActiveMQException {
        try {
            session.commit();
        } catch (ActiveMQException e) {
            if (e.getType() != ActiveMQExceptionType.DUPLICATE_ID_REJECTED) {
                throw e;
            }
            // The chunk is in the queues: this run, or another process, has sent it before.
        }
    }
}

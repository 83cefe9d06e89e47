package io.d365hub.intake.door;

import io.d365hub.broker.BrokerConnection;
import io.d365hub.broker.BrokerConnections;
import io.d365hub.broker.BrokerUnavailableException;
import io.d365hub.broker.DeadLetterCodec;
import io.d365hub.broker.DeadLetterCodec.Dying;
import io.d365hub.broker.MessageCodec;
import io.d365hub.broker.QueueNames;
import io.d365hub.failure.Failure;
import io.d365hub.failure.FatalErrors;
import io.d365hub.intake.door.DoorReader.Read;
import io.d365hub.ledger.Outcome;
import io.d365hub.ledger.Receipt;
import io.d365hub.message.HubMessage;
import io.d365hub.message.Integration;
import io.d365hub.message.Integrations;
import io.d365hub.message.RecordKeys;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQInterruptedException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves the messages of one door to the work queues, in their order: taking a message, storing it checked (or its dead
 * letter and receipt) and forgetting it is one transaction. Every process of the hub has one for each door; the broker
 * lets one of them work. Waits without polling.
 */
final class DoorForwarder implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DoorForwarder.class);
    private static final long FIRST_BACKOFF_MILLIS = 200;
    private static final long LONGEST_BACKOFF_MILLIS = 5_000;
    private static final long STOP_MILLIS = 2_000;

    private final String name;
    private final BrokerConnections connections;
    private final Integrations integrations;
    private final DoorReader reader;
    private final int batch;
    private final Thread thread;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile ClientConsumer consumer;

    DoorForwarder(String name, BrokerConnections connections, Integrations integrations, DoorReader reader, int batch) {
        this.name = name;
        this.connections = connections;
        this.integrations = integrations;
        this.reader = reader;
        this.batch = batch;
        this.thread = new Thread(this::run, "door-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        long backoff = FIRST_BACKOFF_MILLIS;
        while (!isClosing() && integrations.find(name).isPresent()) {
            try (BrokerConnection connection = connections.lane()) {
                pump(connection);
                backoff = FIRST_BACKOFF_MILLIS;
            } catch (ActiveMQException | BrokerUnavailableException | ActiveMQInterruptedException e) {
                if (!isClosing()) {
                    LOG.warn("Door '{}' lost the broker and tries again: {}", name, e.getMessage());
                }
            } catch (RuntimeException | Error e) {
                FatalErrors.rethrow(e);
                LOG.warn("Door '{}' failed and tries again; its messages wait in the broker", name, e);
            }
            backoff = pause(backoff);
        }
    }

    private void pump(BrokerConnection connection) throws ActiveMQException {
        try (ClientSession session = connection.transactedSession()) {
            ClientProducer producer = session.createProducer();
            consumer = session.createConsumer(QueueNames.door(name));
            session.start();
            while (!isClosing()) {
                // Null when the consumer or its connection is closed.
                ClientMessage first = consumer.receive();
                Optional<Integration> integration = integrations.find(name);
                if (first == null || integration.isEmpty()) {
                    return;
                }
                move(session, producer, integration.get(), first);
            }
        }
    }

    private void move(ClientSession session, ClientProducer producer, Integration integration, ClientMessage first)
            throws ActiveMQException {
        List<Receipt.Entry> dead = new ArrayList<>();
        int moved = 0;
        for (ClientMessage message = first; message != null; message = consumer.receiveImmediate()) {
            Read read = reader.read(message, integration);
            if (read.failure().isPresent()) {
                bury(session, producer, read.message(), read.failure().get(), dead);
            } else {
                int partition = RecordKeys.partition(read.message().recordKey(), integration.partitions());
                producer.send(
                        QueueNames.work(integration.name(), partition), MessageCodec.encode(session, read.message()));
            }
            message.acknowledge();
            if (++moved == batch) {
                break;
            }
        }
        if (!dead.isEmpty()) {
            Receipt receipt = new Receipt(
                    UUID.randomUUID(),
                    integration.name(),
                    Instant.ofEpochMilli(dead.get(0).settledAt()),
                    dead);
            ClientMessage encoded = session.createMessage(Message.BYTES_TYPE, true);
            encoded.getBodyBuffer().writeBytes(receipt.toBytes());
            producer.send(QueueNames.RECEIPTS, encoded);
        }
        session.commit();
    }

    private static void bury(
            ClientSession session,
            ClientProducer producer,
            HubMessage message,
            Failure failure,
            List<Receipt.Entry> dead)
            throws ActiveMQException {
        Instant now = message.acceptedAt();
        Dying dying = new Dying(UUID.randomUUID(), message, failure, 0, now, now);
        producer.send(QueueNames.DEAD_LETTERS, DeadLetterCodec.encode(session, dying));
        dead.add(new Receipt.Entry(
                message.id(),
                Outcome.DEAD,
                RecordKeys.digest(message.recordKey()),
                message.sequence(),
                now.toEpochMilli(),
                now.toEpochMilli()));
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    private long pause(long millis) {
        try {
            if (closing.await(millis, TimeUnit.MILLISECONDS)) {
                return millis;
            }
        } catch (InterruptedException e) {
            LOG.debug("Woken to stop", e);
        }
        return Math.min(millis * 2, LONGEST_BACKOFF_MILLIS);
    }

    /** Stops taking messages; the transaction under way is finished, or left to the broker to give back. */
    @Override
    public void close() {
        closing.countDown();
        try {
            ClientConsumer waiting = consumer;
            if (waiting != null) {
                waiting.close();
            }
            thread.join(STOP_MILLIS);
            if (thread.isAlive()) {
                // A blocked broker grants no credit.
                thread.interrupt();
                thread.join(STOP_MILLIS);
            }
        } catch (ActiveMQException e) {
            LOG.debug("The consumer of a door was closed already", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

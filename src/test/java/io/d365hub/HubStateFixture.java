package io.d365hub;

import static org.awaitility.Awaitility.await;

import io.d365hub.broker.BrokerConnection;
import io.d365hub.broker.DeadLetterCodec;
import io.d365hub.broker.MessageCodec;
import io.d365hub.broker.QueueNames;
import io.d365hub.broker.TestBroker;
import io.d365hub.database.DatabaseSettings;
import io.d365hub.database.HubDatabase;
import io.d365hub.database.TestDatabases;
import io.d365hub.deadletter.Letter;
import io.d365hub.deadletter.PublicWords;
import io.d365hub.deadletter.query.LetterQuery;
import io.d365hub.failure.Failure;
import io.d365hub.failure.FailureKind;
import io.d365hub.ledger.Balance;
import io.d365hub.ledger.Outcome;
import io.d365hub.ledger.Receipt;
import io.d365hub.ledger.ReceiptIngester;
import io.d365hub.message.HubMessage;
import io.d365hub.message.Integration;
import io.d365hub.message.Integration.AfterDeadLetter;
import io.d365hub.message.Integrations;
import io.d365hub.message.RecordKeys;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;

/** Broker and database with everything between them running; the test does by hand what intake and lanes do. */
final class HubStateFixture implements AutoCloseable {

    static final String ORDERS = "orders";

    final DatabaseSettings settings;
    final TestBroker broker;
    final HubDatabase database;
    final Integrations integrations = new Integrations();
    final HubState state;
    private long sequence;

    HubStateFixture(TestDatabases kind, Path folder) {
        settings = kind.settings(folder.resolve("database"));
        database = HubDatabase.open(settings);
        broker = new TestBroker(folder.resolve("broker"));
        Integration plain = broker.integration(ORDERS, 1);
        integrations.register(new Integration(
                ORDERS,
                plain.format(),
                plain.recordKey(),
                1,
                Set.of(),
                plain.startedLimit(),
                plain.patience(),
                plain.parentWait(),
                AfterDeadLetter.HOLD_KEY,
                plain.source()));
        state = new HubState(
                database,
                broker.connections,
                integrations,
                InstantSource.system(),
                InstantSource.system(),
                UUID.randomUUID(),
                ReceiptIngester.DEFAULT_RETENTION,
                PublicWords.ALL);
        state.start();
        state.startReplays();
    }

    /** A message is accepted. */
    HubMessage accept(String key) throws Exception {
        HubMessage message = new HubMessage(
                UUID.randomUUID(),
                ORDERS,
                "webshop",
                key,
                ++sequence,
                Instant.now(),
                "application/json",
                Map.of(),
                "{}".getBytes(StandardCharsets.UTF_8),
                Optional.empty());
        try (BrokerConnection connection = broker.connections.service();
                ClientSession session = connection.session();
                ClientProducer producer = session.createProducer(QueueNames.work(ORDERS, 0))) {
            producer.send(MessageCodec.encode(session, message));
        }
        return message;
    }

    /** The lane takes the next message and has this verdict. Returns what it took. */
    HubMessage settle(Outcome outcome) throws Exception {
        try (BrokerConnection connection = broker.connections.lane();
                ClientSession session = connection.transactedSession();
                ClientConsumer consumer = session.createConsumer(QueueNames.work(ORDERS, 0));
                ClientProducer producer = session.createProducer()) {
            session.start();
            ClientMessage taken = consumer.receive(10_000);
            HubMessage message = MessageCodec.decode(taken);
            taken.individualAcknowledge();
            if (outcome == Outcome.DEAD) {
                producer.send(QueueNames.DEAD_LETTERS, DeadLetterCodec.encode(session, dying(message)));
            }
            ClientMessage receipt = session.createMessage(Message.BYTES_TYPE, true);
            receipt.getBodyBuffer().writeBytes(receipt(message, outcome).toBytes());
            producer.send(QueueNames.RECEIPTS, receipt);
            session.commit();
            return message;
        }
    }

    private static DeadLetterCodec.Dying dying(HubMessage message) {
        return new DeadLetterCodec.Dying(
                UUID.randomUUID(),
                message,
                Failure.of(FailureKind.REFUSED, "no-account", "Not written.", "No account.", "Create it."),
                1,
                Instant.now(),
                Instant.now());
    }

    private static Receipt receipt(HubMessage message, Outcome outcome) {
        return new Receipt(
                UUID.randomUUID(),
                ORDERS,
                Instant.now(),
                List.of(new Receipt.Entry(
                        message.id(),
                        outcome,
                        RecordKeys.digest(message.recordKey()),
                        message.sequence(),
                        message.acceptedAt().toEpochMilli(),
                        Instant.now().toEpochMilli())));
    }

    /** Waits for the only open letter. */
    Letter openLetter() {
        return await().until(
                        () -> state.deadLetters()
                                .list(LetterQuery.OPEN, 2, Optional.empty())
                                .letters(),
                        letters -> letters.size() == 1)
                .get(0);
    }

    Letter letter(UUID id) {
        return state.deadLetters().show(id).orElseThrow().letter();
    }

    /** Waits until nothing is queued and everything is folded. */
    Balance drained() {
        return await().until(
                        () -> state.ledger().balances().get(0),
                        balance -> balance.queued() == 0 && balance.lagMillis() == 0);
    }

    @Override
    public void close() {
        state.close();
        broker.close();
        database.close();
    }
}

package io.d365hub.deadletter;

import io.d365hub.broker.BrokerConnection;
import io.d365hub.broker.DeadLetterCodec.Dying;
import io.d365hub.broker.MessageCodec;
import io.d365hub.broker.QueueNames;
import io.d365hub.broker.TestBroker;
import io.d365hub.database.TestDatabases;
import io.d365hub.deadletter.ReplayChunks.Chunk;
import io.d365hub.failure.Failure;
import io.d365hub.message.HubMessage;
import io.d365hub.message.Integrations;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;

/** Dead letters, a real broker that can be restarted, and the steps of a replay one by one. */
final class ReplayFixture implements AutoCloseable {

    static final int PARTITIONS = 1;

    final LettersFixture letters;
    final Integrations integrations = new Integrations();
    final Path folder;

    TestBroker broker;
    ReplayChunks chunks;
    Replays replays;

    ReplayFixture(TestDatabases kind, Path folder) {
        this.folder = folder;
        letters = new LettersFixture(kind, folder.resolve("database"));
        startBroker();
        integrations.register(broker.integration(LettersFixture.ORDERS, PARTITIONS));
        startProcess();
    }

    private void startBroker() {
        broker = new TestBroker(folder.resolve("broker"));
    }

    void restartBroker() {
        broker.close();
        startBroker();
    }

    /** Another process of the hub, or this one after a crash: it knows only what stands in the database. */
    void startProcess() {
        chunks = new ReplayChunks(letters.database, letters, letters, integrations, UUID.randomUUID());
        replays = new Replays(letters.database, letters, chunks, sender());
    }

    /** One more process of the hub; to be started. */
    Replays process() {
        ReplayChunks own = new ReplayChunks(letters.database, letters, letters, integrations, UUID.randomUUID());
        return new Replays(letters.database, letters, own, sender());
    }

    ReplaySender sender() {
        return new ReplaySender(broker.connections, integrations);
    }

    /** The process that worked on a job is gone, and its lease has run out. */
    void crash() {
        letters.now = letters.now.plusSeconds(60);
        startProcess();
    }

    UUID job(List<UUID> ids) {
        return replays.create(ReplayRequest.of(ids, "ann", "the account exists now"));
    }

    /** Works until no job has anything to do. */
    void work() throws Exception {
        boolean more = true;
        while (more) {
            more = Replays.replaySome(chunks, sender());
        }
    }

    Chunk claim() throws Exception {
        return chunks.claim(chunks.leases().get(0)).orElseThrow();
    }

    /** The ledger knows that the letters of the chunk are replayed; returns them. */
    List<Letter> enter(Chunk chunk) throws Exception {
        List<Letter> claimed = chunks.letters(chunk);
        chunks.enter(chunk, claimed);
        return claimed;
    }

    void send(Chunk chunk) throws Exception {
        List<Letter> letters = enter(chunk);
        sender().send(chunk, chunks.messages(chunk, letters));
    }

    UUID job(List<UUID> ids, ReplayPacing pacing) {
        return replays.create(
                ReplayRequest.of(ids, "ann", "the account exists now").at(pacing));
    }

    /** The lane takes so many messages out of the work queue; returns them. */
    List<HubMessage> take(int number) throws Exception {
        try (BrokerConnection connection = broker.connections.lane();
                ClientSession session = connection.session()) {
            session.start();
            List<HubMessage> taken = new ArrayList<>();
            try (ClientConsumer consumer = session.createConsumer(QueueNames.work(LettersFixture.ORDERS, 0))) {
                while (taken.size() < number) {
                    ClientMessage message = consumer.receive(PATIENCE_MILLIS);
                    taken.add(MessageCodec.decode(message));
                    message.individualAcknowledge();
                }
            }
            session.commit();
            return taken;
        }
    }

    void delivered(List<HubMessage> messages) {
        letters.database
                .jdbi()
                .useTransaction(handle -> ReplayArrivals.close(
                        handle,
                        messages.stream()
                                .map(message -> new Arrival(
                                        message.id(),
                                        message.sequence(),
                                        ReplayOutcome.DELIVERED,
                                        letters.now,
                                        message.replay()))
                                .toList()));
    }

    void diedAgain(List<HubMessage> messages) throws Exception {
        for (HubMessage message : messages) {
            letters.died(message, LettersFixture.REFUSED);
        }
    }

    /** A lane sends them back untried. */
    void returned(List<HubMessage> messages, Failure why) throws Exception {
        for (HubMessage message : messages) {
            letters.now = letters.now.plusMillis(1);
            letters.intake.store(List.of(returning(message, why)));
        }
    }

    Dying returning(HubMessage message, Failure why) {
        UUID letter = message.replay().orElseThrow().letter();
        return new Dying(letter, message, why, 0, letters.now, letters.now);
    }

    ReplayReport report(UUID job) {
        return replays.report(job).orElseThrow();
    }

    /** What is in the work queue, in order; it stays there. */
    List<HubMessage> queued() throws Exception {
        return browse(MessageCodec::decode);
    }

    /** Names of the properties of the first message in the work queue. */
    List<String> firstPropertyNames() throws Exception {
        return browse(message -> message.getPropertyNames().stream()
                        .map(SimpleString::toString)
                        .toList())
                .get(0);
    }

    private static final long PATIENCE_MILLIS = 60_000;

    private <T> List<T> browse(Function<ClientMessage, T> read) throws Exception {
        try (BrokerConnection connection = broker.connections.service()) {
            ClientSession session = connection.session();
            session.start();
            List<T> messages = new ArrayList<>();
            // Counted and waited for: receiveImmediate may end before a large message is there.
            long count = session.queueQuery(SimpleString.of(QueueNames.work(LettersFixture.ORDERS, 0)))
                    .getMessageCount();
            try (ClientConsumer browser = session.createConsumer(
                    SimpleString.of(QueueNames.work(LettersFixture.ORDERS, 0)), null, -1, -1, true)) {
                while (messages.size() < count) {
                    messages.add(read.apply(browser.receive(PATIENCE_MILLIS)));
                }
            }
            return messages;
        }
    }

    List<UUID> queuedLetters() throws Exception {
        return queued().stream()
                .map(message -> message.replay().orElseThrow().letter())
                .toList();
    }

    @Override
    public void close() {
        broker.close();
        letters.close();
    }
}

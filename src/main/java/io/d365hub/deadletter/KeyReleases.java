package io.d365hub.deadletter;

import io.d365hub.broker.BrokerConnection;
import io.d365hub.broker.BrokerConnections;
import io.d365hub.broker.ControlMessages;
import io.d365hub.broker.QueueNames;
import io.d365hub.database.HubDatabase;
import io.d365hub.message.Integration;
import io.d365hub.message.Integration.AfterDeadLetter;
import io.d365hub.message.Integrations;
import io.d365hub.message.RecordKeys;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;

/**
 * Tells the lanes that discarded letters no longer hold their record keys. What is still to be told stands in the table of
 * letters, so that a crash forgets nothing; telling a lane twice is harmless. Letters of an integration that does not run
 * here wait until it does. Has a thread of its own.
 */
public final class KeyReleases implements AutoCloseable {

    private static final int PORTION = 200;

    private final HubDatabase database;
    private final BrokerConnections connections;
    private final Integrations integrations;
    private final Chore chore = new Chore("release-keys", this::releaseSome);

    /** Does nothing before {@link #start}. */
    public KeyReleases(HubDatabase database, BrokerConnections connections, Integrations integrations) {
        this.database = database;
        this.connections = connections;
        this.integrations = integrations;
    }

    public void start() {
        chore.start();
    }

    /** Letters were discarded just now. */
    void wake() {
        chore.wake();
    }

    private Duration releaseSome() throws ActiveMQException {
        List<String> running =
                integrations.all().stream().map(Integration::name).toList();
        List<Letter> pending = database.jdbi().withHandle(handle -> handle.createQuery("select " + LetterTables.COLUMNS
                        + " from dead_letter_release r join dead_letter d on d.id = r.letter"
                        + " where d.integration = any (:running) limit :portion")
                .bindArray("running", String.class, running)
                .bind("portion", PORTION)
                .map(LetterTables::letter)
                .list());
        if (pending.isEmpty()) {
            return Chore.IDLE;
        }
        send(pending.stream().filter(this::holdsKey).toList());
        List<UUID> ids = pending.stream().map(Letter::id).toList();
        database.jdbi()
                .useHandle(handle -> handle.createUpdate("delete from dead_letter_release where letter = any (:ids)")
                        .bindArray("ids", UUID.class, ids)
                        .execute());
        return pending.size() == PORTION ? Duration.ZERO : Chore.IDLE;
    }

    private boolean holdsKey(Letter letter) {
        return integrations
                .find(letter.integration())
                .filter(integration -> integration.afterDeadLetter() == AfterDeadLetter.HOLD_KEY)
                .isPresent();
    }

    private void send(List<Letter> letters) throws ActiveMQException {
        if (letters.isEmpty()) {
            return;
        }
        Map<UUID, LetterContent> contents = database.jdbi()
                .withHandle(handle -> LetterTables.contents(
                        handle, letters.stream().map(Letter::id).toList()));
        try (BrokerConnection connection = connections.lane();
                ClientSession session = connection.transactedSession();
                ClientProducer producer = session.createProducer()) {
            for (Letter letter : letters) {
                Optional<Integration> integration = integrations.find(letter.integration());
                if (integration.isPresent()) {
                    int partition = RecordKeys.partition(
                            contents.get(letter.id()).recordKey(),
                            integration.get().partitions());
                    producer.send(
                            QueueNames.work(letter.integration(), partition),
                            ControlMessages.release(session, letter.id(), letter.keyDigest()));
                }
            }
            session.commit();
        }
    }

    /** Stops after the letters in hand. */
    @Override
    public void close() {
        chore.close();
    }
}

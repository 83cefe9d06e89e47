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
import java.util.Set;
import java.util.UUID;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.jdbi.v3.core.Handle;

/**
 * Tells the lanes that discarded letters no longer hold their record keys, and that restored ones do again. What is still to be told stands in the table of
 * letters, so that a crash forgets nothing; telling a lane twice is harmless. Letters of an integration that does not run
 * here wait until it does. Has a thread of its own.
 */
public final class KeyReleases implements AutoCloseable {

    private static final int PORTION = 200;
    /** A letter that is being replayed, or was, says so to its lane by itself. */
    private static final Set<LetterState> TOLD =
            Set.of(LetterState.OPEN, LetterState.DISCARDED, LetterState.REDIRECTED);

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

    /** Letters were discarded or restored just now. */
    void wake() {
        chore.wake();
    }

    private Duration releaseSome() throws ActiveMQException {
        List<String> running =
                integrations.all().stream().map(Integration::name).toList();
        List<UUID> pending = database.jdbi().withHandle(handle -> handle.createQuery("select r.letter"
                        + " from dead_letter_release r join dead_letter d on d.id = r.letter"
                        + " where d.integration = any (:running) limit :portion")
                .bindArray("running", String.class, running)
                .bind("portion", PORTION)
                .mapTo(UUID.class)
                .list());
        if (pending.isEmpty()) {
            return Chore.IDLE;
        }
        database.inTransaction(handle -> tell(handle, pending));
        return pending.size() == PORTION ? Duration.ZERO : Chore.IDLE;
    }

    /** Their rows are held meanwhile: a replay comes after what is said here, or its state is seen here. */
    private int tell(Handle handle, List<UUID> ids) throws ActiveMQException {
        handle.createQuery("select id from dead_letter where id = any (:ids) order by id for update")
                .bindArray("ids", UUID.class, ids)
                .mapTo(UUID.class)
                .list();
        List<Letter> letters = LetterTables.letters(handle, ids).stream()
                .filter(this::holdsKey)
                .filter(letter -> TOLD.contains(letter.state()))
                .toList();
        send(
                letters,
                LetterTables.contents(handle, letters.stream().map(Letter::id).toList()));
        return handle.createUpdate("delete from dead_letter_release where letter = any (:ids)")
                .bindArray("ids", UUID.class, ids)
                .execute();
    }

    private boolean holdsKey(Letter letter) {
        return integrations
                .find(letter.integration())
                .filter(integration -> integration.afterDeadLetter() == AfterDeadLetter.HOLD_KEY)
                .isPresent();
    }

    private void send(List<Letter> letters, Map<UUID, LetterContent> contents) throws ActiveMQException {
        if (letters.isEmpty()) {
            return;
        }
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
                            letter.state() == LetterState.OPEN
                                    ? ControlMessages.hold(session, letter.id(), letter.keyDigest())
                                    : ControlMessages.release(session, letter.id(), letter.keyDigest()));
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

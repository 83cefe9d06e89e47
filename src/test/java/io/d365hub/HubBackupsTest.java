package io.d365hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.d365hub.backup.DatabaseFit;
import io.d365hub.backup.Restore;
import io.d365hub.broker.BrokerConnection;
import io.d365hub.broker.QueueNames;
import io.d365hub.broker.TestBroker;
import io.d365hub.database.DatabaseSettings;
import io.d365hub.database.HubDatabase;
import io.d365hub.database.TestDatabases;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Backups of hubs that do not run, as the command line takes them. */
@Timeout(300)
class HubBackupsTest {

    private static final HubBackups.Actor ANN = new HubBackups.Actor("ann", "the disk is to be changed");

    @TempDir
    private Path folder;

    private Settings settings(Map<String, String> environment) {
        return Settings.load(folder, Path.of(Settings.DEFAULT_FILE), environment);
    }

    @Test
    void aStoppedHubIsTakenWithItsPostgresqlAndTheDepthsOfItsQueues() throws Exception {
        // Given
        DatabaseSettings database = TestDatabases.POSTGRESQL.settings(folder);
        HubDatabase.open(database).close();
        try (TestBroker broker = new TestBroker(folder.resolve("data/broker"))) {
            send(broker, QueueNames.RECEIPTS, 2);
        }
        HubBackups backups = new HubBackups(settings(Map.of(
                "HUB_DATABASE_URL", database.url(),
                "HUB_DATABASE_USER", database.user(),
                "HUB_DATABASE_PASSWORD", database.password())));

        // When
        HubBackups.Taken taken = backups.take(folder.resolve("backup"), ANN);

        // Then
        assertThat(taken.todo()).isEmpty();
        assertThat(taken.manifest().queues()).containsEntry(QueueNames.RECEIPTS, 2L);
        assertThat(folder.resolve("backup/database/audit_head.rows")).exists();
        assertThat(backups.restore(folder.resolve("backup"), ANN, true, false, false)
                        .fit())
                .isEqualTo(DatabaseFit.SAME);
    }

    private static void send(TestBroker broker, String queue, int messages) throws ActiveMQException {
        try (BrokerConnection connection = broker.connections.lane();
                ClientSession session = connection.transactedSession();
                ClientProducer producer = session.createProducer()) {
            for (int i = 0; i < messages; i++) {
                producer.send(queue, session.createMessage(Message.BYTES_TYPE, true));
            }
            session.commit();
        }
    }

    @Test
    void whereNoHubHasBeenThereIsNothingToTake() {
        assertThatThrownBy(() -> new HubBackups(settings(Map.of())).take(folder.resolve("backup"), ANN))
                .hasMessageContaining("neither a broker nor a database");
    }

    @Test
    void aRestoreSaysThatTablesOfAnOlderHubWillBeChanged() throws Exception {
        // Given
        DatabaseSettings database = TestDatabases.POSTGRESQL.settings(folder);
        HubDatabase.makeTables(database, HubDatabase.newestSchema() - 1);
        new TestBroker(folder.resolve("data/broker")).close();
        HubBackups backups = new HubBackups(settings(Map.of(
                "HUB_DATABASE_URL", database.url(),
                "HUB_DATABASE_USER", database.user(),
                "HUB_DATABASE_PASSWORD", database.password())));
        backups.take(folder.resolve("backup"), ANN);

        // When
        Optional<String> migration = backups.restore(folder.resolve("backup"), ANN, true, false, false)
                .migration();

        // Then
        assertThat(migration).hasValueSatisfying(sentence -> assertThat(sentence)
                .contains(
                        "version " + (HubDatabase.newestSchema() - 1),
                        "version " + HubDatabase.newestSchema(),
                        "next start"));
    }

    @Test
    void aHubDoesNotStartOnDataThatIsHalfRestored() throws Exception {
        // Given
        Files.createDirectories(folder.resolve("data"));
        Files.writeString(folder.resolve("data").resolve(Restore.MARK), "");

        // When / Then
        assertThatThrownBy(() -> StartNeeds.check(settings(Map.of())))
                .isInstanceOf(HubStartException.class)
                .hasMessageContaining("was not finished")
                .hasMessageContaining("./hub restore");
    }
}

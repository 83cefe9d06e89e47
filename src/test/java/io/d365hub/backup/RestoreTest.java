package io.d365hub.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.d365hub.audit.AuditEntry;
import io.d365hub.audit.AuditTrail;
import io.d365hub.broker.TestBroker;
import io.d365hub.database.DatabaseSettings;
import io.d365hub.database.HubDatabase;
import io.d365hub.database.TestDatabases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What restores refuse, what they say, and what they leave. */
@Timeout(300)
class RestoreTest {

    private static final Clock CLOCK = Clock.systemUTC();
    private static final Optional<OutsideDatabase> EMBEDDED = Optional.empty();

    @TempDir
    private Path folder;

    private Path data;
    private Path taken;

    @BeforeEach
    void takeOne() throws IOException {
        data = folder.resolve("data");
        taken = folder.resolve("backup");
        Files.createDirectories(data);
        Files.writeString(data.resolve("secrets-key"), "key");
        try (TestBroker broker = new TestBroker(data.resolve("broker"));
                HubDatabase database = HubDatabase.open(DatabaseSettings.embedded(data.resolve("database")))) {
            note(database, "first");
            new Backup(data, "1", CLOCK).ofRunning(taken, Optional.of(broker.broker), database);
        }
    }

    private static void note(HubDatabase database, String act) {
        new AuditTrail(database, CLOCK).append(AuditEntry.of("anna", act));
    }

    private Restore restore(Path into) {
        return new Restore(into, HubDatabase.newestSchema(), CLOCK);
    }

    // --- Whole or not

    @Test
    void aBackupIsPutWhereNothingIsWithItsKeys() {
        // Given
        Path other = folder.resolve("other");

        // When
        Restore.Done done = restore(other).restore(taken, EMBEDDED, false, false);

        // Then
        assertThat(done.fit()).isEqualTo(DatabaseFit.SAME);
        assertThat(other.resolve("secrets-key")).hasContent("key");
        assertThat(other.resolve("broker/journal")).isDirectory();
        assertThat(other.resolve(Restore.MARK)).doesNotExist();
        try (HubDatabase database = HubDatabase.open(DatabaseSettings.embedded(other.resolve("database")))) {
            assertThat(new AuditTrail(database, CLOCK).verify().wrong()).isEmpty();
        }
    }

    @Test
    void aDamagedFileIsNamedAndNothingIsTouched() throws IOException {
        // Given
        Path damaged = taken.resolve("database/hub.mv.db");
        Files.writeString(damaged, "nonsense");
        Path other = folder.resolve("other");

        // When / Then
        assertThatThrownBy(() -> restore(other).restore(taken, EMBEDDED, false, false))
                .isInstanceOf(BackupException.class)
                .hasMessageContaining("database/hub.mv.db")
                .hasMessageContaining("SHA-256");
        assertThat(other).doesNotExist();
    }

    @Test
    void aFolderWithoutManifestIsNoBackup() throws IOException {
        // Given
        Files.delete(taken.resolve(BackupManifest.FILE));

        // When / Then
        assertThatThrownBy(() -> restore(data).check(taken, EMBEDDED))
                .hasMessageContaining("was not finished")
                .hasMessageContaining("./hub backup");
    }

    @Test
    void aBackupOfANewerHubIsRefused() {
        // When / Then
        assertThatThrownBy(() -> new Restore(data, 1, CLOCK).check(taken, EMBEDDED))
                .hasMessageContaining("version 1")
                .hasMessageContaining("newer");
    }

    // --- What is there already

    @Test
    void dataThatIsThereIsNotTouchedUnlessTold() {
        assertThatThrownBy(() -> restore(data).restore(taken, EMBEDDED, false, false))
                .hasMessageContaining("There is data of a hub")
                .hasMessageContaining("--replace");
        assertThat(data.resolve("database/hub.mv.db")).exists();
    }

    @Test
    void dataThatIsReplacedIsMovedAside() {
        // When
        Restore.Done done = restore(data).restore(taken, EMBEDDED, true, false);

        // Then
        assertThat(done.aside().orElseThrow().resolve("database/hub.mv.db")).exists();
        assertThat(data.resolve("database/hub.mv.db")).exists();
    }

    @Test
    void aRestoreThatWasCutOffIsRepeated() throws IOException {
        // Given
        Files.writeString(data.resolve(Restore.MARK), "");

        // When
        restore(data).restore(taken, EMBEDDED, false, false);

        // Then
        assertThat(data.resolve(Restore.MARK)).doesNotExist();
    }

    // --- Hubs that do not run

    @Test
    void aHubThatDoesNotRunIsTakenToo() {
        // Given
        Path cold = folder.resolve("cold");

        // When
        BackupManifest manifest = new Backup(data, "1", CLOCK).ofStopped(cold, EMBEDDED);

        // Then
        assertThat(manifest.whileRunning()).isFalse();
        assertThat(manifest.facts().auditSequence()).isEqualTo(1);
        assertThat(restore(folder.resolve("other"))
                        .restore(cold, EMBEDDED, false, false)
                        .fit())
                .isEqualTo(DatabaseFit.SAME);
    }

    @Test
    void aBackupIsNotMixedWithAnother() {
        assertThatThrownBy(() -> new Backup(data, "1", CLOCK).ofStopped(taken, EMBEDDED))
                .hasMessageContaining("is not empty");
    }

    // --- Databases that the operator dumps and restores

    @Test
    void aDatabaseThatWentOnIsNewer() throws SQLException {
        // Given
        DatabaseSettings settings = TestDatabases.POSTGRESQL.settings(folder);
        Path backup = ofPostgresql(settings);
        try (HubDatabase database = HubDatabase.open(settings)) {
            note(database, "second");
        }

        // When
        DatabaseFit fit = checked(backup, settings);

        // Then
        assertThat(fit).isEqualTo(DatabaseFit.NEWER);
        assertThat(fit.sentences()).anyMatch(sentence -> sentence.contains("delivered again"));
    }

    @Test
    void aDatabaseOfBeforeIsOlderAndRefused() throws SQLException {
        // Given
        DatabaseSettings settings = TestDatabases.POSTGRESQL.settings(folder);
        Path backup = ofPostgresql(settings);
        DatabaseSettings empty = TestDatabases.POSTGRESQL.settings(folder);
        HubDatabase.open(empty).close();

        // When / Then
        assertThat(checked(backup, empty)).isEqualTo(DatabaseFit.OLDER);
        try (OutsideDatabase connection = connect(empty)) {
            assertThatThrownBy(() ->
                            restore(folder.resolve("other")).restore(backup, Optional.of(connection), false, false))
                    .hasMessageContaining("older than the broker")
                    .hasMessageContaining("--accept-mismatch");
        }
    }

    @Test
    void aDatabaseWithAnotherHistoryIsForeign() throws SQLException {
        // Given
        Path backup = ofPostgresql(TestDatabases.POSTGRESQL.settings(folder));
        DatabaseSettings other = TestDatabases.POSTGRESQL.settings(folder);
        try (HubDatabase database = HubDatabase.open(other)) {
            note(database, "of somebody else");
        }

        // When / Then
        assertThat(checked(backup, other)).isEqualTo(DatabaseFit.FOREIGN);
    }

    @Test
    void anEmptyDatabaseGetsTheTablesOfTheBackup() throws SQLException {
        // Given
        Path backup = ofPostgresql(TestDatabases.POSTGRESQL.settings(folder));
        DatabaseSettings empty = TestDatabases.POSTGRESQL.settings(folder);

        // When
        try (OutsideDatabase database = connect(empty)) {
            assertThat(restore(folder.resolve("other"))
                            .restore(backup, Optional.of(database), false, false)
                            .fit())
                    .isEqualTo(DatabaseFit.SAME);
        }

        // Then
        assertThat(checked(backup, empty)).isEqualTo(DatabaseFit.SAME);
        assertThat(acts(empty)).containsExactly("first");
    }

    @Test
    void tablesThatAreReplacedAreMovedAside() throws SQLException {
        // Given
        DatabaseSettings settings = TestDatabases.POSTGRESQL.settings(folder);
        Path backup = ofPostgresql(settings);
        try (HubDatabase database = HubDatabase.open(settings)) {
            note(database, "second");
        }

        // When
        String aside;
        try (OutsideDatabase database = connect(settings)) {
            aside = restore(folder.resolve("other"))
                    .restore(backup, Optional.of(database), true, false)
                    .asideSchema()
                    .orElseThrow();
        }

        // Then
        assertThat(acts(settings)).containsExactly("first");
        assertThat(acts(settings, aside + ".audit_entry")).containsExactly("first", "second");
        try (HubDatabase database = HubDatabase.open(settings)) {
            note(database, "third");
        }
        assertThat(acts(settings)).containsExactly("first", "third");
    }

    @Test
    void rowsAreOfTheMomentAtWhichTheBackupBegan() throws Exception {
        // Given
        DatabaseSettings settings = TestDatabases.POSTGRESQL.settings(folder);
        Path rows = folder.resolve("rows");
        try (HubDatabase database = HubDatabase.open(settings);
                OutsideDatabase copied = connect(settings)) {
            note(database, "first");
            copied.rows().begin();
            note(database, "second");

            // When
            copied.rows().take(rows);
        }

        // Then
        assertThat(Files.readString(rows.resolve("audit_entry.rows")))
                .contains("first")
                .doesNotContain("second");
    }

    private static List<String> acts(DatabaseSettings settings) throws SQLException {
        return acts(settings, "audit_entry");
    }

    private static List<String> acts(DatabaseSettings settings, String table) throws SQLException {
        List<String> acts = new ArrayList<>();
        try (OutsideDatabase database = connect(settings);
                Statement statement = database.connection().createStatement();
                ResultSet rows = statement.executeQuery("select act from " + table + " order by sequence")) {
            while (rows.next()) {
                acts.add(rows.getString(1));
            }
        }
        return acts;
    }

    @Test
    void theDatabaseOfThatMomentFits() throws SQLException {
        // Given
        DatabaseSettings settings = TestDatabases.POSTGRESQL.settings(folder);

        // When / Then
        assertThat(checked(ofPostgresql(settings), settings)).isEqualTo(DatabaseFit.SAME);
    }

    private Path ofPostgresql(DatabaseSettings settings) throws SQLException {
        Path backup = folder.resolve("postgresql");
        try (HubDatabase database = HubDatabase.open(settings)) {
            note(database, "first");
        }
        new Backup(data, "1", CLOCK).ofStopped(backup, Optional.of(connect(settings)));
        return backup;
    }

    private DatabaseFit checked(Path backup, DatabaseSettings settings) throws SQLException {
        try (OutsideDatabase connection = connect(settings)) {
            return restore(data).check(backup, Optional.of(connection)).fit();
        }
    }

    private static OutsideDatabase connect(DatabaseSettings settings) throws SQLException {
        return OutsideDatabase.open(settings);
    }
}

package io.d365hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.d365hub.backup.DatabaseFit;
import io.d365hub.backup.Restore;
import io.d365hub.broker.TestBroker;
import io.d365hub.database.DatabaseSettings;
import io.d365hub.database.HubDatabase;
import io.d365hub.database.TestDatabases;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Backups of hubs that do not run, as the command line takes them. */
@Timeout(120)
class HubBackupsTest {

    @TempDir
    private Path folder;

    private Settings settings(Map<String, String> environment) {
        return Settings.load(folder, Path.of(Settings.DEFAULT_FILE), environment);
    }

    @Test
    void ofPostgresqlTheOperatorIsToldTheLineThatDumpsIt() {
        // Given
        DatabaseSettings database = TestDatabases.POSTGRESQL.settings(folder);
        HubDatabase.open(database).close();
        new TestBroker(folder.resolve("data/broker")).close();
        HubBackups backups = new HubBackups(settings(Map.of(
                "HUB_DATABASE_URL", database.url(),
                "HUB_DATABASE_USER", database.user(),
                "HUB_DATABASE_PASSWORD", database.password())));

        // When
        HubBackups.Taken taken = backups.take(folder.resolve("backup"));

        // Then
        assertThat(taken.todo())
                .anyMatch(line -> line.contains("pg_dump --format=custom") && line.contains("--username=postgres"))
                .noneMatch(line -> line.contains("password"))
                .contains("Start no hub before the dump is done.");
        assertThat(folder.resolve("backup/broker/journal")).isDirectory();
        assertThat(backups.restore(folder.resolve("backup"), true, false, false).fit())
                .isEqualTo(DatabaseFit.SAME);
    }

    @Test
    void whereNoHubHasBeenThereIsNothingToTake() {
        assertThatThrownBy(() -> new HubBackups(settings(Map.of())).take(folder.resolve("backup")))
                .hasMessageContaining("neither a broker nor a database");
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

package io.d365hub.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.ConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HubDatabaseTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void theTablesAreThereAfterOpening(TestDatabases kind) {
        // When
        try (HubDatabase database = HubDatabase.open(kind.settings(folder))) {
            // Then
            assertThat(count(database, "ledger_message")).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatWasCommittedIsThereAfterOpeningAgain(TestDatabases kind) {
        // Given
        DatabaseSettings settings = kind.settings(folder);
        try (HubDatabase database = HubDatabase.open(settings)) {
            addReceipt(database);
        }
        // When
        try (HubDatabase database = HubDatabase.open(settings)) {
            // Then
            assertThat(count(database, "ledger_receipt")).isOne();
        }
    }

    /** The driver of PostgreSQL throws it when the connection closes while it reads the end of a batch. */
    @Test
    void anAssertionOfTheDriverIsALostConnectionToThoseWhoUseTheDatabase() {
        try (HubDatabase database = HubDatabase.open(DatabaseSettings.embedded(folder))) {
            // When, then
            assertThatThrownBy(() -> database.inTransaction(handle -> {
                        throw new AssertionError("the driver's own");
                    }))
                    .isInstanceOf(ConnectionException.class)
                    .satisfies(e -> assertThat(SqlErrors.explain(e)).startsWith("No database connection"));
            assertThat(count(database, "ledger_receipt")).isZero();
        }
    }

    @Test
    void aFileThatAnotherProcessHasOpenIsRefusedWithItsReason() throws Exception {
        // Given
        Process other = ProcessesForTests.start(OpensDatabase.class, folder.toString());
        try {
            ProcessesForTests.awaitLine(other, OpensDatabase.OPEN);
            // When, then
            assertThatThrownBy(() -> HubDatabase.open(DatabaseSettings.embedded(folder)))
                    .isInstanceOf(DatabaseLockedException.class)
                    .hasMessageContaining(folder.resolve("hub").toString())
                    .hasMessageContaining("Another process has it open")
                    .hasMessageContaining("HUB_DATA");
        } finally {
            other.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void aKilledProcessLeavesTheFileOpenableAndEveryCommitInIt() throws Exception {
        // Given
        Process other = ProcessesForTests.start(OpensDatabase.class, folder.toString());
        ProcessesForTests.awaitLine(other, OpensDatabase.OPEN);
        // When
        other.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        // Then
        try (HubDatabase database = HubDatabase.open(DatabaseSettings.embedded(folder))) {
            assertThat(count(database, "ledger_receipt")).isEqualTo(OpensDatabase.COMMITS);
        }
    }

    @Test
    void aServerThatIsNotThereIsReportedWithItsAddressAndWithoutThePassword() {
        // Given
        DatabaseSettings nowhere = new DatabaseSettings(
                "jdbc:postgresql://127.0.0.1:1/hub?sslpassword=hidden",
                "hub",
                "s3cret",
                1,
                java.time.Duration.ofMillis(500));
        // When, then
        assertThatThrownBy(() -> HubDatabase.open(nowhere))
                .isInstanceOf(DatabaseUnavailableException.class)
                .hasMessageStartingWith("Cannot open the database jdbc:postgresql://127.0.0.1:1/hub as user hub.")
                .hasMessageContaining("refused")
                .hasMessageNotContainingAny("s3cret", "hidden");
    }

    @Test
    void anAddressOfAnotherKindIsRefused() {
        // When, then
        assertThatThrownBy(() -> DatabaseSettings.postgresql("jdbc:mysql://host/hub", "hub", ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'jdbc:mysql://host/hub'")
                .hasMessageContaining("PostgreSQL or H2");
    }

    static void addReceipt(HubDatabase database) {
        database.jdbi()
                .useHandle(handle -> handle.execute(
                        "insert into ledger_receipt (id, committed_at) values (?, ?)", UUID.randomUUID(), 1L));
    }

    private static long count(HubDatabase database, String table) {
        return database.jdbi().withHandle(handle -> handle.createQuery("select count(*) from " + table)
                .mapTo(Long.class)
                .one());
    }
}

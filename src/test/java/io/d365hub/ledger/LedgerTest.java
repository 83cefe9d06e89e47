package io.d365hub.ledger;

import static io.d365hub.ledger.LedgerFixture.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;

import io.d365hub.database.TestDatabases;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LedgerTest {

    @TempDir
    private Path folder;

    private LedgerFixture hub;

    @AfterEach
    void close() {
        hub.close();
    }

    @ParameterizedTest
    @EnumSource
    void anIntegrationWithoutAnyVerdictShowsWhatIsQueued(TestDatabases kind) {
        // Given
        hub = new LedgerFixture(kind, folder);
        // When
        hub.queued = 4;
        // Then
        assertThat(hub.balance()).isEqualTo(new Balance(ORDERS, 4, 4, 0, 0, 0, 0, 0));
    }

    @ParameterizedTest
    @EnumSource
    void theLagIsTheAgeOfTheOldestReceiptThatIsNotFolded(TestDatabases kind) {
        // Given
        hub = new LedgerFixture(kind, folder);
        hub.receipts = 1;
        hub.oldestUnfolded = Optional.of(hub.now);
        // When
        hub.now = hub.now.plusMillis(700);
        // Then
        assertThat(hub.balance().lagMillis()).isEqualTo(700);
    }

    @ParameterizedTest
    @EnumSource
    void theLagIsNotZeroWhileReceiptsWait(TestDatabases kind) {
        // Given
        hub = new LedgerFixture(kind, folder);
        // When
        hub.receipts = 1;
        // Then
        assertThat(hub.balance().lagMillis()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void anUnknownMessageIsNotFound(TestDatabases kind) {
        // When
        hub = new LedgerFixture(kind, folder);
        // Then
        assertThat(hub.ledger.find(UUID.randomUUID())).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aDeliveredMessageIsFoundWithItsRowWithoutWhatIsPersonal(TestDatabases kind) throws Exception {
        // Given
        hub = new LedgerFixture(kind, folder);
        // When
        hub.fold(hub.receipt(hub.delivered(1, "contacts(email='secret')"), hub.entry(2, Outcome.DELIVERED)));
        // Then
        assertThat(row(1)).isEqualTo("contacts(email='-')");
        assertThat(row(2)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aReplayThatIsDeliveredNamesItsRow(TestDatabases kind) throws Exception {
        // Given
        hub = new LedgerFixture(kind, folder);
        hub.fold(hub.receipt(hub.entry(1, Outcome.DEAD)));
        hub.replaying(1);
        // When
        hub.fold(hub.receipt(hub.delivered(1, "contacts(7)")));
        // Then
        assertThat(row(1)).isEqualTo("contacts(7)");
    }

    @ParameterizedTest
    @EnumSource
    void aSecondVerdictThatNamesNoRowLeavesTheFirstOne(TestDatabases kind) throws Exception {
        // Given
        hub = new LedgerFixture(kind, folder);
        hub.fold(hub.receipt(hub.delivered(1, "contacts(7)")));
        hub.now = hub.now.plusSeconds(1);
        // When
        hub.fold(hub.receipt(hub.entry(1, Outcome.DELIVERED)));
        // Then
        assertThat(row(1)).isEqualTo("contacts(7)");
    }

    private String row(int number) {
        return hub.ledger.find(LedgerFixture.id(number)).orElseThrow().row();
    }

    @ParameterizedTest
    @EnumSource
    void anActMovesDeadMessagesTogetherWithThoseWhoseDeathIsNotFoldedYet(TestDatabases kind) throws Exception {
        // Given
        hub = new LedgerFixture(kind, folder);
        hub.fold(hub.receipt(hub.entry(1, Outcome.DEAD), hub.entry(2, Outcome.DEAD), hub.entry(3, Outcome.DELIVERED)));
        // When
        hub.replaying(1, 4, 2, 1);
        hub.fold(hub.receipt(hub.entry(4, Outcome.DEAD)));
        // Then
        assertThat(List.of(1, 2, 3, 4))
                .extracting(number -> hub.state(number).orElseThrow())
                .containsExactly(
                        MessageState.REPLAYING, MessageState.REPLAYING, MessageState.DELIVERED, MessageState.REPLAYING);
        assertThat(hub.balance().dead()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void theExportHasALineForEachMessage(TestDatabases kind) throws Exception {
        // Given
        hub = new LedgerFixture(kind, folder);
        hub.fold(hub.receipt(hub.entry(1, Outcome.DEAD), hub.entry(2, Outcome.DELIVERED)));
        StringBuilder out = new StringBuilder();
        // When
        hub.ledger.export(ORDERS, out);
        // Then
        assertThat(out.toString().lines())
                .containsExactlyInAnyOrder(
                        "{\"id\":\"%s\",\"state\":\"DEAD\"}".formatted(LedgerFixture.id(1)),
                        "{\"id\":\"%s\",\"state\":\"DELIVERED\"}".formatted(LedgerFixture.id(2)));
    }
}

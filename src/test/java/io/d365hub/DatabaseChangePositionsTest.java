package io.d365hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.d365hub.database.HubDatabase;
import io.d365hub.database.TestDatabases;
import io.d365hub.dataverse.ChangePosition;
import io.d365hub.dataverse.ChangePosition.Phase;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DatabaseChangePositionsTest {

    private static final ChangePosition LOADING = new ChangePosition(
            Phase.LOAD,
            "https://contoso/next?$skiptoken=" + "%25".repeat(9_000),
            "",
            Instant.EPOCH,
            List.of("name", "b"));
    private static final ChangePosition FOLLOWING = new ChangePosition(
            Phase.CHANGES, "https://contoso/delta", "https://contoso/delta", Instant.EPOCH, List.of());

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void theLastPositionIsFoundAgainByAnotherProcess(TestDatabases kind) {
        // Given
        var settings = kind.settings(folder);
        try (HubDatabase database = HubDatabase.open(settings)) {
            DatabaseChangePositions positions = new DatabaseChangePositions(database);
            positions.save("contacts", LOADING);
            positions.save("contacts", FOLLOWING);
            positions.save("accounts", LOADING);
        }
        // When
        try (HubDatabase database = HubDatabase.open(settings)) {
            DatabaseChangePositions positions = new DatabaseChangePositions(database);
            // Then
            assertThat(positions.load("contacts")).contains(FOLLOWING);
            assertThat(positions.load("accounts")).contains(LOADING);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aClearedPositionIsNoneAnyMore(TestDatabases kind) {
        try (HubDatabase database = HubDatabase.open(kind.settings(folder))) {
            // Given
            DatabaseChangePositions positions = new DatabaseChangePositions(database);
            positions.save("contacts", FOLLOWING);
            // When
            positions.clear("contacts");
            // Then
            assertThat(positions.load("contacts")).isEmpty();
        }
    }
}

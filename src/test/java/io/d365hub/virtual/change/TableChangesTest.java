package io.d365hub.virtual.change;

import static org.assertj.core.api.Assertions.assertThat;

import io.d365hub.database.HubDatabase;
import io.d365hub.database.TestDatabases;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two hub processes over one database. */
class TableChangesTest {

    @TempDir
    private Path folder;

    private final List<String> heard = new ArrayList<>();

    private TableChanges process(HubDatabase database) {
        TableChanges changes = new TableChanges(database);
        changes.listen("erp/Items", () -> heard.add("erp/Items"));
        changes.listen("erp/Orders", () -> heard.add("erp/Orders"));
        return changes;
    }

    @ParameterizedTest
    @EnumSource
    void aChangeIsHeardOnceByTheOtherProcessAndOfItsTableOnly(TestDatabases kind) {
        try (HubDatabase database = HubDatabase.open(kind.settings(folder))) {
            // Given
            TableChanges teller = new TableChanges(database);
            TableChanges listener = process(database);
            listener.look();
            // When
            teller.tell("erp/Items");
            listener.look();
            listener.look();
            // Then
            assertThat(heard).containsExactly("erp/Items");
        }
    }

    @ParameterizedTest
    @EnumSource
    void eachFurtherChangeIsHeardAgain(TestDatabases kind) {
        try (HubDatabase database = HubDatabase.open(kind.settings(folder))) {
            // Given
            TableChanges teller = new TableChanges(database);
            TableChanges listener = process(database);
            teller.tell("erp/Items");
            listener.look();
            // When
            teller.tell("erp/Items");
            teller.tell("erp/Orders");
            listener.look();
            // Then
            assertThat(heard).containsExactlyInAnyOrder("erp/Items", "erp/Items", "erp/Orders");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aDatabaseThatIsAwayIsNoFailureOfTheWrite(TestDatabases kind) {
        // Given
        HubDatabase database = HubDatabase.open(kind.settings(folder));
        TableChanges changes = process(database);
        database.close();
        // When
        changes.tell("erp/Items");
        changes.look();
        // Then
        assertThat(heard).isEmpty();
    }
}

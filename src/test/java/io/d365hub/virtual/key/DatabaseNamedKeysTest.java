package io.d365hub.virtual.key;

import static org.assertj.core.api.Assertions.assertThat;

import io.d365hub.database.DatabaseSettings;
import io.d365hub.database.HubDatabase;
import io.d365hub.database.TestDatabases;
import io.d365hub.virtual.ColumnType;
import io.d365hub.virtual.QueryCases;
import io.d365hub.virtual.VirtualColumn;
import io.d365hub.virtual.VirtualTable;
import io.d365hub.virtual.key.GuidKeys.Natural;
import io.d365hub.virtual.source.SourceFixture;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** GUIDs that are hashes of natural keys, and the way back. */
class DatabaseNamedKeysTest {

    private static final String LONG = "a natural key that is too long for a GUID";

    @TempDir
    private Path folder;

    private final VirtualTable table = QueryCases.table(SourceFixture.source("none", "{}"), 100);
    private final VirtualColumn key = new VirtualColumn(
            0,
            "ThingId",
            ColumnType.GUID,
            ColumnType.STRING,
            "code",
            false,
            OptionalInt.empty(),
            OptionalInt.empty(),
            OptionalInt.empty(),
            io.d365hub.virtual.TextComparison.EXACT,
            false,
            Optional.empty());

    /** Null when it is unknown. */
    private Object natural(GuidKeys keys, UUID guid) {
        Natural natural = keys.natural(table, key, guid);
        if (natural instanceof Natural.NotHere notHere && keys.lookUp(notHere.name())) {
            natural = keys.natural(table, key, guid);
        }
        return natural instanceof Natural.Known known ? known.value() : null;
    }

    @ParameterizedTest
    @EnumSource
    void aKeyThatWasShownOnceIsKnownAfterARestart(TestDatabases kind) {
        // Given
        DatabaseSettings settings = kind.settings(folder);
        try (HubDatabase database = HubDatabase.open(settings)) {
            new GuidKeys(new DatabaseNamedKeys(database)).remember(table, key, List.of(LONG));
        }
        // When
        try (HubDatabase database = HubDatabase.open(settings)) {
            GuidKeys keys = new GuidKeys(new DatabaseNamedKeys(database));
            // Then
            assertThat(natural(keys, GuidKeys.guid(table, key, LONG))).isEqualTo(LONG);
            assertThat(natural(keys, GuidKeys.guid(table, key, LONG + ", never shown")))
                    .isNull();
        }
    }

    @ParameterizedTest
    @EnumSource
    void processesThatShowTheSameKeysAtOnceDoNotDisturbEachOther(TestDatabases kind) {
        try (HubDatabase database = HubDatabase.open(kind.settings(folder))) {
            // Given
            List<String> texts =
                    IntStream.range(0, 100).mapToObj(i -> LONG + " " + i).toList();
            // When
            CompletableFuture.allOf(IntStream.range(0, 4)
                            .mapToObj(process -> CompletableFuture.runAsync(
                                    () -> new GuidKeys(new DatabaseNamedKeys(database)).remember(table, key, texts)))
                            .toArray(CompletableFuture[]::new))
                    .join();
            // Then
            GuidKeys keys = new GuidKeys(new DatabaseNamedKeys(database));
            assertThat(texts).allSatisfy(text -> assertThat(natural(keys, GuidKeys.guid(table, key, text)))
                    .isEqualTo(text));
        }
    }
}

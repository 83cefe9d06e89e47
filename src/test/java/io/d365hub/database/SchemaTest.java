package io.d365hub.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"db/h2", "db/postgresql"})
    void theNewestVersionIsThatOfTheLastFile(String own) throws Exception {
        // Given
        List<String> names = new ArrayList<>(files(Schema.LOCATION));
        names.addAll(files(own));
        // When
        int last = names.stream()
                .filter(name -> name.startsWith("V"))
                .mapToInt(name -> Integer.parseInt(name.substring(1, name.indexOf("__"))))
                .max()
                .orElseThrow();
        // Then
        assertThat(Schema.NEWEST)
                .as("Schema.NEWEST: raise it with every new file in %s, or in both folders beside it", Schema.LOCATION)
                .isEqualTo(last);
    }

    @ParameterizedTest
    @EnumSource
    void theTablesOfANewerHubAreRefused(TestDatabases kind) {
        // Given
        DatabaseSettings settings = kind.settings(folder);
        try (HubDatabase database = HubDatabase.open(settings)) {
            database.jdbi()
                    .useHandle(handle -> handle.execute("insert into flyway_schema_history (installed_rank, version,"
                            + " description, type, script, installed_by, execution_time, success)"
                            + " values (99, '99', 'newer', 'SQL', 'V99__newer.sql', 'hub', 1, true)"));
        }
        // When, then
        assertThatThrownBy(() -> HubDatabase.open(settings))
                .isInstanceOf(DatabaseUnavailableException.class)
                .hasMessageContaining("version 99")
                .hasMessageContaining("Run the newer hub");
    }

    private static List<String> files(String location) throws Exception {
        Path folder =
                Path.of(Objects.requireNonNull(Schema.class.getClassLoader().getResource(location), location)
                        .toURI());
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}

package io.d365hub.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SchemaTest {

    @TempDir
    private Path folder;

    @Test
    void theNewestVersionIsThatOfTheLastFile() throws Exception {
        // Given
        try (Stream<Path> files = Files.list(migrations())) {
            // When
            int last = files.map(file -> file.getFileName().toString())
                    .mapToInt(name -> Integer.parseInt(name.substring(1, name.indexOf("__"))))
                    .max()
                    .orElseThrow();
            // Then
            assertThat(Schema.NEWEST)
                    .as("Schema.NEWEST: raise it with every new file in %s", Schema.LOCATION)
                    .isEqualTo(last);
        }
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

    private static Path migrations() throws URISyntaxException {
        return Path.of(Objects.requireNonNull(
                        Schema.class.getClassLoader().getResource(Schema.LOCATION), "no folder of migrations")
                .toURI());
    }
}

package io.d365hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NamedConnectionsTest {

    @TempDir
    Path home;

    @Test
    void dataSourcesAreNamedByTheFileAndByTheEnvironment() throws IOException {
        // Given
        Settings settings = load(
                "hub.datasource.shop.url = jdbc:h2:mem:shop",
                Map.of("HUB_DATASOURCE_PRICE_LIST_URL", "jdbc:h2:mem:prices", "HUB_DATASOURCE_SHOP_PASSWORD", "s"));
        // When
        try (var sources = NamedConnections.dataSources(settings)) {
            // Then
            assertThat(sources.byName()).containsOnlyKeys("shop", "price-list", "erp");
            assertThat(settings.member("hub.datasource", "shop", "password")).isEqualTo("s");
        }
    }

    @Test
    void theSampleErpIsThereInDevelopmentOnly() throws IOException {
        try (var sources = NamedConnections.dataSources(load("hub.mode = production", Map.of()))) {
            assertThat(sources.byName()).isEmpty();
        }
    }

    @Test
    void aDataSourceWithoutAddressIsRefusedAtTheStart() throws IOException {
        Settings settings = load("hub.datasource.shop.user = hub", Map.of());
        assertThatThrownBy(() -> NamedConnections.dataSources(settings))
                .isInstanceOf(HubStartException.class)
                .hasMessageContaining("hub.datasource.shop.url is no JDBC address");
    }

    @Test
    void aMisspeltPartOfADataSourceIsNoSetting() {
        assertThatThrownBy(() -> load("hub.datasource.shop.usr = a", Map.of()))
                .hasMessageContaining("'hub.datasource.shop.usr'");
    }

    private Settings load(String line, Map<String, String> environment) throws IOException {
        Path file = Files.writeString(home.resolve("some.properties"), line);
        return Settings.load(home, file, environment);
    }
}

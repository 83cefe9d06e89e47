package io.d365hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartNeedsTest {

    private static final Map<String, String> DATAVERSE = Map.of(
            "HUB_MODE", "production",
            "HUB_DATAVERSE_URL", "https://contoso.example",
            "HUB_DATAVERSE_TENANT_ID", "t",
            "HUB_DATAVERSE_CLIENT_ID", "c",
            "HUB_DATAVERSE_CLIENT_SECRET", "s");
    private static final Map<String, String> BROKER = Map.of(
            "HUB_BROKER_URL", "tcp://broker:61616",
            "HUB_BROKER_USER", "hub",
            "HUB_BROKER_PASSWORD", "p");

    @TempDir
    Path home;

    @Test
    void developmentNeedsNothing() {
        assertThatCode(() -> StartNeeds.check(settings(Map.of()))).doesNotThrowAnyException();
    }

    @Test
    void productionWithoutDataverseIsRefusedBeforeAnythingIsWritten() {
        assertThatThrownBy(() -> HubServer.start(settings(Map.of("HUB_MODE", "production")), failure -> {}))
                .isInstanceOf(HubStartException.class)
                .hasMessageContaining("hub.dataverse.url")
                .hasMessageContaining("HUB_DATAVERSE_URL");
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void allThatIsMissingIsToldAtOnce() {
        assertThatThrownBy(() -> StartNeeds.check(settings(Map.of(
                        "HUB_DATAVERSE_URL", "https://contoso.example", "HUB_BROKER_URL", "tcp://broker:61616"))))
                .hasMessageContaining("hub.dataverse.client-secret")
                .hasMessageContaining("hub.broker.password");
    }

    @Test
    void productionWithEverythingEmbeddedNeedsDataverseOnly() {
        assertThatCode(() -> StartNeeds.check(settings(DATAVERSE))).doesNotThrowAnyException();
    }

    @Test
    void productionWithAnOutsideBrokerNeedsAnOutsideDatabase() {
        // Given
        Map<String, String> brokerOnly = new HashMap<>(DATAVERSE);
        brokerOnly.putAll(BROKER);

        // When
        assertThatThrownBy(() -> StartNeeds.check(settings(brokerOnly)))

                // Then
                .isInstanceOf(HubStartException.class)
                .hasMessageContaining("hub.broker.url is set and hub.database.url is not");
    }

    private Settings settings(Map<String, String> environment) {
        return Settings.load(home, Path.of(Settings.DEFAULT_FILE), environment);
    }
}

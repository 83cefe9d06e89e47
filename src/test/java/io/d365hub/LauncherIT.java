package io.d365hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./hub} at the terminal: its exit codes and what it says where. */
@Timeout(300)
class LauncherIT {

    @TempDir
    Path folder;

    Launcher launcher;

    @BeforeEach
    void aLauncherThatReachesNoHub() {
        launcher = new Launcher(folder)
                .with("HUB_DATA", folder.resolve("data").toString())
                .with("HUB_SIMULATOR_PORT", Integer.toString(HubProcess.freePort()))
                .with("HUB_MANAGEMENT_PORT", Integer.toString(HubProcess.freePort()));
    }

    @Test
    void anUnknownCommandIsAMistakeOfTheCommandLine() throws Exception {
        // When
        Launcher.Answer answer = launcher.hub("nonsense");

        // Then
        assertThat(answer.exitCode()).as("%s", answer).isEqualTo(2);
        assertThat(answer.err()).contains("'nonsense'", "Did you mean");
    }

    @Test
    void checkFindsNothingInTheShippedRoutes() throws Exception {
        // When
        Launcher.Answer answer = launcher.hub("check", "--json");

        // Then
        assertThat(answer.exitCode()).as("%s", answer).isZero();
        JsonNode findings = new ObjectMapper().readTree(answer.out());
        assertThat(findings.isArray()).isTrue();
        assertThat(findings).isEmpty();
    }

    @Test
    void statusWithoutAHubSaysSoAndWhatToDo() throws Exception {
        // When
        Launcher.Answer answer = launcher.hub("status", "--json");

        // Then
        assertThat(answer.exitCode()).as("%s", answer).isEqualTo(3);
        assertThat(answer.err()).contains("No hub was reached").contains("./hub run");
        assertThat(answer.out()).isEmpty();
    }

    @Test
    void productionWithoutItsSettingsSaysWhatWhyAndMend() throws Exception {
        // When
        Launcher.Answer answer = launcher.with("HUB_MODE", "production").hub("run");

        // Then
        assertThat(answer.exitCode()).as("%s", answer).isEqualTo(3);
        assertThat(answer.err())
                .contains("The hub was not started.")
                .contains("why:", "hub.dataverse.url")
                .contains("mend:", "HUB_DATAVERSE_URL");
        assertThat(folder.resolve("data").resolve("dev-api-key")).doesNotExist();
    }

    @Test
    void aClientIsAddedOnceAndListedWithoutItsKey() throws Exception {
        // Given
        launcher.with("HUB_CLIENTS", folder.resolve("clients.properties").toString());

        // When
        Launcher.Answer added = launcher.hub("clients", "add", "shop", "--integrations", "webshop-orders", "--json");
        Launcher.Answer again = launcher.hub("clients", "add", "shop", "--integrations", "contacts");
        Launcher.Answer listed = launcher.hub("clients", "list");

        // Then
        String key = new ObjectMapper().readTree(added.out()).path("key").asText();
        assertThat(key).startsWith("d365hub_");
        assertThat(again.exitCode()).as("%s", again).isEqualTo(1);
        assertThat(listed.out()).contains("shop", "webshop-orders").doesNotContain(key);
    }
}

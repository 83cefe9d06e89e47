package io.d365hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.d365hub.simulator.Simulator;
import io.d365hub.simulator.SimulatorSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The custom tables of the folder tables/, in the simulator that starts with the hub. */
@Timeout(300)
class CustomTablesTest {

    private static final String TABLE = """
            [
              {"post": "EntityDefinitions", "body": {
                "@odata.type": "Microsoft.Dynamics.CRM.EntityMetadata", "SchemaName": "hub_Gate",
                "HasNotes": false, "HasActivities": false, "OwnershipType": "UserOwned",
                "DisplayName": {"LocalizedLabels": [{"Label": "Gate", "LanguageCode": 1033}]},
                "DisplayCollectionName": {"LocalizedLabels": [{"Label": "Gates", "LanguageCode": 1033}]},
                "Attributes": [
                  {"@odata.type": "Microsoft.Dynamics.CRM.StringAttributeMetadata", "SchemaName": "hub_GateNumber",
                   "IsPrimaryName": true, "MaxLength": 100,
                   "DisplayName": {"LocalizedLabels": [{"Label": "Number", "LanguageCode": 1033}]}}]}},
              {"post": "EntityDefinitions(LogicalName='hub_gate')/Keys", "body": {
                "SchemaName": "hub_GateNumberKey", "KeyAttributes": ["hub_gatenumber"],
                "DisplayName": {"LocalizedLabels": [{"Label": "Number", "LanguageCode": 1033}]}}}
            ]
            """;

    @TempDir
    Path folder;

    private Simulator simulator;
    private SimulatorRows client;

    @BeforeEach
    void start() throws IOException {
        Files.writeString(folder.resolve("hub_gate.json"), TABLE);
        simulator = Simulator.start(SimulatorSettings.defaults().withPort(0));
        client = new SimulatorRows(
                simulator, SimulatorSettings.DEFAULT_CLIENT_ID, SimulatorSettings.DEFAULT_CLIENT_SECRET);
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void theirAlternateKeysAreActiveAtOnceSoThatTheCheckOfTheRoutesPasses() {
        // When
        CustomTables.make(folder, simulator);
        // Then
        JsonNode keys =
                client.get("EntityDefinitions(LogicalName='hub_gate')/Keys").path("value");
        assertThat(keys)
                .extracting(key -> key.path("EntityKeyIndexStatus").asText())
                .containsExactly("Active");
    }

    @Test
    void laterKeysTakeAsLongAsBefore() {
        // When
        CustomTables.make(folder, simulator);
        // Then
        assertThat(client.control("GET", "metadata", null)
                        .path("keyIndexSeconds")
                        .asDouble())
                .isEqualTo(2);
    }
}

package io.d365hub.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The public client DynamicsWebApi, as npm delivers it, works against the simulator [C] §14.2. The steps are in
 * {@code src/test/resources/clients/dynamics-web-api.cjs}.
 */
class DynamicsWebApiIT {

    private static final String VERSION = "2.5.0";
    private static final Path SCRIPT = Path.of("src", "test", "resources", "clients", "dynamics-web-api.cjs");

    private static Path folder;

    @RegisterExtension
    final SimulatorFixture dataverse = SimulatorFixture.withDefaults();

    @BeforeAll
    static void fetch() throws IOException, InterruptedException {
        folder = NpmPackage.require("dynamics-web-api", VERSION);
    }

    @ParameterizedTest
    @DisplayName("[C] §14.2: DynamicsWebApi")
    @ValueSource(
            strings = {
                "createRetrieveUpdateDelete",
                "upsertByKey",
                "singleProperty",
                "retrieveMultiplePages",
                "filterExpandAndFormattedValues",
                "count",
                "batchOfReadsAndWrites",
                "batchThatFails",
                "aLongUrlGoesAsABatch",
                "associateAndDisassociate",
                "nestedRowsAndCollections",
                "functionsAndActions",
                "associateAndDisassociate",
                "changeTracking",
                "fileColumn",
                "fetchXml",
                "metadata",
                "impersonationAndDuplicates"
            })
    void aStepOfTheJourneySucceeds(String step) throws IOException, InterruptedException {
        // Given
        String token = dataverse.token(SimulatorSettings.DEFAULT_CLIENT_ID, SimulatorSettings.DEFAULT_CLIENT_SECRET);
        // When
        NpmPackage.Output output = NpmPackage.run(
                "node",
                SCRIPT.toString(),
                folder.toString(),
                dataverse.simulator().url().toString(),
                token,
                step);
        // Then
        assertThat(output.code()).as(output.text()).isZero();
    }
}

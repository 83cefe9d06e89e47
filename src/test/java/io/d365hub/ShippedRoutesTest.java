package io.d365hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.d365hub.check.Finding;
import io.d365hub.dataverse.DataverseComponent;
import io.d365hub.simulator.Simulator;
import io.d365hub.simulator.SimulatorSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

class ShippedRoutesTest {

    @Test
    void theRoutesOfTheSampleCompanyHaveNothingWrongAndNameTablesAndKeysThatItHas() {
        // Given
        RouteCheck check = new RouteCheck(Path.of(""), Path.of("routes"));
        try (Simulator simulator = Simulator.start(SimulatorSettings.defaults().withPort(0))) {
            DataverseComponent dataverse = DataverseTarget.component(
                    Settings.load(Path.of(""), Path.of("config/hub.properties"), Map.of()), Optional.of(simulator));
            dataverse.setCamelContext(new DefaultCamelContext());
            DataverseTables tables = DataverseTables.over(dataverse, Duration.ofSeconds(20));
            // When
            List<Finding> findings = check.thorough(Map.of(), tables);
            // Then
            assertThat(findings).isEmpty();
            assertThat(tables.outOfReach()).isEmpty();
            dataverse.client().close();
        }
    }
}

package io.d365hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.d365hub.check.Finding;
import io.d365hub.check.TargetTables;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ShippedRoutesTest {

    @Test
    void theRoutesOfTheSampleCompanyHaveNothingWrong() {
        // Given
        RouteCheck check = new RouteCheck(Path.of(""), Path.of("routes"));
        // When
        List<Finding> findings = check.thorough(Map.of(), TargetTables.unreachable());
        // Then
        assertThat(findings).isEmpty();
    }
}

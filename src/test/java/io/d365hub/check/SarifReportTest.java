package io.d365hub.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class SarifReportTest {

    @Test
    void aFindingIsAResultWithRulePlaceAndAllItsSentences() {
        // Given
        Finding finding = new Finding(
                Path.of("routes/a b.camel.yaml"), 13, 9, "It is wrong.", "It cannot be.", "Mend it.", "kamelet-uses");
        // When
        JsonNode run = SarifReport.of(List.of(finding)).path("runs").path(0);
        // Then
        assertThat(run.path("results").path(0)).hasToString("""
                {"ruleId":"kamelet-uses","level":"error","message":{"text":"It is wrong. It cannot be. Mend it."},\
                "locations":[{"physicalLocation":{"artifactLocation":{"uri":"routes/a%20b.camel.yaml"},\
                "region":{"startLine":13,"startColumn":9}}}]}""");
        assertThat(run.at("/tool/driver/rules")).hasToString("[{\"id\":\"kamelet-uses\"}]");
    }

    @Test
    void aFindingAboutAWholeFileHasNoRegion() {
        // Given
        Finding finding = new Finding(Path.of("a.yaml"), 0, 0, "It is empty.", "", "Delete it.");
        // When
        JsonNode report = SarifReport.of(List.of(finding));
        // Then
        assertThat(report.at("/version").asText()).isEqualTo("2.1.0");
        assertThat(report.at("/runs/0/results/0/locations/0/physicalLocation").has("region"))
                .isFalse();
    }
}

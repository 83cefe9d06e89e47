package io.d365hub.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Sections 2.3, 3.6 and 4 of the fact sheet. The tag of each name says how sure the fact is. */
class UpsertTest {

    private static final String SITE = "bld_sites(bld_code='D-17')";

    @RegisterExtension
    final SimulatorFixture dataverse = SimulatorFixture.withDefaults();

    @Test
    void t1_D_anUpsertByKeyCreatesTheRowAndAnswersWithTheKeyUrl() {
        // When
        SimulatorFixture.Answer answer = dataverse.patch(SITE, "{\"bld_name\":\"A\"}");
        // Then
        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.header("OData-EntityId")).isEqualTo(dataverse.root() + SITE);
        assertThat(site("D-17").path("bld_code").asText()).isEqualTo("D-17");
    }

    private JsonNode site(String code) {
        return dataverse.get("bld_sites(bld_code='" + code + "')").json();
    }
}

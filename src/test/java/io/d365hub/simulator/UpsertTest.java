package io.d365hub.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Sections 2.3, 3.6, 4 and 8 of the fact sheet; each name carries the test vector and the evidence. */
class UpsertTest {

    private static final String SITE = "bld_sites(bld_code='D-17')";
    private static final String ALL_ANNOTATIONS = "odata.include-annotations=\"*\"";

    @RegisterExtension
    final SimulatorFixture dataverse = SimulatorFixture.withDefaults();

    @Test
    @DisplayName("T1 [D] §4.1: an upsert by key creates the row and answers with the key URL")
    void anUpsertByKeyCreatesTheRowAndAnswersWithTheKeyUrl() {
        // When
        SimulatorFixture.Answer answer = dataverse.patch(SITE, "{\"bld_name\":\"A\"}");
        // Then
        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.header("OData-EntityId")).isEqualTo(dataverse.root() + SITE);
        assertThat(dataverse.siteColumn("D-17", "bld_code")).isEqualTo("D-17");
    }

    @Test
    @DisplayName("T2 [D] §4.1: If-None-Match: * on an existing row is refused")
    void anUpsertThatMustCreateIsRefusedWhenTheRowExists() {
        // Given
        dataverse.site("D-17", "A");
        // When
        SimulatorFixture.Answer answer = dataverse.patch(SITE, "{\"bld_name\":\"A\"}", "If-None-Match", "*");
        // Then
        assertThat(answer.error()).isEqualTo("412 0x80040237");
        assertThat(answer.errorMessage()).isEqualTo("A record with matching key values already exists.");
    }

    @Test
    @DisplayName("T3 [D/I] §3.6: If-Match: * on a missing key is not found")
    void anUpdateOfAMissingKeyIsNotFound() {
        // When
        SimulatorFixture.Answer answer =
                dataverse.patch("bld_sites(bld_code='NOPE')", "{\"bld_name\":\"B\"}", "If-Match", "*");
        // Then
        assertThat(answer.error()).isEqualTo("404 0x80060891");
    }

    @Test
    @DisplayName("[D] §3.6: If-Match: * on a missing GUID is not found")
    void anUpdateOfAMissingIdIsNotFound() {
        // When
        SimulatorFixture.Answer answer = dataverse.patch(
                "bld_sites(5b1f0f0e-7d2a-ef11-840a-000d3ab1c2d3)", "{\"bld_name\":\"B\"}", "If-Match", "*");
        // Then
        assertThat(answer.error()).isEqualTo("404 0x80040217");
        assertThat(answer.errorMessage())
                .isEqualTo("Entity 'bld_site' With Id = 5b1f0f0e-7d2a-ef11-840a-000d3ab1c2d3 Does Not Exist");
    }

    @Test
    @DisplayName("T4 [D] §4.1: with representation an update answers 200 and a creation 201")
    void theRepresentationTellsCreatedFromUpdated() {
        // Given
        dataverse.site("D-17", "A");
        String prefer = "return=representation";
        // When
        SimulatorFixture.Answer updated =
                dataverse.patch(SITE + "?$select=bld_siteid", "{\"bld_name\":\"A\"}", "Prefer", prefer);
        SimulatorFixture.Answer created = dataverse.patch(
                "bld_sites(bld_code='D-18')?$select=bld_siteid", "{\"bld_name\":\"A\"}", "Prefer", prefer);
        // Then
        assertThat(updated.status()).isEqualTo(200);
        assertThat(created.status()).isEqualTo(201);
        assertThat(names(created.json())).containsExactly("@odata.context", "@odata.etag", "bld_siteid");
        assertThat(created.header("Preference-Applied")).isEqualTo("return=representation");
    }

    private static List<String> names(JsonNode json) {
        List<String> names = new ArrayList<>();
        json.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Test
    @DisplayName("T5 [D] §4.2: a key cannot be changed through itself")
    void aKeyInTheBodyOfAnUpdateIsDropped() {
        // Given
        dataverse.site("D-17", "A");
        // When
        SimulatorFixture.Answer answer = dataverse.patch(SITE, "{\"bld_code\":\"X\",\"bld_name\":\"C\"}");
        // Then
        assertThat(answer.status()).isEqualTo(204);
        assertThat(dataverse.siteColumn("D-17", "bld_name")).isEqualTo("C");
    }

    @Test
    @DisplayName("T6 [D] §4.2: when the row is created, the body's key wins")
    void aKeyInTheBodyOfACreationWins() {
        // When
        SimulatorFixture.Answer answer = dataverse.patch("bld_sites(bld_code='NEW1')", "{\"bld_code\":\"NEW2\"}");
        // Then
        assertThat(answer.status()).isEqualTo(204);
        assertThat(dataverse.siteColumn("NEW2", "bld_code")).isEqualTo("NEW2");
    }

    @Test
    @DisplayName("T10 [I] §3.6: a creation that violates a key is refused")
    void aCreationWithATakenKeyIsRefused() {
        // Given
        dataverse.site("D-17", "A");
        // When
        SimulatorFixture.Answer answer = dataverse.post("bld_sites", "{\"bld_code\":\"d-17\"}");
        // Then
        assertThat(answer.error()).isEqualTo("412 0x80060892");
        assertThat(answer.errorMessage())
                .startsWith("Entity Key Site code violated. A record with the same value for bld_code already exists.");
    }

    @Test
    @DisplayName("T38 [I] §3.6: the annotations name the duplicate column, not the existing row")
    void theAnnotationsOfADuplicateNameTheColumn() {
        // Given
        dataverse.site("D-17", "A");
        String existing = dataverse.siteColumn("D-17", "bld_siteid");
        // When
        SimulatorFixture.Answer answer =
                dataverse.post("bld_sites", "{\"bld_code\":\"D-17\"}", "Prefer", ALL_ANNOTATIONS);
        // Then
        assertThat(answer.json()
                        .path("error")
                        .path("@Microsoft.PowerApps.CDS.ErrorDetails.DuplicateAttributes")
                        .asText())
                .isEqualTo("<DuplicateAttributes><bld_code>D-17</bld_code></DuplicateAttributes>");
        assertThat(answer.text()).doesNotContain(existing);
    }

    @Test
    @DisplayName("T21 [D] §8: a stale ETag is refused")
    void anUpdateOfAnotherVersionIsRefused() {
        // Given
        dataverse.site("D-17", "A");
        String stale = dataverse.get(SITE).header("ETag");
        dataverse.site("D-17", "B");
        // When
        SimulatorFixture.Answer answer = dataverse.patch(SITE, "{\"bld_name\":\"C\"}", "If-Match", stale);
        // Then
        assertThat(answer.error()).isEqualTo("412 0x80060882");
        assertThat(dataverse.siteColumn("D-17", "bld_name")).isEqualTo("B");
    }

    @Test
    @DisplayName("[D] §8: the current ETag lets an update through")
    void anUpdateOfTheCurrentVersionIsMade() {
        // Given
        dataverse.site("D-17", "A");
        String current = dataverse.get(SITE).header("ETag");
        // When
        SimulatorFixture.Answer answer = dataverse.patch(SITE, "{\"bld_name\":\"C\"}", "If-Match", current);
        // Then
        assertThat(answer.status()).isEqualTo(204);
    }

    @Test
    @DisplayName("T34 [D] §2.3: $expand is ignored on PATCH")
    void anExpandOnPatchIsIgnored() {
        // When
        SimulatorFixture.Answer answer = dataverse.patch(
                SITE + "?$select=bld_name&$expand=ownerid", "{\"bld_name\":\"A\"}", "Prefer", "return=representation");
        // Then
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.json().has("ownerid")).isFalse();
    }

    @Test
    @DisplayName("[D/C] §1.2: the literal If-None-Match: null means nothing")
    void theLiteralNullIsNoCondition() {
        // Given
        dataverse.site("D-17", "A");
        // When
        SimulatorFixture.Answer answer = dataverse.patch(SITE, "{\"bld_name\":\"B\"}", "If-None-Match", "null");
        // Then
        assertThat(answer.status()).isEqualTo(204);
    }

    @Test
    @DisplayName("[D] §4.1: an upsert by an unknown GUID creates the row with that GUID")
    void anUpsertByAnUnknownIdCreatesTheRow() {
        // When
        String row = "bld_sites(5b1f0f0e-7d2a-ef11-840a-000d3ab1c2d3)";
        SimulatorFixture.Answer answer = dataverse.patch(row, "{\"bld_name\":\"B\"}");
        // Then
        assertThat(answer.header("Location")).isEqualTo(dataverse.root() + row);
        assertThat(dataverse.get(row).status()).isEqualTo(200);
    }

    @Test
    @DisplayName("[D/C] §3.1: an apostrophe in a key is doubled")
    void anApostropheInAKeyIsDoubled() {
        // When
        SimulatorFixture.Answer answer = dataverse.patch("bld_sites(bld_code='O''Brien')", "{\"bld_name\":\"Irish\"}");
        // Then
        assertThat(answer.header("OData-EntityId")).endsWith("bld_sites(bld_code='O''Brien')");
        assertThat(dataverse
                        .get("bld_sites?$filter=bld_code eq 'O''Brien'")
                        .json()
                        .path("value"))
                .hasSize(1);
    }
}

package io.d365hub.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sections 1.5 and 10 of the fact sheet. */
class FunctionTest {

    @RegisterExtension
    final SimulatorFixture dataverse = SimulatorFixture.withDefaults();

    @Test
    @DisplayName("T16 [D] §10.1: the wrong verb finds nothing")
    void aFunctionCalledWithPostIsNotFound() {
        // When
        SimulatorFixture.Answer answer = dataverse.post("WhoAmI", "{}");
        // Then
        assertThat(answer.error()).isEqualTo("404 ");
        assertThat(answer.errorMessage())
                .isEqualTo("No HTTP resource was found that matches the request URI '" + dataverse.root() + "WhoAmI'.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"WhoAmI", "WhoAmI()"})
    @DisplayName("T32 [D/C] §10.2: WhoAmI answers three ids and the hint for parallelism")
    void whoAmIAnswersThreeIds(String path) {
        // When
        SimulatorFixture.Answer answer = dataverse.get(path);
        // Then
        assertThat(List.of("BusinessUnitId", "UserId", "OrganizationId"))
                .allSatisfy(
                        name -> assertThat(answer.json().path(name).asText()).hasSize(36));
        assertThat(answer.header("x-ms-dop-hint")).isEqualTo("4");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RetrieveCurrentOrganization(AccessType='Default')",
                "RetrieveCurrentOrganization(AccessType=@p1)?@p1=Microsoft.Dynamics.CRM.EndpointAccessType'Default'"
            })
    @DisplayName("T35 [C/D] §10.2: both spellings of the organization's access type")
    void theOrganizationIsRetrieved(String path) {
        // When
        JsonNode detail = dataverse.get(path).json().path("Detail");
        // Then
        assertThat(detail.path("Endpoints").path("Values").path(2).asText()).isEqualTo(dataverse.root());
    }

    @Test
    @DisplayName("[C] §10.2: the version has four numbers")
    void theVersionHasFourNumbers() {
        // When
        JsonNode answer = dataverse.get("RetrieveVersion()").json();
        // Then
        assertThat(answer.path("Version").asText()).matches("9\\.2\\.\\d+\\.\\d+");
    }

    @Test
    @DisplayName("[D] §1.1: the service document lists the entity sets")
    void theServiceDocumentListsTheEntitySets() {
        // When
        JsonNode sets = dataverse.get("").json().path("value");
        // Then
        assertThat(sets).extracting(set -> set.path("url").asText()).contains("accounts", "salesorderdetails");
    }

    @Test
    @DisplayName("T39 [I] §1.5: the remaining time is written with a thousands comma")
    void theRemainingTimeHasAThousandsComma() {
        // When
        SimulatorFixture.Answer answer = dataverse.get("WhoAmI");
        // Then
        assertThat(answer.header("x-ms-ratelimit-time-remaining-xrm-requests")).matches("1,(200\\.00|199\\.\\d\\d)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"WhoAmI", "nothing"})
    @DisplayName("[C/I] §1.5: successes and errors carry the service's headers")
    void successesAndErrorsCarryTheHeaders(String path) {
        // When
        SimulatorFixture.Answer answer = dataverse.get(path);
        // Then
        assertThat(Stream.of(
                        "OData-Version",
                        "REQ_ID",
                        "x-ms-service-request-id",
                        "AuthActivityId",
                        "x-ms-dop-hint",
                        "x-ms-ratelimit-burst-remaining-xrm-requests",
                        "Access-Control-Expose-Headers",
                        "Access-Control-Allow-Origin",
                        "Timing-Allow-Origin"))
                .allSatisfy(name -> assertThat(answer.header(name)).isNotEmpty());
        assertThat(answer.response().headers().allValues("Set-Cookie"))
                .anySatisfy(cookie -> assertThat(cookie).startsWith("ARRAffinity="));
    }
}

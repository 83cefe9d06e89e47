package io.d365hub.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sections 6.10, 11.4 and 12 of the fact sheet: what a column takes, and how it comes back. */
class ValidationTest {

    private static final String ORDER = "salesorders(ordernumber='1001')";

    @RegisterExtension
    final SimulatorFixture dataverse = SimulatorFixture.withDefaults();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"billto_postalcode\":\"123456789012345678901\"} | 0x80044331",
                "{\"statuscode\":77} | 0x8004431a",
                "{\"statecode\":0,\"statuscode\":4} | 0x80048408",
                "{\"totalamount\":1e15} | 0x80044330",
                "{\"totalamount\":\"12.50\"} | 0x80048d19",
                "{\"totalamount\":1e999999} | 0x80048d19",
                "{\"name\":5} | 0x80048d19",
                "{\"name\":{\"a\":1}} | 0x80048d19",
                "{\"hub_isguest\":\"yes\"} | 0x80048d19",
                "{\"requestdeliveryby\":\"2026-01-31T09:00:00Z\"} | 0x80048d19",
                "{\"requestdeliveryby\":\"2026-02-30\"} | 0x80048d19",
                "{\"salesorderid\":\"no-guid\"} | 0x80048d19",
                "{\"nope\":null} | 0x80048d19",
                "{\"name\":\"a\",\"name\":\"b\"} | 0x80048d19",
                "{\"name\":\"a\" | 0x80048d19",
                "[] | 0x80048d19"
            })
    @DisplayName("[D/K] §12.3: bodies that are refused")
    void aWrongBodyIsRefused(String body, String code) {
        // When
        SimulatorFixture.Answer answer = dataverse.patch(ORDER, body);
        // Then
        assertThat(answer.error()).isEqualTo("400 " + code);
        assertThat(dataverse.simulator().count("salesorders")).isZero();
    }

    @Test
    @DisplayName("[D] §11.4: the words for a text that is too long")
    void aTextThatIsTooLongNamesColumnTableAndLimit() {
        // When
        SimulatorFixture.Answer answer =
                dataverse.patch("accounts(accountnumber='L')", "{\"telephone1\":\"" + "1".repeat(51) + "\"}");
        // Then
        assertThat(answer.errorMessage())
                .isEqualTo("A validation error occurred.  The length of the 'telephone1' attribute of the 'account'"
                        + " entity exceeded the maximum allowed length of '50'.");
    }

    @Test
    @DisplayName("[D] §4.2: a key value of the URL that its column cannot hold")
    void aKeyThatIsTooLongIsRefused() {
        // When
        SimulatorFixture.Answer answer = dataverse.patch("accounts(accountnumber='" + "1".repeat(21) + "')", "{}");
        // Then
        assertThat(answer.error()).isEqualTo("400 0x80044331");
    }

    @Test
    @DisplayName("[D] §12.3: an undeclared property")
    void anUndeclaredPropertyIsNamed() {
        // When
        SimulatorFixture.Answer answer = dataverse.patch(ORDER, "{\"Name\":\"wrong case\"}");
        // Then
        assertThat(answer.error()).isEqualTo("400 0x80048d19");
        assertThat(answer.errorMessage())
                .startsWith("Error identified in Payload provided by the user for Entity :'salesorders'")
                .contains("An undeclared property 'Name'");
    }

    @Test
    @DisplayName("[U] §12.3: a column that must have a value")
    void aMissingRequiredColumnIsNamed() {
        // When
        SimulatorFixture.Answer answer = dataverse.post("salesorderdetails", "{\"quantity\":1}");
        // Then
        assertThat(answer.error()).isEqualTo("400 0x80040200");
        assertThat(answer.errorMessage()).contains("'salesorderid'");
    }

    @Test
    @DisplayName("[D] §6.10: values come back in the service's forms")
    void valuesComeBackInTheServicesForms() {
        // When
        dataverse.patch(
                ORDER,
                "{\"name\":\"Größe 😀\",\"totalamount\":20000,\"discountpercentage\":7.5,\"requestdeliveryby\":\"2026-01-31\","
                        + "\"hub_isguest\":true,\"hub_refundedamount\":0.005}");
        // Then
        SimulatorFixture.Answer answer = dataverse.get(ORDER);
        assertThat(answer.text())
                .contains(
                        "\"name\":\"Größe 😀\"",
                        "\"totalamount\":20000.0000",
                        "\"hub_refundedamount\":0.0100",
                        "\"discountpercentage\":7.50",
                        "\"requestdeliveryby\":\"2026-01-31\"",
                        "\"hub_isguest\":true",
                        "\"description\":null");
        assertThat(answer.json().path("createdon").asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
    }

    @Test
    @DisplayName("[D] §2.3: a state that is set alone brings its default status reason")
    void aStateBringsItsStatusReason() {
        // Given
        dataverse.patch(ORDER, "{\"name\":\"1001\"}");
        // When
        dataverse.patch(ORDER, "{\"statecode\":2}");
        // Then
        JsonNode order = dataverse
                .get(ORDER, "Prefer", "odata.include-annotations=\"*\"")
                .json();
        assertThat(order.path("statuscode").asInt()).isEqualTo(4);
        assertThat(order.path("statecode@OData.Community.Display.V1.FormattedValue")
                        .asText())
                .isEqualTo("Canceled");
    }

    @ParameterizedTest
    @ValueSource(strings = {"odata.include-annotations=\"*\"", "odata.include-annotations=*"})
    @DisplayName("[D/I] §12.1: an error is annotated when the client asks for it")
    void anErrorIsAnnotated(String prefer) {
        // When
        JsonNode error = dataverse
                .get("bld_sites(bld_code='x')", "Prefer", prefer)
                .json()
                .path("error");
        // Then
        assertThat(error.path("@Microsoft.PowerApps.CDS.ErrorDetails.ApiExceptionHttpStatusCode")
                        .asText())
                .isEqualTo("404");
        assertThat(error.path("@Microsoft.PowerApps.CDS.InnerError.Message").asText())
                .isEqualTo(error.path("message").asText());
    }

    @Test
    void aBodyThatIsTooLongIsRefused() {
        // Given
        SimulatorSettings settings = SimulatorSettings.defaults();
        String body = "{\"name\":\"" + "x".repeat(1000) + "\"}";
        // When
        try (Simulator small = Simulator.start(settings.withPort(0).withMostBodyBytes(100))) {
            SimulatorFixture.Answer answer = dataverse.patch(small.url() + "/api/data/v9.2/" + "accounts", body);
            // Then
            assertThat(answer.error()).isEqualTo("413 0x8004418a");
        }
    }
}

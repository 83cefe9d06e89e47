package io.d365hub.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Section 2.6 of the fact sheet. */
class LookupTest {

    private static final String ORDER = "salesorders(ordernumber='1001')";

    @RegisterExtension
    final SimulatorFixture dataverse = SimulatorFixture.withDefaults();

    private SimulatorFixture.Answer bind(String navigation, String target) {
        return dataverse.patch(
                ORDER, "{\"name\":\"1001\",\"" + navigation + "@odata.bind\":" + target.replace('`', '"') + "}");
    }

    private JsonNode order() {
        return dataverse.get(ORDER, "Prefer", "odata.include-annotations=\"*\"").json();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "`/accounts(accountnumber='C-10001')`",
                "`accounts(accountnumber='C-10001')`",
                "`http://other.example/api/data/v9.1/accounts(accountnumber='c-10001')`"
            })
    @DisplayName("[D/I] §2.6: a lookup is bound by alternate key, in each form of URL")
    void aLookupIsBoundByKey(String target) {
        // When
        SimulatorFixture.Answer answer = bind("customerid_account", target);
        // Then
        assertThat(answer.status()).isEqualTo(204);
        String account = dataverse
                .get("accounts(accountnumber='C-10001')")
                .json()
                .path("accountid")
                .asText();
        assertThat(order().path("_customerid_value").asText()).isEqualTo(account);
    }

    @Test
    @DisplayName("[D] §2.6: setting one target of a polymorphic lookup clears the other")
    void theOtherTargetOfAPolymorphicLookupReplacesTheFirst() {
        // Given
        bind("customerid_account", "`accounts(accountnumber='C-10001')`");
        // When
        bind("customerid_contact", "`contacts(hub_externalid='P-20001')`");
        // Then
        assertThat(order().path("_customerid_value@Microsoft.Dynamics.CRM.lookuplogicalname")
                        .asText())
                .isEqualTo("contact");
        assertThat(order().path("_customerid_value@Microsoft.Dynamics.CRM.associatednavigationproperty")
                        .asText())
                .isEqualTo("customerid_contact");
    }

    @Test
    @DisplayName("[D] §2.6: null clears a lookup")
    void nullClearsALookup() {
        // Given
        bind("customerid_account", "`accounts(accountnumber='C-10001')`");
        // When
        SimulatorFixture.Answer answer = bind("customerid_account", "null");
        // Then
        assertThat(answer.status()).isEqualTo(204);
        assertThat(order().path("_customerid_value").isNull()).isTrue();
    }

    @Test
    @DisplayName("T15 [D] §2.6: the name of a polymorphic column is no navigation property")
    void thePolymorphicColumnsOwnNameIsUndeclared() {
        // When
        SimulatorFixture.Answer answer =
                dataverse.post("contacts", "{\"parentcustomerid@odata.bind\":\"accounts(accountnumber='C-10001')\"}");
        // Then
        assertThat(answer.error()).isEqualTo("400 0x80048d19");
        assertThat(answer.errorMessage()).contains("An undeclared property 'parentcustomerid'");
    }

    @Test
    @DisplayName("[D, status U] §3.6: binding to an unknown key is not found")
    void bindingToAnUnknownKeyIsNotFound() {
        // When
        SimulatorFixture.Answer answer = bind("customerid_account", "`accounts(accountnumber='NOBODY')`");
        // Then
        assertThat(answer.error()).isEqualTo("404 0x80060891");
        assertThat(answer.errorMessage())
                .isEqualTo("A record with the specified key values does not exist in account entity");
        assertThat(dataverse.simulator().count("salesorders")).isZero();
    }

    @Test
    @DisplayName("[I] §12.3: binding to an unknown entity set is refused")
    void bindingToAnUnknownEntitySetIsRefused() {
        // When
        SimulatorFixture.Answer answer = bind("customerid_account", "`acounts(accountnumber='C-10001')`");
        // Then
        assertThat(answer.error()).isEqualTo("400 0x80060888");
        assertThat(answer.errorMessage()).startsWith("URL was not parsed due to an ODataUnrecognizedPathException.");
    }

    @Test
    @DisplayName("[D] §2.6: a lookup cannot be written through its read-only property")
    void theReadOnlyPropertyOfALookupIsRefused() {
        // When
        SimulatorFixture.Answer answer =
                dataverse.patch(ORDER, "{\"_customerid_value\":\"5b1f0f0e-7d2a-ef11-840a-000d3ab1c2d3\"}");
        // Then
        assertThat(answer.error()).isEqualTo("400 0x80048d19");
    }

    @Test
    @DisplayName("[D] §2.2: a navigation property leads to the row that a lookup points at")
    void aNavigationPropertyLeadsToTheRow() {
        // Given
        bind("customerid_account", "`accounts(accountnumber='C-10001')`");
        // When
        JsonNode customer = dataverse
                .get(ORDER + "/customerid_account?$select=accountnumber")
                .json();
        // Then
        assertThat(customer.path("accountnumber").asText()).isEqualTo("C-10001");
    }
}

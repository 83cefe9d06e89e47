package io.d365hub.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Columns that the service computes: amounts in the base currency, and addresses in one piece (sections 2.2 and 12). */
class ComputedColumnsTest {

    private static final String ORDER = "salesorders(ordernumber='M-1')";

    @RegisterExtension
    final SimulatorFixture dataverse = SimulatorFixture.withDefaults();

    private JsonNode order(String select) {
        return dataverse.get(ORDER + "?$select=" + select).json();
    }

    private void freight(String amount, String currency) {
        dataverse.patch(
                ORDER,
                "{\"freightamount\":" + amount
                        + ",\"transactioncurrencyid@odata.bind\":\"/transactioncurrencies(isocurrencycode='" + currency
                        + "')\"}");
    }

    private static BigDecimal amount(JsonNode row, String column) {
        return row.path(column).decimalValue();
    }

    @Test
    @DisplayName(
            "[D/K] §12: a money column has a read-only one in the base currency, by the rate of the row's currency")
    void anAmountIsGivenInTheBaseCurrencyToo() {
        // When
        freight("108", "USD");
        // Then
        JsonNode row = order("freightamount,freightamount_base,exchangerate");
        assertThat(amount(row, "freightamount")).isEqualByComparingTo("108");
        assertThat(amount(row, "freightamount_base")).isEqualByComparingTo("100");
        assertThat(amount(row, "exchangerate")).isEqualByComparingTo("1.08");
    }

    @Test
    @DisplayName("[K] §12: another currency changes the amount in the base currency")
    void anotherCurrencyChangesTheBaseAmount() {
        // Given
        freight("85", "USD");
        // When
        freight("85", "GBP");
        // Then
        assertThat(amount(order("freightamount_base"), "freightamount_base")).isEqualByComparingTo("100");
    }

    @Test
    @DisplayName("[D/K] §12: an amount in the base currency is not written")
    void aBaseAmountIsNotWritten() {
        // Given
        freight("100", "EUR");
        // When
        dataverse.patch(ORDER, "{\"freightamount_base\":7}");
        // Then
        assertThat(amount(order("freightamount_base"), "freightamount_base")).isEqualByComparingTo("100");
    }

    @Test
    @DisplayName("[K] §12: an empty amount is empty in the base currency")
    void anEmptyAmountIsEmptyInTheBaseCurrency() {
        // Given
        freight("100", "EUR");
        // When
        freight("null", "EUR");
        // Then
        assertThat(order("freightamount_base").path("freightamount_base").isNull())
                .isTrue();
    }

    @Test
    @DisplayName("[K] §12: the formatted amount has the symbol of the base currency")
    void theFormattedBaseAmountHasItsOwnSymbol() {
        // Given
        freight("108", "USD");
        // When
        JsonNode row = dataverse
                .get(ORDER + "?$select=freightamount,freightamount_base", "Prefer", "odata.include-annotations=\"*\"")
                .json();
        // Then
        assertThat(row.path("freightamount_base@OData.Community.Display.V1.FormattedValue")
                        .asText())
                .isEqualTo("€100.00");
        assertThat(row.path("freightamount@OData.Community.Display.V1.FormattedValue")
                        .asText())
                .isEqualTo("$108.00");
    }

    @Test
    @DisplayName("[K] §12: metadata tells of which column the base amount is calculated")
    void metadataTellsTheSourceOfABaseAmount() {
        // When
        JsonNode column = dataverse
                .get("EntityDefinitions(LogicalName='salesorder')/Attributes(LogicalName='freightamount_base')/"
                        + "Microsoft.Dynamics.CRM.MoneyAttributeMetadata")
                .json();
        // Then
        assertThat(column.path("IsBaseCurrency").asBoolean()).isTrue();
        assertThat(column.path("CalculationOf").asText()).isEqualTo("freightamount");
        assertThat(column.path("IsValidForCreate").asBoolean()).isFalse();
    }

    @Test
    @DisplayName("[D/K] §12: a custom money column comes with one in the base currency, and goes with it")
    void aCustomMoneyColumnHasItsBase() {
        // Given
        var made = dataverse.post(
                "EntityDefinitions(LogicalName='bld_site')/Attributes",
                "{\"@odata.type\":\"Microsoft.Dynamics.CRM.MoneyAttributeMetadata\",\"SchemaName\":\"bld_Rent\","
                        + "\"DisplayName\":{\"LocalizedLabels\":[{\"Label\":\"Rent\",\"LanguageCode\":1033}]}}");
        assertThat(made.status()).as(made.text()).isEqualTo(204);
        // When
        dataverse.patch("bld_sites(bld_code='D-17')", "{\"bld_rent\":250.5}");
        // Then
        assertThat(amount(
                        dataverse
                                .get("bld_sites(bld_code='D-17')?$select=bld_rent_base")
                                .json(),
                        "bld_rent_base"))
                .isEqualByComparingTo("250.5");
        assertThat(dataverse
                        .delete("EntityDefinitions(LogicalName='bld_site')/Attributes(LogicalName='bld_rent')")
                        .status())
                .isEqualTo(204);
        assertThat(dataverse.get("bld_sites?$select=bld_rent_base").status()).isEqualTo(400);
    }

    @Test
    @DisplayName("[D] §2.2: selecting a part of an address adds the composite column")
    void aPartOfAnAddressBringsTheWhole() {
        // Given
        dataverse.patch(
                "accounts(accountnumber='C-10001')",
                "{\"address1_line1\":\"Main Street 1\",\"address1_line2\":null,\"address1_line3\":null,"
                        + "\"address1_city\":\"Hamburg\",\"address1_stateorprovince\":null,"
                        + "\"address1_postalcode\":\"20095\",\"address1_country\":\"Germany\"}");
        // When
        JsonNode row = dataverse
                .get("accounts(accountnumber='C-10001')?$select=address1_city")
                .json();
        // Then
        assertThat(row.path("address1_composite").asText()).isEqualTo("Main Street 1\r\nHamburg, 20095\r\nGermany");
    }

    @Test
    @DisplayName("[K] §2.2: a composite address is not written, and empty when all its parts are")
    void aCompositeAddressFollowsItsParts() {
        // Given
        dataverse.post(
                "accounts", "{\"name\":\"Nowhere\",\"accountnumber\":\"N-1\",\"address1_composite\":\"Elsewhere\"}");
        // When
        JsonNode row = dataverse
                .get("accounts(accountnumber='N-1')?$select=address1_composite")
                .json();
        // Then
        assertThat(row.path("address1_composite").isNull()).isTrue();
    }
}

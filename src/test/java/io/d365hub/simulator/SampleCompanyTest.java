package io.d365hub.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rows that are there from the start. */
class SampleCompanyTest {

    @RegisterExtension
    final SimulatorFixture dataverse = SimulatorFixture.withDefaults();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "accounts(accountnumber='C-10001')",
                "accounts(accountnumber='C-10400')",
                "accounts(accountnumber='WEB-GUEST')",
                "products(productnumber='SKU-1001')",
                "products(productnumber='SKU-1200')",
                "contacts(hub_externalid='P-20600')",
                "transactioncurrencies(isocurrencycode='CHF')"
            })
    void theSampleCompanyIsThere(String row) {
        // When
        int status = dataverse.get(row).status();
        // Then
        assertThat(status).isEqualTo(200);
    }

    @Test
    void everyStartMakesTheSameRows() {
        // Given
        String first = dataverse.get("accounts(accountnumber='C-10007')").text();
        // When
        dataverse.simulator().reset();
        // Then
        assertThat(dataverse.get("accounts(accountnumber='C-10007')").text()).isEqualTo(first);
    }
}

package io.d365hub.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Section 2.5 of the fact sheet. */
class DeleteTest {

    private static final String ACCOUNT = "accounts(accountnumber='C-10001')";

    @RegisterExtension
    final SimulatorFixture dataverse = SimulatorFixture.withDefaults();

    @BeforeEach
    void anOrderWithALine() {
        dataverse.patch(
                "salesorders(ordernumber='1')",
                "{\"name\":\"1\",\"customerid_account@odata.bind\":\"" + ACCOUNT + "\"}");
        dataverse.patch(
                "salesorderdetails(hub_externalid='1-1')",
                "{\"salesorderid@odata.bind\":\"salesorders(ordernumber='1')\"}");
    }

    @Test
    @DisplayName("[D] §2.5: deleting an order deletes its lines")
    void theLinesGoWithTheOrder() {
        // When
        int status = dataverse
                .delete("salesorders(ordernumber='1')", "If-Match", "*")
                .status();
        // Then
        assertThat(status).isEqualTo(204);
        assertThat(dataverse.simulator().count("salesorderdetails")).isZero();
    }

    @Test
    @DisplayName("[D] §2.5: a customer with orders cannot be deleted")
    void aCustomerWithOrdersStays() {
        // When
        SimulatorFixture.Answer answer = dataverse.delete(ACCOUNT);
        // Then
        assertThat(answer.error()).isEqualTo("405 0x80040227");
        assertThat(dataverse.get(ACCOUNT).status()).isEqualTo(200);
    }

    @Test
    @DisplayName("contacts of a deleted account lose the link")
    void contactsLoseTheLink() {
        // When
        int status = dataverse.delete("accounts(accountnumber='C-10002')").status();
        // Then
        assertThat(status).isEqualTo(204);
        assertThat(dataverse
                        .get("contacts(hub_externalid='P-20002')")
                        .json()
                        .path("_parentcustomerid_value")
                        .isNull())
                .isTrue();
    }

    @Test
    @DisplayName("[D] §2.5: an absent row is not found")
    void anAbsentRowIsNotFound() {
        // When
        SimulatorFixture.Answer answer = dataverse.delete("bld_sites(5b1f0f0e-7d2a-ef11-840a-000d3ab1c2d3)");
        // Then
        assertThat(answer.error()).isEqualTo("404 0x80040217");
    }

    @Test
    @DisplayName("[K] a deleted row's key can be used again")
    void aDeletedRowsKeyIsFree() {
        // Given
        dataverse.site("D-17", "old");
        dataverse.delete("bld_sites(bld_code='D-17')");
        // When
        SimulatorFixture.Answer answer = dataverse.post("bld_sites", "{\"bld_code\":\"D-17\"}");
        // Then
        assertThat(answer.status()).isEqualTo(204);
    }
}

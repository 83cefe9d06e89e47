package io.d365hub.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Section 2.1 of the fact sheet: rows that are created together. */
class DeepInsertTest {

    private static final String ORDER = """
            {"name":"Deep","ordernumber":"D-1",
             "customerid_account":{"name":"New customer","accountnumber":"D-ACC",
                "primarycontactid":{"lastname":"First","hub_externalid":"D-P1"}},
             "order_details":[
                {"productdescription":"one","quantity":1,"hub_externalid":"D-L1"},
                {"productdescription":"two","quantity":2,"hub_externalid":"D-L2"}],
             "contactorders_association":[{"lastname":"Linked","hub_externalid":"D-P2"}],
             "contactorders_association@odata.bind":["/contacts(hub_externalid='P-20001')"]}
            """;

    @RegisterExtension
    final SimulatorFixture dataverse = SimulatorFixture.withDefaults();

    private long count(String entitySet) {
        return dataverse.simulator().count(entitySet);
    }

    @Test
    @DisplayName("[D] §2.1: nested rows are created with their row, whose URL alone is answered")
    void nestedRowsAreCreated() {
        // When
        SimulatorFixture.Answer answer = dataverse.post("salesorders", ORDER);
        // Then
        assertThat(answer.status()).describedAs(answer.text()).isEqualTo(204);
        JsonNode order = dataverse
                .get(answer.header("OData-EntityId")
                        + "?$expand=order_details($select=hub_externalid;$orderby=hub_externalid)")
                .json();
        assertThat(order.path("order_details").findValuesAsText("hub_externalid"))
                .containsExactly("D-L1", "D-L2");
    }

    @Test
    @DisplayName("[D] §2.1: nesting goes down several lookups")
    void nestingGoesDownSeveralLookups() {
        // Given
        dataverse.post("salesorders", ORDER);
        // When
        JsonNode name = dataverse
                .get("salesorders(ordernumber='D-1')/customerid_account/primarycontactid/lastname")
                .json();
        // Then
        assertThat(name.path("value").asText()).isEqualTo("First");
    }

    @Test
    @DisplayName("[D] §2.1, §2.6: many-to-many rows are created and existing ones are bound")
    void manyToManyRowsAreLinked() {
        // Given
        dataverse.post("salesorders", ORDER);
        // When
        JsonNode contacts = dataverse
                .get(
                        "salesorders(ordernumber='D-1')/contactorders_association?$select=hub_externalid&$orderby=hub_externalid")
                .json();
        // Then
        assertThat(contacts.findValuesAsText("hub_externalid")).containsExactly("D-P2", "P-20001");
    }

    @Test
    @DisplayName("[D] §2.1: all rows are created or none")
    void allRowsAreCreatedOrNone() {
        // Given
        List<Long> before = List.of(count("accounts"), count("contacts"), count("salesorders"));
        // When
        SimulatorFixture.Answer answer = dataverse.post("salesorders", ORDER.replace("D-L2", "D-L1"));
        // Then
        assertThat(answer.error()).isEqualTo("412 0x80060892");
        assertThat(List.of(count("accounts"), count("contacts"), count("salesorders")))
                .isEqualTo(before);
    }

    @Test
    @DisplayName("[D] §2.1, §5.1: nested rows are created within a changeset")
    void nestedRowsAreCreatedInABatch() {
        // When
        SimulatorFixture.Answer answer = dataverse.batch("--b\nContent-Type: multipart/mixed; boundary=c\n\n"
                + "--c\nContent-Type: application/http\nContent-Transfer-Encoding: binary\nContent-ID: 1\n\n"
                + "POST /api/data/v9.2/salesorders HTTP/1.1\nContent-Type: application/json\n\n" + ORDER
                + "\n--c--\n--b--\n");
        // Then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(count("salesorderdetails")).isEqualTo(2);
    }

    @Test
    @DisplayName("[U] §2.3: an update takes no nested rows")
    void anUpdateTakesNoNestedRows() {
        // When
        SimulatorFixture.Answer answer = dataverse.patch(
                "accounts(accountnumber='C-10001')", "{\"primarycontactid\":{\"lastname\":\"Nested\"}}");
        // Then
        assertThat(answer.error()).isEqualTo("400 0x80060888");
        assertThat(count("contacts")).isEqualTo(600);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"name\":\"x\",\"contact_customer_accounts\":{\"lastname\":\"y\"}}",
                "{\"name\":\"x\",\"primarycontactid\":[{\"lastname\":\"y\"}]}",
                "{\"name\":\"x\",\"contact_customer_accounts\":[1]}",
                "{\"name\":\"x\",\"contact_customer_accounts\":[{\"nothing\":1}]}",
                "{\"name\":\"x\",\"contact_customer_accounts@odata.bind\":\"contacts(hub_externalid='P-20001')\"}",
                "{\"name\":\"x\",\"nothing\":[{}]}"
            })
    @DisplayName("[K] §2.1: a nested body that does not fit is refused")
    void aNestedBodyThatDoesNotFitIsRefused(String body) {
        // When
        String error = dataverse.post("accounts", body).error();
        // Then
        assertThat(error).isEqualTo("400 0x80048d19");
    }
}

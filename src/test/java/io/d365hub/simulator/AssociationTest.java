package io.d365hub.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Section 2.7 of the fact sheet. */
class AssociationTest {

    private static final String ACCOUNT = "accounts(accountnumber='C-10001')";
    private static final String OTHER_ACCOUNT = "accounts(accountnumber='C-10002')";
    private static final String CONTACT = "contacts(hub_externalid='P-20007')";
    private static final String MEMBERS = ACCOUNT + "/contact_customer_accounts";

    @RegisterExtension
    final SimulatorFixture dataverse = SimulatorFixture.withDefaults();

    private String id(String path, String column) {
        return dataverse.get(path + "?$select=" + column).json().path(column).asText();
    }

    private List<String> members(String path) {
        List<String> found = new ArrayList<>();
        JsonNode rows = dataverse
                .get(path + "?$select=hub_externalid&$orderby=hub_externalid")
                .json();
        rows.path("value").forEach(row -> found.add(row.path("hub_externalid").asText()));
        return found;
    }

    private String order() {
        dataverse.patch("salesorders(ordernumber='1001')", "{\"name\":\"1001\"}");
        return "salesorders(ordernumber='1001')";
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "http://other.example/api/data/v9.1/"})
    @DisplayName("[D/C] §2.7: a row is added to a one-to-many collection, by each form of URL")
    void aRowIsAddedToACollection(String before) {
        // When
        SimulatorFixture.Answer answer =
                dataverse.post(MEMBERS + "/$ref", "{\"@odata.id\":\"" + before + CONTACT + "\"}");
        // Then
        assertThat(answer.status()).isEqualTo(204);
        assertThat(members(MEMBERS)).containsExactly("P-20001", "P-20007", "P-20401");
    }

    @Test
    @DisplayName("[D] §2.7: a lookup is set and cleared through $ref")
    void aLookupIsSetAndCleared() {
        // Given
        String lookup = CONTACT + "/parentcustomerid_account";
        // When
        int set = dataverse
                .put(lookup + "/$ref", "{\"@odata.id\":\"" + OTHER_ACCOUNT + "\"}")
                .status();
        String number = id(lookup, "accountnumber");
        int cleared = dataverse.delete(lookup + "/$ref").status();
        // Then
        assertThat(List.of(set, number, cleared, dataverse.get(lookup).status()))
                .isEqualTo(List.of(204, "C-10002", 204, 204));
    }

    @Test
    @DisplayName("[D] §2.7: a row is taken out of a collection by its key")
    void aRowIsTakenOutByKey() {
        // When
        int status = dataverse
                .delete(MEMBERS + "(" + id("contacts(hub_externalid='P-20001')", "contactid") + ")/$ref")
                .status();
        // Then
        assertThat(status).isEqualTo(204);
        assertThat(members(MEMBERS)).containsExactly("P-20401");
    }

    @Test
    @DisplayName("[D] §2.7: a row is taken out of a collection by its URL")
    void aRowIsTakenOutByUrl() {
        // Given
        String contact = dataverse.root() + "contacts(" + id("contacts(hub_externalid='P-20001')", "contactid") + ")";
        // When
        int status = dataverse.delete(MEMBERS + "/$ref?$id=" + contact).status();
        // Then
        assertThat(status).isEqualTo(204);
        assertThat(members(MEMBERS)).containsExactly("P-20401");
    }

    @Test
    @DisplayName("[K] §2.7: a row of another parent stays where it is")
    void aRowOfAnotherParentStays() {
        // When
        dataverse.delete(MEMBERS + "(" + id(CONTACT, "contactid") + ")/$ref");
        // Then
        assertThat(id(CONTACT + "/parentcustomerid_account", "accountnumber")).isEqualTo("C-10007");
    }

    @Test
    @DisplayName("[D] §2.7: a many-to-many link is seen from both sides")
    void aManyToManyLinkIsSeenFromBothSides() {
        // Given
        String order = order();
        // When
        SimulatorFixture.Answer answer =
                dataverse.post(order + "/contactorders_association/$ref", "{\"@odata.id\":\"" + CONTACT + "\"}");
        // Then
        assertThat(answer.status()).isEqualTo(204);
        assertThat(members(order + "/contactorders_association")).containsExactly("P-20007");
        assertThat(dataverse
                        .get(CONTACT + "/contactorders_association?$select=ordernumber")
                        .json()
                        .path("value")
                        .path(0)
                        .path("ordernumber")
                        .asText())
                .isEqualTo("1001");
    }

    @Test
    @DisplayName("[I] §2.7: adding a many-to-many link again is 412 0x80040237")
    void aSecondManyToManyLinkIsRefused() {
        // Given
        String links = order() + "/contactorders_association/$ref";
        dataverse.post(links, "{\"@odata.id\":\"" + CONTACT + "\"}");
        // When
        SimulatorFixture.Answer answer = dataverse.post(links, "{\"@odata.id\":\"" + CONTACT + "\"}");
        // Then
        assertThat(answer.error()).isEqualTo("412 0x80040237");
        assertThat(answer.errorMessage()).isEqualTo("A record with matching key values already exists.");
    }

    @Test
    @DisplayName("[D] §2.7: a many-to-many link is taken away, the rows stay")
    void aManyToManyLinkIsTakenAway() {
        // Given
        String links = order() + "/contactorders_association";
        dataverse.post(links + "/$ref", "{\"@odata.id\":\"" + CONTACT + "\"}");
        // When
        int status = dataverse
                .delete(links + "(" + id(CONTACT, "contactid") + ")/$ref")
                .status();
        // Then
        assertThat(status).isEqualTo(204);
        assertThat(members(links)).isEmpty();
        assertThat(dataverse.get(CONTACT).status()).isEqualTo(200);
    }

    @Test
    @DisplayName("[K] §2.5: links go with a row that is deleted")
    void linksGoWithADeletedRow() {
        // Given
        String order = order();
        dataverse.post(order + "/contactorders_association/$ref", "{\"@odata.id\":\"" + CONTACT + "\"}");
        // When
        dataverse.delete(order);
        // Then
        assertThat(dataverse.simulator().count("contactorderscollection")).isZero();
    }

    @Test
    @DisplayName("[D] §5.1: a changeset links a row that it has just written")
    void aChangesetLinksItsOwnRow() {
        // When
        SimulatorFixture.Answer answer = dataverse.batch("""
                --b
                Content-Type: multipart/mixed; boundary=c

                --c
                Content-Type: application/http
                Content-Transfer-Encoding: binary
                Content-ID: 1

                POST /api/data/v9.2/contacts HTTP/1.1
                Content-Type: application/json

                {"lastname":"New","hub_externalid":"P-NEW"}
                --c
                Content-Type: application/http
                Content-Transfer-Encoding: binary
                Content-ID: 2

                PUT $1/parentcustomerid_account/$ref HTTP/1.1
                Content-Type: application/json

                {"@odata.id":"accounts(accountnumber='C-10400')"}
                --c
                Content-Type: application/http
                Content-Transfer-Encoding: binary
                Content-ID: 3

                POST /api/data/v9.2/accounts(accountnumber='C-10001')/contact_customer_accounts/$ref HTTP/1.1
                Content-Type: application/json

                {"@odata.id":"$1"}
                --c--
                --b--
                """);
        // Then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(members(MEMBERS)).containsExactly("P-20001", "P-20401", "P-NEW");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "contacts(5b1f0f0e-7d2a-ef11-840a-000d3ab1c2d3)",
                "contacts(hub_externalid='NOBODY')",
            })
    @DisplayName("[D] §2.7, §3.6: a row that does not exist is not linked")
    void anAbsentRowIsNotLinked(String target) {
        // When
        SimulatorFixture.Answer answer = dataverse.post(MEMBERS + "/$ref", "{\"@odata.id\":\"" + target + "\"}");
        // Then
        assertThat(answer.status()).isEqualTo(404);
    }

    @Test
    @DisplayName("[D] §2.4: deleting a navigation property without $ref is refused")
    void deletingANavigationPropertyIsRefused() {
        // When
        int status = dataverse.delete(CONTACT + "/parentcustomerid_account").status();
        // Then
        assertThat(status).isEqualTo(405);
        assertThat(id(CONTACT + "/parentcustomerid_account", "accountnumber")).isEqualTo("C-10007");
    }

    @Test
    @DisplayName("[K] §2.7: rows of another table are not taken into a collection")
    void rowsOfAnotherTableAreRefused() {
        // When
        SimulatorFixture.Answer answer = dataverse.post(MEMBERS + "/$ref", "{\"@odata.id\":\"" + OTHER_ACCOUNT + "\"}");
        // Then
        assertThat(answer.error()).isEqualTo("400 0x80040203");
    }
}

package io.d365hub.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sections 2.2 and 6.5 of the fact sheet: along navigation properties, in paths and in {@code $expand}. */
class NavigationTest {

    private static final String ACCOUNT = "accounts(accountnumber='C-10001')";
    private static final String MEMBERS = ACCOUNT + "/contact_customer_accounts";

    @RegisterExtension
    final SimulatorFixture dataverse = SimulatorFixture.withDefaults();

    private JsonNode get(String path, String... headers) {
        SimulatorFixture.Answer answer = dataverse.get(path, headers);
        assertThat(answer.status()).describedAs(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private static List<String> column(JsonNode rows, String name) {
        List<String> found = new ArrayList<>();
        rows.forEach(row -> found.add(row.path(name).asText()));
        return found;
    }

    @Test
    @DisplayName("[D] §2.2: a collection is queried like a table")
    void aCollectionIsQueriedLikeATable() {
        // When
        JsonNode answer = get(MEMBERS
                + "?$select=hub_externalid&$filter=hub_externalid ne 'P-1'&$orderby=hub_externalid desc&$count=true");
        // Then
        assertThat(answer.path("@odata.context").asText())
                .isEqualTo(dataverse.root() + "$metadata#contacts(hub_externalid)");
        assertThat(answer.path("@odata.count").asInt()).isEqualTo(2);
        assertThat(column(answer.path("value"), "hub_externalid")).containsExactly("P-20401", "P-20001");
    }

    @Test
    @DisplayName("[D] §6.7: a collection has pages")
    void aCollectionHasPages() {
        // When
        JsonNode first = get(MEMBERS + "?$select=hub_externalid", "Prefer", "odata.maxpagesize=1");
        JsonNode second = get(first.path("@odata.nextLink").asText(), "Prefer", "odata.maxpagesize=1");
        // Then
        List<String> found = column(first.path("value"), "hub_externalid");
        found.addAll(column(second.path("value"), "hub_externalid"));
        assertThat(found).containsExactly("P-20001", "P-20401");
        assertThat(second.has("@odata.nextLink")).isFalse();
    }

    @Test
    @DisplayName("[D] §2.2: the number of a collection's rows is text behind a byte order mark")
    void aCollectionIsCounted() {
        // When
        SimulatorFixture.Answer answer = dataverse.get(MEMBERS + "/$count");
        // Then
        assertThat(answer.response().body()).containsExactly(0xEF, 0xBB, 0xBF, '2');
    }

    @Test
    @DisplayName("[D] §2.2: a collection's references")
    void aCollectionsReferencesAreListed() {
        // When
        JsonNode answer = get(MEMBERS + "/$ref");
        // Then
        assertThat(answer.path("@odata.context").asText()).isEqualTo(dataverse.root() + "$metadata#Collection($ref)");
        assertThat(column(answer.path("value"), "@odata.id"))
                .hasSize(2)
                .allMatch(url -> url.startsWith(dataverse.root() + "contacts("));
    }

    @ParameterizedTest
    @CsvSource({
        "contacts(hub_externalid='P-20001')/parentcustomerid_account/accountnumber, C-10001",
        "contacts(hub_externalid='P-20001')/parentcustomerid_account/transactioncurrencyid/isocurrencycode, EUR"
    })
    @DisplayName("[D] §2.2: a path goes through lookups to a column")
    void aPathGoesThroughLookups(String path, String value) {
        // When
        JsonNode answer = get(path);
        // Then
        assertThat(answer.path("value").asText()).isEqualTo(value);
    }

    @Test
    @DisplayName("[K] §2.2: a row is reached as a member of a collection only if it is one")
    void onlyMembersAreReachedThroughACollection() {
        // Given
        String member = column(get(MEMBERS).path("value"), "contactid").get(0);
        // When
        int own = dataverse.get(MEMBERS + "(" + member + ")").status();
        int foreign = dataverse
                .get("accounts(accountnumber='C-10002')/contact_customer_accounts(" + member + ")")
                .status();
        // Then
        assertThat(List.of(own, foreign)).isEqualTo(List.of(200, 404));
    }

    @Test
    @DisplayName("[D] §2.2: the collection of a row that does not exist is not found")
    void theCollectionOfAnAbsentRowIsNotFound() {
        // When
        String error = dataverse
                .get("accounts(5b1f0f0e-7d2a-ef11-840a-000d3ab1c2d3)/contact_customer_accounts")
                .error();
        // Then
        assertThat(error).isEqualTo("404 0x80040217");
    }

    @Test
    @DisplayName("[D] §6.5: a collection is expanded whole, with a link that leads to the same rows again")
    void aCollectionIsExpandedWhole() {
        // When
        JsonNode account = get(
                ACCOUNT + "?$select=name&$expand=contact_customer_accounts"
                        + "($select=hub_externalid;$orderby=hub_externalid desc;$filter=statecode eq 0)",
                "Prefer",
                "odata.maxpagesize=1");
        // Then
        assertThat(column(account.path("contact_customer_accounts"), "hub_externalid"))
                .containsExactly("P-20401", "P-20001");
        JsonNode again =
                get(account.path("contact_customer_accounts@odata.nextLink").asText());
        assertThat(column(again.path("value"), "hub_externalid")).containsExactly("P-20401", "P-20001");
    }

    @Test
    @DisplayName("[D] §6.5: $top bounds an expanded collection")
    void topBoundsAnExpandedCollection() {
        // When
        JsonNode accounts = get("accounts?$select=name&$top=2&$filter=startswith(accountnumber,'C-1000')"
                + "&$expand=contact_customer_accounts($select=fullname;$top=1)");
        // Then
        accounts.path("value").forEach(account -> assertThat(account.path("contact_customer_accounts"))
                .hasSize(1));
    }

    @Test
    @DisplayName("[D] §6.5: with a nested expansion child collections have pages")
    void nestedExpansionsHavePages() {
        // When
        JsonNode account = get(
                ACCOUNT + "?$select=name&$expand=contact_customer_accounts"
                        + "($select=hub_externalid;$expand=parentcustomerid_account($select=accountnumber))",
                "Prefer",
                "odata.maxpagesize=1");
        // Then
        JsonNode children = account.path("contact_customer_accounts");
        assertThat(column(children, "hub_externalid")).containsExactly("P-20001");
        assertThat(children.path(0)
                        .path("parentcustomerid_account")
                        .path("accountnumber")
                        .asText())
                .isEqualTo("C-10001");
        String next = account.path("contact_customer_accounts@odata.nextLink").asText();
        assertThat(next).contains("$skiptoken=");
        assertThat(column(get(next, "Prefer", "odata.maxpagesize=1").path("value"), "hub_externalid"))
                .containsExactly("P-20401");
    }

    @Test
    @DisplayName("[D] §6.5: $ref of a lookup is its URL")
    void anExpandedReferenceIsAUrl() {
        // When
        JsonNode contact = get(
                "contacts(hub_externalid='P-20001')?$select=fullname&$expand=parentcustomerid_account/$ref,parentcustomerid_contact/$ref");
        // Then
        assertThat(contact.path("parentcustomerid_account").path("@odata.id").asText())
                .startsWith(dataverse.root() + "accounts(");
        assertThat(contact.path("parentcustomerid_contact").isNull()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "contact_customer_accounts($expand=parentcustomerid_account($select=name);$top=1)",
                "contact_customer_accounts($expand=parentcustomerid_account($select=name);$orderby=fullname)",
                "primarycontactid($orderby=fullname)",
                "primarycontactid($top=1)",
                "primarycontactid($expand=contact_customer_contacts($top=1))"
            })
    @DisplayName("[D] §6.5: order and top are refused where expansions nest or lead along a lookup")
    void orderAndTopAreRefusedInNestedExpansions(String expand) {
        // When
        SimulatorFixture.Answer answer = dataverse.get("accounts?$expand=" + expand);
        // Then
        assertThat(answer.error()).isEqualTo("400 0x80060888");
        assertThat(answer.errorMessage())
                .isEqualTo("Only $select and $filter clause can be provided while doing $expand on many-to-one"
                        + " relationship or nested one-to-many relationship.");
    }

    @Test
    @DisplayName("[D] §6.5: $ref of a collection is refused")
    void aReferenceOfACollectionIsRefused() {
        // When
        SimulatorFixture.Answer answer = dataverse.get("accounts?$expand=contact_customer_accounts/$ref");
        // Then
        assertThat(answer.error()).isEqualTo("400 0x80060888");
        assertThat(answer.errorMessage())
                .isEqualTo("Expand with $ref is only supported on lookup type navigation property.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "contact_customer_accounts($skip=1)",
                "contact_customer_accounts($count=true)",
                "contact_customer_accounts($search=x)",
                "contact_customer_accounts($levels=2)",
                "contact_customer_accounts($filter=fullname eq @p)&@p='x'",
                "primarycontactid,createdby,modifiedby,ownerid,transactioncurrencyid,parentaccountid,createdby,createdby,"
                        + "createdby,createdby,createdby,createdby,createdby,createdby,createdby,createdby",
                "nothing"
            })
    @DisplayName("[D rules, U texts] §6.1, §6.5: expansions that are refused")
    void aWrongExpansionIsRefused(String expand) {
        // When
        String error = dataverse.get("accounts?$expand=" + expand).error();
        // Then
        assertThat(error).isEqualTo("400 0x80060888");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "contactorders_association,parentcustomerid_account",
                "contactorders_association,account_primary_contact",
                "parentcustomerid_contact($expand=contactorders_association)"
            })
    @DisplayName("[D rule, U text] §6.5: many-to-many collections are neither nested nor combined")
    void manyToManyIsNotCombined(String expand) {
        // When
        String error = dataverse.get("contacts?$top=1&$expand=" + expand).error();
        // Then
        assertThat(error).isEqualTo("400 0x80060888");
    }

    @Test
    @DisplayName("[D] §2.1: a create that returns its row expands collections")
    void aCreatedRowIsExpanded() {
        // When
        JsonNode account = dataverse
                .post(
                        "accounts?$select=name&$expand=contact_customer_accounts($select=fullname)",
                        "{\"name\":\"New\"}",
                        "Prefer",
                        "return=representation")
                .json();
        // Then
        assertThat(account.path("contact_customer_accounts").isArray()).isTrue();
    }
}

package io.d365hub.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sections 6.2 and 6.3 of the fact sheet: lambdas, query functions, comparisons of columns, limits. */
class FilterTest {

    @RegisterExtension
    final SimulatorFixture dataverse = SimulatorFixture.withDefaults();

    private void sites() {
        dataverse.patch(
                "bld_sites(bld_code='A')",
                "{\"bld_name\":\"A\",\"bld_capacity\":5,\"bld_facilities\":\"1, 9\",\"bld_AccountId@odata.bind\":\"accounts(accountnumber='C-10001')\"}");
        dataverse.patch(
                "bld_sites(bld_code='B')",
                "{\"bld_name\":\"O'Brien\",\"bld_capacity\":50,\"bld_facilities\":\"2\",\"bld_AccountId@odata.bind\":\"accounts(accountnumber='C-10002')\"}");
        dataverse.patch("bld_sites(bld_code='C')", "{\"bld_name\":\"North\",\"bld_capacity\":500}");
    }

    private List<String> codes(String filter) {
        SimulatorFixture.Answer answer = dataverse.get("bld_sites?$select=bld_code&$orderby=bld_code&$filter="
                + filter.replace("\"", "%22").replace("[", "%5B").replace("]", "%5D"));
        assertThat(answer.status()).describedAs(answer.text()).isEqualTo(200);
        List<String> found = new ArrayList<>();
        answer.json()
                .path("value")
                .forEach(row -> found.add(row.path("bld_code").asText()));
        return found;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Microsoft.Dynamics.CRM.In(PropertyName='bld_code',PropertyValues=['a','C']) | A,C",
                "Microsoft.Dynamics.CRM.In(PropertyName='bld_name',PropertyValues=[\"O'Brien\"]) | B",
                "Microsoft.Dynamics.CRM.NotIn(PropertyName='bld_code',PropertyValues=['A','C']) | B",
                "Microsoft.Dynamics.CRM.Between(PropertyName='bld_capacity',PropertyValues=[\"5\",\"200\"]) | A,B",
                "Microsoft.Dynamics.CRM.NotBetween(PropertyName='bld_capacity',PropertyValues=['5','200']) | C",
                "Microsoft.Dynamics.CRM.ContainValues(PropertyName='bld_facilities',PropertyValues=['9','3']) | A",
                "Microsoft.Dynamics.CRM.DoesNotContainValues(PropertyName='bld_facilities',PropertyValues=['9']) | B,C",
                "Microsoft.Dynamics.CRM.Today(PropertyName='createdon') | A,B,C",
                "Microsoft.Dynamics.CRM.LastXHours(PropertyName=@p1,PropertyValue=@p2)&@p1='modifiedon'&@p2=12 | A,B,C",
                "Microsoft.Dynamics.CRM.OlderThanXMinutes(PropertyName='createdon',PropertyValue=5) | ''",
                "Microsoft.Dynamics.CRM.OnOrAfter(PropertyName='createdon',PropertyValue='2020-01-01') | A,B,C",
                "Microsoft.Dynamics.CRM.EqualUserId(PropertyName='ownerid') | A,B,C",
                "Microsoft.Dynamics.CRM.NotEqualUserId(PropertyName='ownerid') | ''",
                "Microsoft.Dynamics.CRM.In(PropertyName='bld_AccountId/accountnumber',PropertyValues=['C-10002']) | B",
                "bld_code eq 'C' or (Microsoft.Dynamics.CRM.LastXDays(PropertyName='createdon',PropertyValue='1') and bld_capacity lt 10) | A,C"
            })
    @DisplayName("[D] §6.3: query functions")
    void aQueryFunctionFindsItsRows(String filter, String expected) {
        // Given
        sites();
        // When
        List<String> found = codes(filter);
        // Then
        assertThat(String.join(",", found)).isEqualTo(expected.replace("''", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "not Microsoft.Dynamics.CRM.In(PropertyName='bld_code',PropertyValues=['A'])",
                "not (Microsoft.Dynamics.CRM.Today(PropertyName='createdon'))"
            })
    @DisplayName("[D] §6.3: query functions are not negated")
    void aQueryFunctionIsNotNegated(String filter) {
        // When
        SimulatorFixture.Answer answer =
                dataverse.get("bld_sites?$filter=" + filter.replace("[", "%5B").replace("]", "%5D"));
        // Then
        assertThat(answer.error()).isEqualTo("400 0x80060888");
        assertThat(answer.errorMessage())
                .isEqualTo("Not operator along with the Custom Named Condition operators is not allowed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "contacts?$filter=Microsoft.Dynamics.CRM.LastXHours(PropertyName='birthdate',PropertyValue=2) | 400 0x80040203",
                "contacts?$filter=Microsoft.Dynamics.CRM.LastXDays(PropertyName='fullname',PropertyValue=2) | 400 0x80040203",
                "contacts?$filter=Microsoft.Dynamics.CRM.LastXDays(PropertyName='createdon',PropertyValue='x') | 400 0x80040203",
                "contacts?$filter=Microsoft.Dynamics.CRM.Nothing(PropertyName='createdon') | 400 0x80060888",
                "contacts?$filter=Microsoft.Dynamics.CRM.InFiscalYear(PropertyName='createdon',PropertyValue=2147483647) | 400 0x80040203",
                "contacts?$filter=Microsoft.Dynamics.CRM.LastXDays(PropertyName='createdon',Value=1) | 400 0x80060888",
                "contacts?$filter=x/Microsoft.Dynamics.CRM.Today(PropertyName='createdon') | 400 0x80060888",
                "contacts?$filter=Microsoft.Dynamics.CRM.Today(PropertyName='nothing') | 400 0x80060888",
                "contacts?$filter=Microsoft.Dynamics.CRM.Today(createdon) | 400 0x80060888",
                "contacts?$filter=firstname eq birthdate | 400 0x80060888",
                "accounts?$filter=primarycontactid/contact_customer_contacts/any() | 400 0x80060888",
                "accounts?$filter=contact_customer_accounts/any(c:fullname eq 'x') | 400 0x80060888",
                "accounts?$filter=nothing/any(c:c/fullname eq 'x') | 400 0x80060888"
            })
    @DisplayName("[D rules, U codes of values] §6.2, §6.3: conditions that are refused")
    void aWrongConditionIsRefused(String query, String error) {
        // When
        SimulatorFixture.Answer answer = dataverse.get(query);
        // Then
        assertThat(answer.error()).isEqualTo(error);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "contact_customer_accounts/any(c:c/hub_externalid eq 'P-20401') | 1",
                "contact_customer_accounts/any(c:startswith(c/hub_externalid,'P-2000') and c/statecode eq 0) | 9",
                "contact_customer_accounts/any() | 400",
                "not contact_customer_accounts/any() | 1",
                "contact_customer_accounts/all(c:c/hub_externalid lt 'P-20203') | 3",
                "contact_customer_accounts/any(o:Microsoft.Dynamics.CRM.In(PropertyName='hub_externalid',PropertyValues=['P-20002'])) | 1",
                "contact_customer_accounts/any(c:c/account_primary_contact/any(a:a/name ne null)) | 0",
                "contact_customer_accounts/any(c:c/parentcustomerid_account/accountnumber eq 'C-10003') and creditonhold eq false | 1"
            })
    @DisplayName("[D] §6.2: any and all")
    void aLambdaFindsItsRows(String filter, int expected) {
        // When
        SimulatorFixture.Answer answer = dataverse.get("accounts?$select=name&$count=true&$filter="
                + filter.replace("[", "%5B").replace("]", "%5D"));
        // Then
        assertThat(answer.json().path("@odata.count").asInt(-1))
                .describedAs(answer.text())
                .isEqualTo(expected);
    }

    @Test
    @DisplayName("[D] §6.2: columns of one row are compared with each other")
    void columnsAreCompared() {
        // Given
        sites();
        // When
        List<String> found = codes("bld_name eq bld_code");
        // Then
        assertThat(found).containsExactly("A");
    }

    @Test
    @DisplayName("[D] §6.3: a hierarchy is asked for what is under a row")
    void whatIsUnderARowIsFound() {
        // Given
        dataverse.patch(
                "accounts(accountnumber='C-10002')",
                "{\"parentaccountid@odata.bind\":\"accounts(accountnumber='C-10001')\"}");
        dataverse.patch(
                "accounts(accountnumber='C-10003')",
                "{\"parentaccountid@odata.bind\":\"accounts(accountnumber='C-10002')\"}");
        String top = dataverse
                .get("accounts(accountnumber='C-10001')")
                .json()
                .path("accountid")
                .asText();
        // When
        List<String> found = new ArrayList<>();
        dataverse
                .get(
                        "accounts?$orderby=accountnumber&$filter=Microsoft.Dynamics.CRM.Under(PropertyName='accountid',PropertyValue='"
                                + top + "')")
                .json()
                .path("value")
                .forEach(row -> found.add(row.path("accountnumber").asText()));
        // Then
        assertThat(found).containsExactly("C-10002", "C-10003");
    }

    @Test
    @DisplayName("[D] §6.1: $orderby takes parameter aliases")
    void orderTakesAliases() {
        // Given
        sites();
        // When
        String first = dataverse
                .get("bld_sites?$orderby=@p1 desc&$top=1&@p1=bld_capacity")
                .json()
                .path("value")
                .path(0)
                .path("bld_code")
                .asText();
        // Then
        assertThat(first).isEqualTo("C");
    }

    @Test
    @DisplayName("[K] §6.2: more than 500 conditions are refused")
    void tooManyConditionsAreRefused() {
        // Given
        String filter =
                IntStream.range(0, 501).mapToObj(i -> "bld_capacity eq " + i).collect(Collectors.joining(" or "));
        // When
        SimulatorFixture.Answer answer = dataverse.get("bld_sites?$filter=" + filter);
        // Then
        assertThat(answer.error()).isEqualTo("400 0x8004430c");
    }

    @Test
    @DisplayName("[D] §11.4: several choices are one text, with their labels as formatted value")
    void severalChoicesAreOneText() {
        // Given
        sites();
        // When
        var site = dataverse
                .get("bld_sites(bld_code='A')?$select=bld_facilities", "Prefer", "odata.include-annotations=\"*\"")
                .json();
        // Then
        assertThat(site.path("bld_facilities").asText()).isEqualTo("1,9");
        assertThat(site.path("bld_facilities@OData.Community.Display.V1.FormattedValue")
                        .asText())
                .isEqualTo("Loading Dock; Gantry Crane");
    }
}

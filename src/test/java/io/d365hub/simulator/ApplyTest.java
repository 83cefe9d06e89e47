package io.d365hub.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Section 6.6 of the fact sheet. */
class ApplyTest {

    @RegisterExtension
    final SimulatorFixture dataverse = SimulatorFixture.withDefaults();

    @BeforeEach
    void orders() {
        order("1", "C-10001", "10.5", 1);
        order("2", "C-10001", "20", 1);
        order("3", "C-10002", "100", 2);
        dataverse.patch("salesorders(ordernumber='4')", "{\"name\":\"4\"}");
    }

    private void order(String number, String account, String amount, int paymentTerms) {
        dataverse.patch(
                "salesorders(ordernumber='" + number + "')",
                "{\"name\":\"" + number + "\",\"totalamount\":" + amount + ",\"paymenttermscode\":" + paymentTerms
                        + ",\"customerid_account@odata.bind\":\"accounts(accountnumber='" + account + "')\"}");
    }

    private JsonNode apply(String apply) {
        SimulatorFixture.Answer answer = dataverse.get("salesorders?$apply=" + apply);
        assertThat(answer.status()).describedAs(answer.text()).isEqualTo(200);
        return answer.json().path("value");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "aggregate(totalamount with sum as total) | [{`total`:130.500000000}]",
                "aggregate(totalamount with average as mean) | [{`mean`:43.500000000}]",
                "aggregate(totalamount with min as least,totalamount with max as most) | [{`least`:10.5000,`most`:100.0000}]",
                "aggregate($count as cnt) | [{`cnt`:4}]",
                "filter(paymenttermscode eq 1)/aggregate($count as cnt) | [{`cnt`:2}]",
                "groupby((paymenttermscode)) | [{},{`paymenttermscode`:1},{`paymenttermscode`:2}]",
                "groupby((paymenttermscode),aggregate(totalamount with sum as total)) |"
                        + " [{`total`:null},{`paymenttermscode`:1,`total`:30.500000000},{`paymenttermscode`:2,`total`:100.000000000}]",
                "filter(totalamount gt 1)/groupby((customerid_account/accountnumber),aggregate($count as cnt)) |"
                        + " [{`account_accountnumber`:`C-10001`,`cnt`:2},{`account_accountnumber`:`C-10002`,`cnt`:1}]",
                "groupby((statecode,paymenttermscode),aggregate($count as cnt))&$orderby=paymenttermscode desc&$top=1 |"
                        + " [{`statecode`:0,`paymenttermscode`:2,`cnt`:1}]"
            })
    @DisplayName("[D] §6.6: rows are summed up; empty members of a group are left out")
    void rowsAreSummedUp(String apply, String expected) {
        // When
        JsonNode value = apply(apply);
        // Then
        assertThat(value.toString().replaceAll("0+(?=[,}])", ""))
                .isEqualTo(expected.replace('`', '"').replaceAll("0+(?=[,}])", ""));
    }

    @Test
    @DisplayName("[D] §6.6: sums of money carry nine digits")
    void sumsOfMoneyCarryNineDigits() {
        // When
        String text = dataverse
                .get("salesorders?$apply=aggregate(totalamount with sum as total)")
                .text();
        // Then
        assertThat(text).contains("\"total\":130.500000000}");
    }

    @Test
    @DisplayName("[D] §2.9: groups carry the annotations of what they are grouped by")
    void groupsCarryAnnotations() {
        // When
        JsonNode groups = dataverse
                .get(
                        "salesorders?$apply=filter(paymenttermscode eq 1)/groupby((paymenttermscode))",
                        "Prefer",
                        "odata.include-annotations=\"*\"")
                .json();
        // Then
        assertThat(groups.path("value")
                        .path(0)
                        .path("paymenttermscode@OData.Community.Display.V1.FormattedValue")
                        .asText())
                .isEqualTo("Net 30");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "groupby((createdon))",
                "groupby((submitdate),aggregate($count as cnt))",
                "aggregate(totalamount with countdistinct as cnt)",
                "aggregate(nothing with sum as cnt)",
                "aggregate(totalamount with sum)",
                "filter(statecode eq 0)",
                "groupby((statecode))/aggregate($count as cnt)",
                "topcount(2,totalamount)",
                "groupby((statecode),aggregate($count as cnt))&$orderby=cnt"
            })
    @DisplayName("[D rules, U texts] §6.6: what cannot be summed up is refused")
    void whatCannotBeSummedUpIsRefused(String apply) {
        // When
        String error = dataverse.get("salesorders?$apply=" + apply).error();
        // Then
        assertThat(error).isEqualTo("400 0x80060888");
    }

    @Test
    @DisplayName("[D code, U status] §6.6: more than 50,000 rows are not summed up")
    void tooManyRowsAreNotSummedUp() {
        // Given
        String site = "{\"@odata.type\":\"Microsoft.Dynamics.CRM.bld_site\"}";
        String body = "{\"Targets\":[" + (site + ",").repeat(25_000) + site + "]}";
        dataverse.post("bld_sites/Microsoft.Dynamics.CRM.CreateMultiple", body);
        dataverse.post("bld_sites/Microsoft.Dynamics.CRM.CreateMultiple", body);
        // When
        SimulatorFixture.Answer answer = dataverse.get("bld_sites?$apply=aggregate($count as cnt)");
        // Then
        assertThat(answer.error()).isEqualTo("400 0x8004e023");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "accounts?$apply=aggregate(name with sum as x)",
                "accounts?$apply=groupby((name),aggregate(createdon with average as x))",
                "accounts?fetchXml=<fetch aggregate='true'><entity name='account'><attribute name='name' alias='x'"
                        + " aggregate='sum'/></entity></fetch>",
                "accounts?fetchXml=<fetch aggregate='true'><entity name='account'><attribute name='ownerid' alias='x'"
                        + " aggregate='avg'/></entity></fetch>"
            })
    @DisplayName("[U] §6.6: what is no number is not added up, and that is the caller's mistake")
    void whatIsNoNumberIsNotAddedUp(String query) {
        // When
        SimulatorFixture.Answer answer =
                dataverse.get(query.replace(" ", "%20").replace("<", "%3C").replace(">", "%3E"));
        // Then
        assertThat(answer.error()).startsWith("400 ");
    }
}

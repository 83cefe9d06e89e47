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

/** Sections 2.2 and 6 of the fact sheet. */
class QueryTest {

    private static final int MANY = 6000;

    @RegisterExtension
    final SimulatorFixture dataverse = SimulatorFixture.withDefaults();

    /** Follows the next links as they are and collects one column. */
    private List<String> walk(String first, String column, int pageSize) {
        List<String> found = new ArrayList<>();
        String next = first;
        while (!next.isEmpty()) {
            JsonNode page = dataverse
                    .get(next, "Prefer", "odata.maxpagesize=" + pageSize)
                    .json();
            assertThat(page.path("value").size()).isBetween(1, pageSize);
            page.path("value").forEach(row -> found.add(row.path(column).asText()));
            next = page.path("@odata.nextLink").asText();
        }
        return found;
    }

    private List<String> query(String options) {
        List<String> found = new ArrayList<>();
        dataverse
                .get("bld_sites?" + options)
                .json()
                .path("value")
                .forEach(row -> found.add(row.path("bld_code").asText()));
        return found;
    }

    private void someSites() {
        dataverse.site("A", "North");
        dataverse.site("B", "south");
        dataverse.site("C", "South East");
        dataverse.patch("bld_sites(bld_code='D')", "{\"bld_capacity\":40}");
    }

    @Test
    @DisplayName("T17 [C/D] §1.1, §6.2: encoded option names and plus signs; texts compare without case")
    void encodedOptionNamesWork() {
        // Given
        someSites();
        // When
        SimulatorFixture.Answer answer =
                dataverse.get(dataverse.root() + "bld_sites?%24select=bld_name&%24filter=bld_name+eq+%27SOUTH%27");
        // Then
        assertThat(answer.json().path("value")).hasSize(1);
    }

    @Test
    @DisplayName("T18 [D] §6.4, §6.7: counts and pages end at 5,000")
    void countsAndPagesEndAtFiveThousand() {
        // Given
        StringBuilder targets = new StringBuilder();
        for (int i = 0; i < MANY; i++) {
            targets.append(i == 0 ? "" : ",").append("{\"@odata.type\":\"Microsoft.Dynamics.CRM.bld_site\"}");
        }
        dataverse.post("bld_sites/Microsoft.Dynamics.CRM.CreateMultiple", "{\"Targets\":[" + targets + "]}");
        // When
        JsonNode page = dataverse
                .get("bld_sites?$select=bld_name&$count=true", "Prefer", "odata.include-annotations=\"*\"")
                .json();
        // Then
        assertThat(page.path("@odata.count").asInt()).isEqualTo(5000);
        assertThat(page.path("@Microsoft.Dynamics.CRM.totalrecordcountlimitexceeded")
                        .asBoolean())
                .isTrue();
        assertThat(page.path("value")).hasSize(5000);
        assertThat(dataverse.get(page.path("@odata.nextLink").asText()).json().path("value"))
                .hasSize(1000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bld_sites?$select=bld_code",
                "bld_sites?$select=bld_code&$orderby=bld_name",
                "bld_sites?$select=bld_code&$orderby=bld_name desc,bld_capacity",
                "bld_sites?$select=bld_code&$filter=bld_code ne 'x&y'&$orderby=_ownerid_value"
            })
    @DisplayName("T19 [D] §6.7: next links followed as they are lead through all rows once")
    void pagesHaveNoGapsAndNoDuplicates(String query) {
        // Given
        someSites();
        dataverse.patch("bld_sites(bld_code='E')", "{\"bld_name\":\"a <\\\"&é%\"}");
        String safe = dataverse.root()
                + query.replace(" ", "%20").replace("x&y", "x%26y").replace("'", "%27");
        // When
        List<String> codes = walk(safe, "bld_code", 2);
        // Then
        assertThat(codes).containsExactlyInAnyOrder("A", "B", "C", "D", "E");
    }

    @Test
    @DisplayName("[D/I] §6.7: the next link has the shape that clients take apart")
    void theNextLinkHasTheKnownShape() {
        // Given
        someSites();
        // When
        String next = dataverse
                .get("bld_sites?$select=bld_name", "Prefer", "odata.maxpagesize=2")
                .json()
                .path("@odata.nextLink")
                .asText();
        // Then
        assertThat(next)
                .startsWith(dataverse.root()
                        + "bld_sites?$select=bld_name&$skiptoken=%3Ccookie%20pagenumber=%222%22%20pagingcookie=%22"
                        + "%253ccookie%2520page%253d%25221%2522%253e%253cbld_siteid%2520last%253d%2522%257b")
                .endsWith("%257d%2522%2520%252f%253e%253c%252fcookie%253e%22%20istracking=%22False%22%20/%3E");
    }

    @Test
    @DisplayName("T20 [D] §2.2: /$count is text behind a byte order mark")
    void theCountIsTextBehindAByteOrderMark() {
        // Given
        someSites();
        // When
        SimulatorFixture.Answer answer = dataverse.get("bld_sites/$count");
        // Then
        assertThat(answer.response().body()).containsExactly(0xEF, 0xBB, 0xBF, '4');
        assertThat(answer.header("Content-Type")).startsWith("text/plain");
    }

    @Test
    @DisplayName("T22 [D] §2.2: a row that has not changed is not sent again")
    void anUnchangedRowIsNotSentAgain() {
        // Given
        someSites();
        String etag = dataverse.get("bld_sites(bld_code='A')").header("ETag");
        // When
        int unchanged =
                dataverse.get("bld_sites(bld_code='A')", "If-None-Match", etag).status();
        int forced = dataverse
                .get("bld_sites(bld_code='A')", "If-None-Match", "null")
                .status();
        // Then
        assertThat(unchanged).isEqualTo(304);
        assertThat(forced).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "startswith(bld_name,'SOUTH') | B,C",
                "endswith(bld_name,'east') | C",
                "contains(bld_name,'o') | A,B,C",
                "contains(bld_name,'ORT') | A",
                "contains(bld_name,'s_uth%e') | C",
                "startswith(bld_name,'[n-p]') | A",
                "not startswith(bld_name,'South') and bld_name ne null | A",
                "bld_capacity ge 40 or bld_code eq 'A' | A,D",
                "(bld_code eq 'A' or bld_code eq 'B') and not (bld_name eq 'north') | B",
                "bld_capacity eq null and bld_code gt 'A' | B,C",
                "bld_name eq @p1&@p1='North' | A",
                "ownerid/lastname ne null and bld_code le 'B' | A,B",
                "statecode eq 0 and statuscode eq 1 and createdon gt 2020-01-01T00:00:00Z | A,B,C,D",
                "createdon ge 2020-01-01 and not (createdon lt 2020-01-01) | A,B,C,D",
                "not(contains(bld_name,'outh')) and bld_code ne 'D' | A"
            })
    @DisplayName("[D] §6.2: filters")
    void aFilterFindsItsRows(String filter, String codes) {
        // Given
        someSites();
        // When
        List<String> found = query("$orderby=bld_code&$filter="
                + filter.replace("%", "%25").replace("[", "%5B").replace("]", "%5D"));
        // Then
        assertThat(String.join(",", found)).isEqualTo(codes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bld_name eq 'open",
                "bld_capacity eq 'x'",
                "tolower(bld_name) eq 'x'",
                "bld_name eq",
                "nope eq 1",
                "bld_name eq 'a' xor bld_name eq 'b'",
                "contains(bld_capacity,'1')"
            })
    @DisplayName("[D] §6.2: filters that are refused")
    void aWrongFilterIsRefused(String filter) {
        // When
        SimulatorFixture.Answer answer = dataverse.get("bld_sites?$filter=" + filter);
        // Then
        assertThat(answer.error()).isEqualTo("400 0x80060888");
    }

    @Test
    @DisplayName("[D] §6.4: $top ends the answer without a next link")
    void topEndsTheAnswer() {
        // Given
        someSites();
        // When
        JsonNode page = dataverse.get("bld_sites?$top=2&$orderby=bld_code desc").json();
        // Then
        assertThat(page.path("value")).hasSize(2);
        assertThat(page.path("value").path(0).path("bld_code").asText()).isEqualTo("D");
        assertThat(page.has("@odata.nextLink")).isFalse();
    }

    @Test
    @DisplayName("[D] §2.2: selecting money adds the currency, and the primary key comes last")
    void selectingMoneyAddsTheCurrency() {
        // When
        JsonNode account = dataverse
                .get("accounts(accountnumber='C-10001')?$select=revenue")
                .json();
        // Then
        List<String> names = new ArrayList<>();
        account.fieldNames().forEachRemaining(names::add);
        assertThat(names)
                .containsExactly(
                        "@odata.context", "@odata.etag", "revenue", "_transactioncurrencyid_value", "accountid");
    }

    @Test
    @DisplayName("[D] §6.5: a lookup is expanded")
    void aLookupIsExpanded() {
        // When
        JsonNode contact = dataverse
                .get(
                        "contacts(hub_externalid='P-20001')?$select=fullname&$expand=parentcustomerid_account($select=accountnumber)")
                .json();
        // Then
        assertThat(contact.path("parentcustomerid_account")
                        .path("accountnumber")
                        .asText())
                .isEqualTo("C-10001");
    }

    @Test
    @DisplayName("[K] §2.4: a single column is read bare")
    void aSingleColumnIsReadBare() {
        // Given
        someSites();
        // When
        SimulatorFixture.Answer answer = dataverse.get("bld_sites(bld_code='D')/bld_capacity/$value");
        // Then
        assertThat(answer.text()).isEqualTo("40");
        assertThat(answer.header("Content-Type")).startsWith("text/plain");
    }

    @Test
    @DisplayName("[D limit, U status] §1.1: a URL of more than 32,768 characters is refused")
    void aLongUrlIsRefused() {
        // Given
        String longest = dataverse.root() + "bld_sites?$filter=bld_name%20eq%20'";
        String url = longest + "x".repeat(32_768 - longest.length() - 1) + "'";
        // When
        int fitting =
                dataverse.get(url.replace("'", "%27").replace("xxxx%27", "%27")).status();
        SimulatorFixture.Answer tooLong = dataverse.get(url.replace("'", "%27"));
        // Then
        assertThat(fitting).isEqualTo(200);
        assertThat(tooLong.status()).isEqualTo(414);
    }

    @Test
    @DisplayName("[D limit, C] §1.1, §14.2: in a batch a URL may have 65,536 characters")
    void aLongUrlIsTakenInABatch() {
        // Given
        String filter = "$filter=bld_name eq '" + "x".repeat(60_000) + "'";
        // When
        SimulatorFixture.Answer answer =
                dataverse.batch("--b\nContent-Type: application/http\nContent-Transfer-Encoding: binary\n\nGET "
                        + dataverse.root() + "bld_sites?" + filter + " HTTP/1.1\n\n--b--\n");
        // Then
        assertThat(answer.status()).isEqualTo(200);
    }

    @Test
    @DisplayName("[D] §2.2: an expanded user has its key under two names")
    void anExpandedUserHasItsKeyTwice() {
        // When
        JsonNode owner = dataverse
                .get("accounts?$top=1&$select=name&$expand=ownerid($select=systemuserid,ownerid)")
                .json()
                .path("value")
                .path(0)
                .path("ownerid");
        // Then
        assertThat(owner.path("ownerid").asText())
                .isEqualTo(owner.path("systemuserid").asText())
                .hasSize(36);
    }

    @Test
    @DisplayName("[D] §2.4: a single column is read, set and cleared")
    void aSingleColumnIsReadSetAndCleared() {
        // Given
        someSites();
        // When
        int set = dataverse
                .put("bld_sites(bld_code='A')/bld_name", "{\"value\":\"New\"}")
                .status();
        String read = dataverse
                .get("bld_sites(bld_code='A')/bld_name")
                .json()
                .path("value")
                .asText();
        int cleared = dataverse.delete("bld_sites(bld_code='A')/bld_name").status();
        int empty = dataverse.get("bld_sites(bld_code='A')/bld_name").status();
        // Then
        assertThat(List.of(set, read, cleared, empty)).isEqualTo(List.of(204, "New", 204, 204));
    }

    @Test
    @DisplayName("what is not simulated says so")
    void whatIsNotSimulatedSaysSo() {
        // When
        SimulatorFixture.Answer answer = dataverse.get("bld_sites/$count?fetchXml=%3Cfetch/%3E");
        // Then
        assertThat(answer.status()).isEqualTo(501);
        assertThat(answer.errorMessage()).contains("docs/simulator.md");
    }
}

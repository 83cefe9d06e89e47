package io.d365hub.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Section 6.8 of the fact sheet. */
class FetchXmlTest {

    private static final String[] COOKIES = {
        "Prefer",
        "odata.include-annotations=\"Microsoft.Dynamics.CRM.fetchxmlpagingcookie,Microsoft.Dynamics.CRM.morerecords\""
    };

    @RegisterExtension
    final SimulatorFixture dataverse = SimulatorFixture.withDefaults();

    @BeforeEach
    void someSites() {
        site("A", "North", 10, "C-10001");
        site("B", "south", 20, "C-10001");
        site("C", "South East", 30, "C-10002");
        site("D", null, null, null);
    }

    private void site(String code, String name, Integer capacity, String account) {
        String body = "{\"bld_name\":" + (name == null ? null : '"' + name.replace("\"", "\\\"") + '"')
                + ",\"bld_capacity\":" + capacity
                + (account == null
                        ? ""
                        : ",\"bld_AccountId@odata.bind\":\"/" + "accounts(accountnumber='" + account + "')\"")
                + "}";
        assertThat(dataverse.patch("bld_sites(bld_code='" + code + "')", body).status())
                .isEqualTo(204);
    }

    private SimulatorFixture.Answer fetch(String set, String xml, String... headers) {
        return dataverse.get(
                dataverse.root() + set + "?fetchXml=" + URLEncoder.encode(xml, StandardCharsets.UTF_8), headers);
    }

    /** Sites with the parts of a query after the code; the values of one member of the answer, joined. */
    private String codes(String attributes, String rest) {
        SimulatorFixture.Answer answer = fetch(
                "bld_sites",
                "<fetch " + attributes + "><entity name='bld_site'><attribute name='bld_code'/>" + rest
                        + "</entity></fetch>");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return members(answer.json(), "bld_code");
    }

    private static String members(JsonNode answer, String member) {
        List<String> found = new ArrayList<>();
        answer.path("value").forEach(row -> found.add(row.path(member).asText("")));
        return String.join(",", found);
    }

    @Test
    @DisplayName("[D] §6.8: empty columns are left out; the primary key and the ETag come along")
    void emptyColumnsAreLeftOut() {
        // When
        JsonNode answer = fetch(
                        "bld_sites",
                        "<fetch><entity name='bld_site'><attribute name='bld_name'/><attribute name='bld_code'/>"
                                + "<filter><condition attribute='bld_code' operator='eq' value='D'/></filter></entity></fetch>")
                .json();
        // Then
        List<String> names = new ArrayList<>();
        answer.path("value").path(0).fieldNames().forEachRemaining(names::add);
        assertThat(names).containsExactly("@odata.etag", "bld_code", "bld_siteid");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<condition attribute='bld_name' operator='eq' value='SOUTH'/> | B",
                "<condition attribute='bld_name' operator='ne' value='south'/> | A,C,D",
                "<condition attribute='bld_name' operator='like' value='%o%th%'/> | A,B,C",
                "<condition attribute='bld_name' operator='not-like' value='S%'/> | A,D",
                "<condition attribute='bld_name' operator='begins-with' value='sou'/> | B,C",
                "<condition attribute='bld_name' operator='ends-with' value='h'/> | A,B",
                "<condition attribute='bld_name' operator='null'/> | D",
                "<condition attribute='bld_name' operator='not-null'/> | A,B,C",
                "<condition attribute='bld_capacity' operator='ge' value='20'/> | B,C",
                "<condition attribute='bld_capacity' operator='lt' value='20'/> | A",
                "<condition attribute='bld_code' operator='in'><value>A</value><value>C</value></condition> | A,C",
                "<condition attribute='bld_code' operator='not-in'><value>A</value></condition> | B,C,D",
                "<condition attribute='bld_capacity' operator='between'><value>15</value><value>30</value></condition> | B,C",
                "<condition attribute='createdon' operator='today'/> | A,B,C,D",
                "<condition attribute='createdon' operator='last-x-days' value='2'/> | A,B,C,D",
                "<condition attribute='createdon' operator='older-than'/> | !",
                "<condition attribute='createdon' operator='on-or-after' value='2020-01-31'/> | A,B,C,D",
                "<condition attribute='ownerid' operator='eq-userid'/> | A,B,C,D",
                "<condition attribute='statecode' operator='eq' value='1'/> | ''",
                "<condition attribute='bld_code' operator='eq' valueof='bld_name'/> | ''"
            })
    @DisplayName("[D/K] §6.3, §6.8: conditions")
    void aConditionFindsItsRows(String condition, String codes) {
        // Given
        String xml = "<fetch><entity name='bld_site'><attribute name='bld_code'/><order attribute='bld_code'/><filter>"
                + condition + "</filter></entity></fetch>";
        // When
        SimulatorFixture.Answer answer = fetch("bld_sites", xml);
        // Then
        assertThat(answer.status() == 200 ? members(answer.json(), "bld_code") : "!")
                .isEqualTo(codes);
    }

    @Test
    @DisplayName("[D] §6.8: filters nest, with and and or")
    void filtersNest() {
        // When, Then
        assertThat(codes(
                        "",
                        "<order attribute='bld_code' descending='true'/><filter type='or'>"
                                + "<condition attribute='bld_code' operator='eq' value='A'/><filter type='and'>"
                                + "<condition attribute='bld_name' operator='like' value='s%'/>"
                                + "<condition attribute='bld_capacity' operator='gt' value='20'/></filter></filter>"))
                .isEqualTo("C,A");
    }

    @Test
    @DisplayName("[C/K] §6.8: columns of a link come as alias.column")
    void columnsOfALinkComeUnderItsAlias() {
        // When
        JsonNode row = fetch(
                        "bld_sites",
                        "<fetch><entity name='bld_site'><attribute name='bld_code'/>"
                                + "<filter><condition attribute='bld_code' operator='eq' value='C'/></filter>"
                                + "<link-entity name='account' from='accountid' to='bld_accountid' alias='a'>"
                                + "<attribute name='accountnumber'/><link-entity name='systemuser' from='systemuserid'"
                                + " to='ownerid'><attribute name='lastname'/></link-entity></link-entity></entity></fetch>")
                .json()
                .path("value")
                .path(0);
        // Then
        assertThat(row.path("a.accountnumber").asText()).isEqualTo("C-10002");
        assertThat(row.path("systemuser2.lastname").asText()).isEqualTo("Administrator");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "inner | | A,B,C",
                "outer | | A,B,C,D",
                "inner | C-10002 | C",
                "outer | C-10002 | A,B,C,D",
                "exists | C-10001 | A,B",
                "in | C-10001 | A,B"
            })
    @DisplayName("[D] §6.8: joins from many to one")
    void aJoinKeepsTheRightRows(String type, String number, String codes) {
        // Given
        String filter = number == null
                ? ""
                : "<filter><condition attribute='accountnumber' operator='eq' value='" + number + "'/></filter>";
        // When
        String found = codes(
                "",
                "<order attribute='bld_code'/><link-entity name='account' from='accountid' to='bld_accountid' link-type='"
                        + type + "'>" + filter + "</link-entity>");
        // Then
        assertThat(found).isEqualTo(codes);
    }

    @ParameterizedTest
    @CsvSource({"any, 1", "not any, 400", "all, 1", "not all, 1"})
    @DisplayName("[D] §6.8: filters over related rows")
    void relatedRowsAreFiltered(String type, int count) {
        // When: any and not all: a site with code A; all: sites, but none with code A; of 401 accounts two have sites
        JsonNode answer = fetch(
                        "accounts",
                        "<fetch><entity name='account'><filter><link-entity name='bld_site' from='bld_accountid'"
                                + " to='accountid' link-type='" + type + "'><filter><condition attribute='bld_code'"
                                + " operator='eq' value='A'/></filter></link-entity></filter></entity></fetch>")
                .json();
        // Then
        assertThat(answer.path("value")).hasSize(count);
    }

    @Test
    @DisplayName("[D] §6.8: a join from one to many repeats the row; distinct does not")
    void aJoinToManyRepeatsTheRow() {
        // Given
        String link = "<link-entity name='bld_site' from='bld_accountid' to='accountid'/></entity></fetch>";
        String entity = "<entity name='account'><attribute name='accountnumber'/><order attribute='accountnumber'/>";
        // When, Then
        assertThat(members(fetch("accounts", "<fetch>" + entity + link).json(), "accountnumber"))
                .isEqualTo("C-10001,C-10001,C-10002");
        assertThat(members(
                        fetch("accounts", "<fetch distinct='true'>" + entity + link)
                                .json(),
                        "accountnumber"))
                .isEqualTo("C-10001,C-10002");
    }

    @Test
    @DisplayName("[D] §6.8: a filter of the root may ask for columns of a link")
    void theRootMayFilterByALink() {
        // When, Then
        assertThat(codes(
                        "",
                        "<order attribute='bld_code'/><filter><condition entityname='a' attribute='accountnumber'"
                                + " operator='null'/></filter><link-entity name='account' from='accountid'"
                                + " to='bld_accountid' link-type='outer' alias='a'/>"))
                .isEqualTo("D");
    }

    /** Follows cookies as the documentation says: decode twice, escape, put back; the inner page and one more. */
    private List<String> walk(String entity, String member) {
        List<String> found = new ArrayList<>();
        String cookie = "";
        for (int page = 1; page < 20; page++) {
            String xml = "<fetch count='2' page='" + page + "'"
                    + (cookie.isEmpty() ? "" : " paging-cookie='" + cookie + "'") + ">" + entity + "</fetch>";
            JsonNode answer = fetch(xml.contains("'account'>") ? "accounts" : "bld_sites", xml, COOKIES)
                    .json();
            answer.path("value").forEach(row -> found.add(row.path(member).asText("-")));
            if (!answer.path("@Microsoft.Dynamics.CRM.morerecords").asBoolean()) {
                return found;
            }
            String annotation =
                    answer.path("@Microsoft.Dynamics.CRM.fetchxmlpagingcookie").asText();
            assertThat(annotation).startsWith("<cookie pagenumber=\"" + (page + 1) + "\" pagingcookie=\"%253ccookie");
            Matcher inner = Pattern.compile("pagingcookie=\"([^\"]*)\"").matcher(annotation);
            assertThat(inner.find()).isTrue();
            cookie = decoded(decoded(inner.group(1)))
                    .replace("&", "&amp;")
                    .replace("<", "&lt;")
                    .replace(">", "&gt;")
                    .replace("\"", "&quot;");
        }
        throw new AssertionError("pages without end: " + found);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<order attribute='bld_name'/>",
                "<order attribute='bld_capacity' descending='true'/><order attribute='bld_name'/>",
                "<order attribute='bld_accountid'/>"
            })
    @DisplayName("[D/C] §6.8: cookies lead through all rows once")
    void cookiesLeadThroughAllRowsOnce(String order) {
        // Given
        site("E", "x <\"&é%", 20, "C-10001");
        // When, Then
        assertThat(walk("<entity name='bld_site'><attribute name='bld_code'/>" + order + "</entity>", "bld_code"))
                .containsExactlyInAnyOrder("A", "B", "C", "D", "E");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<order attribute='accountnumber'/>"})
    @DisplayName("[U] §6.8: cookies lead through joined rows once, also when pages end within a row's partners")
    void cookiesLeadThroughJoinedRowsOnce(String order) {
        // Given
        site("E", "e", 20, "C-10001");
        // When, Then
        assertThat(walk(
                        "<entity name='account'><attribute name='accountnumber'/>" + order
                                + "<link-entity name='bld_site' from='bld_accountid' to='accountid' alias='s'>"
                                + "<attribute name='bld_code'/></link-entity></entity>",
                        "s.bld_code"))
                .containsExactlyInAnyOrder("A", "B", "C", "E");
    }

    @Test
    @DisplayName("[D] §6.8: ordered by a column of a link there is no cookie, and pages are counted off")
    void withoutACookiePagesAreCountedOff() {
        // Given
        String rest = "<link-entity name='account' from='accountid' to='bld_accountid' link-type='outer'>"
                + "<order attribute='accountnumber' descending='true'/></link-entity><order attribute='bld_code'/>";
        // When
        JsonNode first = fetch(
                        "bld_sites",
                        "<fetch count='3'><entity name='bld_site'><attribute name='bld_code'/>" + rest
                                + "</entity></fetch>",
                        COOKIES)
                .json();
        // Then
        assertThat(first.has("@Microsoft.Dynamics.CRM.fetchxmlpagingcookie")).isFalse();
        assertThat(first.path("@Microsoft.Dynamics.CRM.morerecords").asBoolean())
                .isTrue();
        assertThat(members(first, "bld_code")).isEqualTo("C,A,B");
        assertThat(codes("count='3' page='2'", rest)).isEqualTo("D");
    }

    @Test
    @DisplayName("[D] §6.8: simple paging ends at 50,000 rows")
    void simplePagingEnds() {
        // When
        SimulatorFixture.Answer answer =
                fetch("bld_sites", "<fetch count='5000' page='11'><entity name='bld_site'/></fetch>");
        // Then
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.errorMessage()).contains("Paging cookie is required");
    }

    @Test
    @DisplayName("[D] §6.8: top ends the answer")
    void topEndsTheAnswer() {
        // When, Then
        assertThat(codes("top='2'", "<order attribute='bld_code' descending='true'/>"))
                .isEqualTo("D,C");
    }

    @Test
    @DisplayName("[D] §2.9, §6.8: rows are counted when the query says so")
    void rowsAreCounted() {
        // When
        JsonNode answer = fetch(
                        "bld_sites",
                        "<fetch returntotalrecordcount='true' count='1'><entity name='bld_site'/></fetch>",
                        "Prefer",
                        "odata.include-annotations=\"*\"")
                .json();
        // Then
        assertThat(answer.path("@Microsoft.Dynamics.CRM.totalrecordcount").asInt())
                .isEqualTo(4);
    }

    @Test
    @DisplayName("[D] §2.9: formatted values and lookup annotations, under the alias too")
    void annotationsComeUnderTheAliasToo() {
        // When
        JsonNode row = fetch(
                        "bld_sites",
                        "<fetch top='1'><entity name='bld_site'><attribute name='statecode'/><attribute name='bld_accountid'"
                                + " alias='customer'/><order attribute='bld_code'/><link-entity name='account'"
                                + " from='accountid' to='bld_accountid' alias='a'><attribute name='customertypecode'/>"
                                + "</link-entity></entity></fetch>",
                        "Prefer",
                        "odata.include-annotations=\"*\"")
                .json()
                .path("value")
                .path(0);
        // Then
        assertThat(row.path("statecode@OData.Community.Display.V1.FormattedValue")
                        .asText())
                .isEqualTo("Active");
        assertThat(row.path("a.customertypecode@OData.Community.Display.V1.FormattedValue")
                        .asText())
                .isEqualTo("Customer");
        assertThat(row.path("customer@Microsoft.Dynamics.CRM.lookuplogicalname").asText())
                .isEqualTo("account");
    }

    private String sums(String attributes) {
        return fetch("bld_sites", "<fetch aggregate='true'><entity name='bld_site'>" + attributes + "</entity></fetch>")
                .json()
                .path("value")
                .toString();
    }

    @ParameterizedTest
    @CsvSource({"count, 4", "countcolumn, 3", "sum, 60", "avg, 20", "min, 10", "max, 30"})
    @DisplayName("[D] §6.8: sums")
    void rowsAreSummedUp(String function, String result) {
        // When, Then
        assertThat(sums("<attribute name='bld_capacity' alias='x' aggregate='" + function + "'/>"))
                .isEqualTo("[{\"x\":" + result + "}]");
    }

    @Test
    @DisplayName("[D] §6.6, §6.8: groups, ordered by an alias; a group of nulls leaves its member out")
    void rowsAreGrouped() {
        // When, Then
        assertThat(sums("<attribute name='bld_code' alias='n' aggregate='countcolumn'/><link-entity name='account'"
                        + " from='accountid' to='bld_accountid' link-type='outer'><attribute name='accountnumber'"
                        + " alias='number' groupby='true'/></link-entity><order alias='number' descending='true'/>"))
                .isEqualTo("[{\"n\":1,\"number\":\"C-10002\"},{\"n\":2,\"number\":\"C-10001\"},{\"n\":1}]");
    }

    @ParameterizedTest
    @CsvSource({"day, 14", "week, 11", "month, 3", "quarter, 1", "year, 2026"})
    @DisplayName("[D] §6.8: dates are grouped by their parts")
    void datesAreGrouped(String part, int value) {
        // Given
        assertThat(dataverse
                        .control("POST", "clock", "{\"set\":\"2026-03-14T12:00:00Z\"}")
                        .status())
                .isEqualTo(200);
        dataverse.use(dataverse.token(SimulatorSettings.DEFAULT_CLIENT_ID, SimulatorSettings.DEFAULT_CLIENT_SECRET));
        dataverse.site("E", "written in March");
        // When, Then
        assertThat(sums("<attribute name='bld_code' alias='n' aggregate='count'/><attribute name='createdon' alias='p'"
                        + " groupby='true' dategrouping='" + part + "'/><filter><condition attribute='bld_code'"
                        + " operator='eq' value='E'/></filter>"))
                .isEqualTo("[{\"n\":1,\"p\":" + value + "}]");
    }

    @Test
    @DisplayName("[D] §12.3: too many rows to sum up")
    void tooManyRowsAreNotSummedUp() {
        // When
        SimulatorFixture.Answer answer = fetch(
                "accounts",
                "<fetch aggregate='true' aggregatelimit='100'><entity name='account'><attribute name='accountid' alias='n'"
                        + " aggregate='count'/></entity></fetch>");
        // Then
        assertThat(answer.error()).isEqualTo("400 0x8004e023");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<fetch><entity name='nope'/></fetch> | 400 0x80041102",
                "<fetch><entity name='bld_site'><attribute name='nope'/></entity></fetch> | 400 0x80041103",
                "<fetch><entity name='bld_site'><filter><condition attribute='nope' operator='null'/></filter></entity></fetch> | 400 0x80041103",
                "<fetch><entity name='bld_site'><filter><condition attribute='bld_capacity' operator='eq' value='x'/></filter></entity></fetch> | 400 0x80040203",
                "<fetch><entity name='bld_site'><order attribute='nope'/></entity></fetch> | 400 0x80041103",
                "<fetch><entity name='bld_site'> | 400 0x80040203",
                "<fetch top='1' page='2'><entity name='bld_site'/></fetch> | 400 0x80040203",
                "<fetch count='x'><entity name='bld_site'/></fetch> | 400 0x80040203",
                "<fetch paging-cookie='x'><entity name='bld_site'/></fetch> | 400 0x80040203",
                "<fetch aggregate='true'><entity name='bld_site'><attribute name='bld_code'/></entity></fetch> | 400 0x80040203",
                "<fetch><entity name='account'/></fetch> | 400 0x80060888"
            })
    @DisplayName("[D/U] §12.3: queries that are refused")
    void aWrongQueryIsRefused(String xml, String error) {
        // When, Then
        assertThat(fetch("bld_sites", xml).error()).isEqualTo(error);
    }

    @Test
    @DisplayName("[D] §12.3: more than fifteen links are refused")
    void tooManyLinksAreRefused() {
        // Given
        String link = "<link-entity name='systemuser' from='systemuserid' to='ownerid'/>";
        // When, Then
        assertThat(fetch("bld_sites", "<fetch><entity name='bld_site'>" + link.repeat(16) + "</entity></fetch>")
                        .error())
                .isEqualTo("400 0x8004430d");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE fetch [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><fetch><entity name='bld_site'>&e;</entity></fetch>",
                "<!DOCTYPE fetch [<!ENTITY a 'x'>]><fetch><entity name='bld_site'><attribute name='&a;'/></entity></fetch>",
                "<!DOCTYPE fetch SYSTEM 'http://127.0.0.1:9/x.dtd'><fetch><entity name='bld_site'/></fetch>"
            })
    @DisplayName("document types and entities are not taken")
    void documentTypesAreNotTaken(String xml) {
        // When, Then
        assertThat(fetch("bld_sites", xml).error()).isEqualTo("400 0x80040203");
    }

    @Test
    @DisplayName("a query that is nested without end is refused")
    void deepNestingIsRefused() {
        // When, Then
        assertThat(fetch("bld_sites", "<fetch><entity name='bld_site'>" + "<filter>".repeat(500))
                        .error())
                .isEqualTo("400 0x80040203");
    }

    @Test
    @DisplayName("[D] §6.8: a query in a batch")
    void aQueryWorksInABatch() {
        // Given
        String url = "bld_sites?fetchXml="
                + URLEncoder.encode("<fetch top='1'><entity name='bld_site'/></fetch>", StandardCharsets.UTF_8);
        // When
        String answer = dataverse
                .batch("--b\r\nContent-Type: application/http\r\n\r\nGET " + url + " HTTP/1.1\r\n\r\n\r\n--b--\r\n")
                .text();
        // Then
        assertThat(answer).contains("HTTP/1.1 200 OK").contains("bld_siteid");
    }

    @ParameterizedTest
    @ValueSource(strings = {"savedQueries savedquery savedQuery", "userQueries userquery userQuery"})
    @DisplayName("[C] §6.8: stored views run on their entity set, and page by next links")
    void storedViewsRun(String names) {
        // Given
        String[] name = names.split(" ", -1);
        String xml = "<fetch><entity name='bld_site'><attribute name='bld_code'/><order attribute='bld_code'/>"
                + "</entity></fetch>";
        SimulatorFixture.Answer created = dataverse.post(
                name[0].toLowerCase(java.util.Locale.ROOT),
                "{\"name\":\"Sites\",\"returnedtypecode\":\"bld_site\",\"fetchxml\":\"" + xml + "\"}");
        String id = created.header("OData-EntityId").replaceFirst(".*\\((.*)\\)", "$1");
        // When
        JsonNode first = dataverse
                .get("bld_sites?" + name[2] + "=" + id, "Prefer", "odata.maxpagesize=3")
                .json();
        JsonNode second = dataverse
                .get(first.path("@odata.nextLink").asText(), "Prefer", "odata.maxpagesize=3")
                .json();
        // Then
        assertThat(members(first, "bld_code") + "|" + members(second, "bld_code"))
                .isEqualTo("A,B,C|D");
        assertThat(second.has("@odata.nextLink")).isFalse();
    }

    @Test
    @DisplayName("[C] §6.8: a view that is not there")
    void aMissingViewIsNotFound() {
        // When, Then
        assertThat(dataverse
                        .get("bld_sites?savedQuery=00000000-0000-0000-0000-000000000001")
                        .error())
                .isEqualTo("404 0x80040217");
    }
}

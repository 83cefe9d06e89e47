package io.d365hub.dataverse.client;

import static io.d365hub.dataverse.client.ClientFixture.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.d365hub.dataverse.client.OddServer.Answer;
import io.d365hub.failure.FailureKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Pages of a query as they are asked for and followed. Paging: spec 6.7 [D]; FetchXML: spec 6.8 [D, C]. */
class RowQueryTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** As captured: outer level raw but for four characters, inner cookie encoded twice in lower case. Spec 6.7 [D/I]. */
    private static final String SECOND_PAGE =
            "/api/data/v9.2/accounts?$select=name&$skiptoken=%3Ccookie%20pagenumber=%222%22"
                    + "%20pagingcookie=%22%253ccookie%2520page%253d%25221%2522%253e%253c%252fcookie%253e%22%20istracking="
                    + "%22False%22%20/%3E";

    private static final String FETCH = "<fetch><entity name=\"account\"><attribute name=\"name\"/></entity></fetch>";

    @RegisterExtension
    final ClientFixture dataverse = new ClientFixture();

    @Test
    void theLinkOfAPageIsFollowedAsItStands() {
        // Given
        dataverse.server.answers(page(dataverse.server.url() + SECOND_PAGE, "A", "B"), page(null, "C"));
        // When
        List<String> names = names(ODataQuery.of("accounts").select(List.of("name")));
        // Then
        assertThat(names).containsExactly("A", "B", "C");
        assertThat(dataverse.server.request(1).path()).isEqualTo(SECOND_PAGE);
    }

    @Test
    void pageSizeAndAnnotationsAreAskedForOnEveryPage() {
        // Given
        dataverse.server.answers(page(dataverse.server.url() + SECOND_PAGE, "A"), page(null, "B"));
        // When
        drain(ODataQuery.of("accounts").pageSize(50), RequestOptions.NONE.annotated("*"));
        // Then
        assertThat(dataverse.server.requests())
                .extracting(request -> request.header("Prefer"))
                .containsExactly(
                        "odata.maxpagesize=50,odata.include-annotations=\"*\"",
                        "odata.maxpagesize=50,odata.include-annotations=\"*\"");
    }

    @Test
    void onlyTheFirstPageIsReadUntilItsRowsAreTaken() {
        // Given
        dataverse.server.answers(page(dataverse.server.url() + SECOND_PAGE, "A"), page(null, "B"));
        RowIterator rows = rows(ODataQuery.of("accounts"), RequestOptions.NONE);
        // When
        rows.next();
        // Then
        assertThat(dataverse.server.requests()).hasSize(1);
    }

    @Test
    void anEmptyPageIsNotTheLast() {
        // Given
        dataverse.server.answers(page(dataverse.server.url() + SECOND_PAGE), page(null, "B"));
        // When
        List<String> names = names(ODataQuery.of("accounts"));
        // Then
        assertThat(names).containsExactly("B");
    }

    @Test
    void theOptionsOfAQueryAreEncoded() {
        // Given
        dataverse.server.answers(page(null));
        // When
        names(ODataQuery.of("accounts").filter("name eq 'A&B #1+é' and statecode eq 0"));
        // Then
        assertThat(dataverse.server.request(0).path())
                .isEqualTo(
                        "/api/data/v9.2/accounts?$filter=name%20eq%20'A%26B%20%231%2B%C3%A9'%20and%20statecode%20eq%200");
    }

    @Test
    void aQueryStopsAfterTheRowsThatAreWanted() {
        // Given
        dataverse.server.answers(page(dataverse.server.url() + SECOND_PAGE, "A", "B", "C"));
        // When
        List<String> names = names(ODataQuery.of("accounts").top(2));
        // Then
        assertThat(names).containsExactly("A", "B");
        assertThat(dataverse.server.request(0).header("Prefer")).isEqualTo("odata.maxpagesize=2");
    }

    @Test
    void aLinkToAnotherHostTakesOurTokenNowhereElse() {
        // Given
        dataverse.server.answers(page("https://evil.example" + SECOND_PAGE, "A"), page(null, "B"));
        // When
        List<String> names = names(ODataQuery.of("accounts"));
        // Then
        assertThat(names).containsExactly("A", "B");
    }

    @Test
    void aLinkThatLeavesTheWebApiIsNotFollowed() {
        // Given
        dataverse.server.answers(page("https://evil.example/elsewhere", "A"));
        RowIterator rows = rows(ODataQuery.of("accounts"), RequestOptions.NONE);
        rows.next();
        // When / Then
        assertThatThrownBy(rows::hasNext).hasMessageContaining("does not lead to the Web API");
    }

    @Test
    void aPageWhoseAnswerIsCutOffIsReadAgain() {
        // Given
        dataverse.server.answers(
                page(dataverse.server.url() + SECOND_PAGE, "A"), page(null, "B").cutAfter(120), page(null, "B"));
        // When
        List<String> names = names(ODataQuery.of("accounts"));
        // Then
        assertThat(names).containsExactly("A", "B");
    }

    @Test
    void aPageThatMeetsALimitIsReadWhenThePauseIsOver() {
        // Given
        dataverse.server.answers(
                page(dataverse.server.url() + SECOND_PAGE, "A"),
                Answer.error(429, "0x80072322", "Number of requests exceeded the limit.", "Retry-After: 1"),
                page(null, "B"));
        // When
        List<String> names = names(ODataQuery.of("accounts"));
        // Then
        assertThat(names).containsExactly("A", "B");
    }

    @Test
    void aPauseLongerThanThePatienceEndsTheQuery() {
        // Given
        dataverse.server.answers(
                Answer.error(429, "0x80072322", "Number of requests exceeded the limit.", "Retry-After: 60"));
        // When
        var failure = failureOf(dataverse.client().query(ODataQuery.of("accounts"), RequestOptions.NONE, PATIENCE));
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.THROTTLED);
    }

    @Test
    void aWrongQueryFailsAtOnce() {
        // Given
        dataverse.server.answers(
                Answer.error(400, "0x80060888", "Could not find a property named 'nam' on type 'account'."));
        // When
        var failure = failureOf(dataverse.client().query(ODataQuery.of("accounts"), RequestOptions.NONE, PATIENCE));
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.MISCONFIGURED);
        assertThat(dataverse.server.requests()).hasSize(1);
    }

    @Test
    void aPageOfFetchXmlNamesTheCookieOfThePageBefore() {
        // Given
        String inner = "%253ccookie%2520page%253d%25221%2522%252f%253e";
        dataverse.server.answers(
                Answer.json(
                        200,
                        "{\"@Microsoft.Dynamics.CRM.morerecords\":true,\"@Microsoft.Dynamics.CRM.fetchxmlpagingcookie\":"
                                + "\"<cookie pagenumber=\\\"2\\\" pagingcookie=\\\"" + inner
                                + "\\\" istracking=\\\"False\\\" />\",\"value\":[{\"name\":\"A\"}]}"),
                page(null, "B"));
        // When
        List<String> names = names(new FetchQuery("accounts", FETCH, 500));
        // Then
        assertThat(names).containsExactly("A", "B");
        assertThat(decoded(1))
                .contains("count=\"500\" page=\"2\" paging-cookie=\"&lt;cookie page=&quot;1&quot;/&gt;\"");
    }

    @Test
    void fetchXmlAsksForItsCookies() {
        // Given
        dataverse.server.answers(page(null));
        // When
        names(new FetchQuery("accounts", FETCH, 500));
        // Then
        assertThat(dataverse.server.request(0).header("Prefer"))
                .isEqualTo("odata.include-annotations=\"Microsoft.Dynamics.CRM.fetchxmlpagingcookie,"
                        + "Microsoft.Dynamics.CRM.morerecords\"");
    }

    @Test
    void fetchXmlWithATopIsNotPaged() {
        // Given
        dataverse.server.answers(page(null, "A"));
        // When
        names(new FetchQuery("accounts", FETCH.replace("<fetch>", "<fetch top=\"5\">"), 500));
        // Then
        assertThat(decoded(0)).contains("<fetch top=\"5\">");
    }

    @Test
    void fetchXmlThatIsNotWellFormedSaysWhere() {
        // Given
        String broken = "<fetch>\n<entity></fetch>";
        // When / Then
        assertThatThrownBy(() -> new FetchQuery("accounts", broken, 500))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("line 2");
    }

    @Test
    void fetchXmlCannotReadFilesOfThisMachine() {
        // Given
        String evil = "<!DOCTYPE fetch [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><fetch>&x;</fetch>";
        // When / Then
        assertThatThrownBy(() -> new FetchQuery("accounts", evil, 500)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void upToFiveThousandRowsAreCountedByTheService() {
        // Given
        dataverse.server.answers(Answer.json(200, "{\"@odata.count\":4999,\"value\":[{}]}"));
        // When
        var count = count("statecode eq 0");
        // Then
        assertThat(count).isEqualTo(new RowCounts.Count(4999, RowCounts.How.COUNT));
    }

    @Test
    void moreThanFiveThousandRowsAreCountedByAnAggregate() {
        // Given
        dataverse.server.answers(
                Answer.json(200, "{\"@odata.count\":5000,\"value\":[{}]}"),
                Answer.json(200, "{\"value\":[{\"counted\":31234}]}"));
        // When
        var count = count("statecode eq 0");
        // Then
        assertThat(count).isEqualTo(new RowCounts.Count(31_234, RowCounts.How.AGGREGATE));
        assertThat(decoded(1)).endsWith("$apply=filter(statecode eq 0)/aggregate($count as counted)");
    }

    @Test
    void moreRowsThanAnAggregateTakesAreCountedByPages() {
        // Given
        dataverse.server.answers(
                Answer.json(200, "{\"@odata.count\":5000,\"value\":[{}]}"),
                Answer.error(400, "0x8004e023", "The maximum record limit is exceeded."),
                Answer.json(200, "{\"value\":[{\"LogicalName\":\"account\",\"PrimaryIdAttribute\":\"accountid\"}]}"),
                page(dataverse.server.url() + SECOND_PAGE, "A", "B"),
                page(null, "C"));
        // When
        var count = count("");
        // Then
        assertThat(count).isEqualTo(new RowCounts.Count(3, RowCounts.How.PAGES));
        assertThat(decoded(3)).endsWith("accounts?$select=accountid");
    }

    private RowCounts.Count count(String filter) {
        return dataverse
                .client()
                .counts()
                .count("accounts", filter, RequestOptions.NONE, PATIENCE)
                .join();
    }

    private String decoded(int request) {
        return java.net.URLDecoder.decode(
                dataverse.server.request(request).path(), java.nio.charset.StandardCharsets.UTF_8);
    }

    private List<String> names(RowQuery query) {
        return drain(query, RequestOptions.NONE);
    }

    private List<String> drain(RowQuery query, RequestOptions options) {
        List<String> names = new ArrayList<>();
        rows(query, options).forEachRemaining(row -> names.add(row.path("name").asText()));
        return names;
    }

    private RowIterator rows(RowQuery query, RequestOptions options) {
        return dataverse.client().query(query, options, PATIENCE).join();
    }

    private static Answer page(String next, String... names) {
        ObjectNode page = Json.MAPPER.createObjectNode();
        for (String name : names) {
            page.withArray("value").addObject().put("name", name);
        }
        page.withArray("value");
        Optional.ofNullable(next).ifPresent(link -> page.put("@odata.nextLink", link));
        return Answer.json(200, page.toString());
    }
}

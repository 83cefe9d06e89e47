package io.d365hub.virtual.source.odata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.d365hub.virtual.SourceException;
import io.d365hub.virtual.SourceException.Kind;
import io.d365hub.virtual.TablePage;
import io.d365hub.virtual.TableRow;
import io.d365hub.virtual.TableSource;
import io.d365hub.virtual.VirtualTable;
import io.d365hub.virtual.query.Filter;
import io.d365hub.virtual.query.Operand;
import io.d365hub.virtual.query.TableQuery;
import io.d365hub.virtual.source.OtherService;
import io.d365hub.virtual.source.OtherService.Answer;
import io.d365hub.virtual.source.SourceFixture;
import io.d365hub.virtual.source.TestCall;
import io.d365hub.virtual.source.web.WebServices;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ODataSourceTest {

    @TempDir
    private Path folder;

    private final OtherService other = new OtherService();
    private final WebServices services = SourceFixture.services();

    @AfterEach
    void close() {
        services.close();
        other.close();
    }

    @ParameterizedTest
    @CsvSource({
        "400, FAILED",
        "401, FAILED",
        "403, FORBIDDEN",
        "404, FAILED",
        "408, TIMEOUT",
        "429, UNAVAILABLE",
        "500, FAILED",
        "501, UNSUPPORTED",
        "503, UNAVAILABLE",
        "504, TIMEOUT",
        "302, FAILED"
    })
    void aRefusalOfTheServiceIsToldByItsKind(int status, Kind kind) {
        // Given
        other.answers(Answer.of(status, ""));
        // When / Then
        assertThatThrownBy(() -> read(table("{}"), Filter.ALL))
                .isInstanceOfSatisfying(SourceException.class, refused -> assertThat(refused.kind())
                        .isEqualTo(kind));
    }

    @Test
    void aServiceThatWantsToBeLeftAloneSaysForHowLong() {
        // Given
        other.answers(Answer.of(429, "").with("Retry-After", "17"));
        // When / Then
        assertThatThrownBy(() -> read(table("{}"), Filter.ALL))
                .isInstanceOfSatisfying(SourceException.class, refused -> assertThat(refused.retryAfter())
                        .contains(Duration.ofSeconds(17)));
    }

    @Test
    void aServiceThatIsAwayIsUnavailable() {
        // Given
        VirtualTable table = table("{}");
        other.close();
        // When / Then
        assertThatThrownBy(() -> read(table, Filter.ALL))
                .isInstanceOfSatisfying(SourceException.class, refused -> assertThat(refused.kind())
                        .isEqualTo(Kind.UNAVAILABLE));
    }

    @Test
    void relativeAndAbsoluteNextLinksAreFollowedUntilThePageIsFull() throws SourceException {
        // Given
        other.answers(asked -> Answer.json(
                asked.contains("/two")
                        ? "{'value':[{'id':3,'name':'c'}],'@odata.nextLink':'" + other.root() + "three'}"
                        : asked.contains("/three")
                                ? "{'value':[{'id':4,'name':'d'},{'id':5,'name':'e'},{'id':6,'name':'f'}]}"
                                : "{'value':[{'id':1,'name':'a'},{'id':2,'name':'b'}],'@odata.nextLink':'two'}"));
        // When
        TablePage page = read(table("{}"), Filter.ALL);
        // Then
        assertThat(page.rows()).extracting(TableRow::key).containsExactly(1, 2, 3, 4);
        assertThat(page.next()).isPresent();
        assertThat(other.asked()).hasSize(3);
    }

    @Test
    void theCredentialsDoNotFollowANextLinkToAnotherHost() {
        // Given
        other.answers(
                Answer.json("{'value':[{'id':1,'name':'a'}],'@odata.nextLink':'http://elsewhere.example/Things?p=2'}"));
        // When / Then
        assertThatThrownBy(() -> read(table("{ credentials: known }"), Filter.ALL))
                .hasMessageContaining("another host");
        assertThat(other.asked()).singleElement().asString().contains("X-Token: " + SourceFixture.TOKEN);
    }

    @Test
    void aNextLinkInACircleIsRefused() {
        // Given
        other.answers(
                asked -> Answer.json("{'value':[{'id':1,'name':'a'}],'@odata.nextLink':'" + other.root() + "again'}"));
        // When / Then
        assertThatThrownBy(() -> read(table("{}"), Filter.ALL)).hasMessageContaining("to the same page");
    }

    @Test
    void rowsThatTheFilterLeavesOutAreAnErrorAndNotShown() {
        // Given a service that ignores the filter
        other.answers(Answer.json("{'value':[{'id':1,'name':'a'},{'id':2,'name':'b'}]}"));
        // When / Then
        assertThatThrownBy(() -> read(table("{}"), named("b")))
                .hasMessageContaining("compares otherwise than its declaration says");
    }

    @Test
    void rowsInAnotherOrderAreAnErrorAndNotShown() {
        // Given a service that ignores the order
        other.answers(Answer.json("{'value':[{'id':2,'name':'b'},{'id':1,'name':'a'}]}"));
        // When / Then
        assertThatThrownBy(() -> read(table("{}"), Filter.ALL)).hasMessageContaining("Declare cannot: [orderby]");
    }

    @Test
    void whatTheServiceCannotDoIsDoneInTheHub() throws SourceException {
        // Given
        other.answers(Answer.json("{'value':[{'id':2,'name':'B'},{'id':3,'name':null},{'id':1,'name':'a'}]}"));
        // When
        TablePage page = read(table("{ cannot: [filter, orderby, skip, count] }"), named("b"));
        // Then
        assertThat(page.rows()).extracting(TableRow::key).containsExactly(2);
        assertThat(other.asked()).containsExactly("GET /Things?$select=id%2Cname");
    }

    @Test
    void moreRowsThanTheLimitAreAnErrorWhereTheHubHasToEvaluate() {
        // Given
        other.answers(asked -> Answer.json(
                asked.contains("more")
                        ? "{'value':[{'id':3,'name':'a'},{'id':4,'name':'b'}]}"
                        : "{'value':[{'id':1,'name':'a'},{'id':2,'name':'b'}],'@odata.nextLink':'more'}"));
        // When / Then
        assertThatThrownBy(() -> read(table("{ cannot: [filter] }"), named("b")))
                .hasMessageContaining("more than the 3 rows");
    }

    @Test
    void aQuoteInAValueEndsNothing() throws SourceException {
        // Given
        other.answers(Answer.json("{'value':[]}"));
        // When
        read(table("{ text: ignore-case }"), named("x' or '1' eq '1"));
        // Then
        assertThat(URLDecoder.decode(other.asked().get(0), StandardCharsets.UTF_8))
                .contains("$filter=name eq 'x'' or ''1'' eq ''1'&");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "is no JSON | no JSON",
                "{'error':1} | no OData v4 collection",
                "{'value':[7]} | no property",
                "{'value':[{'id':1}]} | no property 'name'",
                "{'value':[{'id':null,'name':'a'}]} | it is the key",
                "{'value':[{'id':'1','name':'a'}]} | no int32 without loss",
                "{'value':[{'id':1.5,'name':'a'}]} | no int32 without loss",
                "{'value':[{'id':1,'name':{'x':1}}]} | no string without loss",
                "{'value':[{'id':1,'name':'a'}] | no JSON",
                "{'value':[],'value':[]} | no JSON"
            })
    void wrongDataIsToldWithoutItsValues(String body, String told) {
        // Given
        other.answers(Answer.json(body.strip()));
        // When / Then
        assertThatThrownBy(() -> read(table("{}"), Filter.ALL))
                .isInstanceOfSatisfying(SourceException.class, refused -> assertThat(refused.kind())
                        .isEqualTo(Kind.WRONG_DATA))
                .hasMessageContaining(told);
    }

    @Test
    void aCancelledCallLetsGoOfAServiceThatHangs() {
        // Given
        other.answers(Answer.of(0, ""));
        TestCall call = TestCall.patient();
        VirtualTable table = table("{}");
        CompletableFuture<TablePage> reading = CompletableFuture.supplyAsync(() -> {
            try {
                return open(table).read(query(table, Filter.ALL), call);
            } catch (SourceException e) {
                throw new IllegalStateException(e);
            }
        });
        org.awaitility.Awaitility.await().until(() -> !other.asked().isEmpty());
        // When
        call.cancel();
        // Then
        assertThat(reading)
                .failsWithin(Duration.ofSeconds(5))
                .withThrowableThat()
                .withMessageContaining("took too long");
    }

    @Test
    void aServiceThatHangsIsGivenUpWhenTheTimeIsOver() {
        // Given
        other.answers(Answer.of(0, ""));
        VirtualTable table = table("{}");
        // When / Then
        assertThatThrownBy(() -> open(table).read(query(table, Filter.ALL), TestCall.within(Duration.ofMillis(200))))
                .isInstanceOfSatisfying(SourceException.class, refused -> assertThat(refused.kind())
                        .isEqualTo(Kind.TIMEOUT));
    }

    @Test
    void anUpdateWithoutVersionStillDemandsThatTheRowIsThere() throws SourceException {
        // Given
        other.answers(Answer.of(412, ""));
        VirtualTable table = table("{}");
        // When
        TableSource.WriteOutcome outcome = open(table)
                .update(7, java.util.Map.of(table.columns().get(1), "new"), Optional.empty(), TestCall.patient());
        // Then
        assertThat(outcome).isEqualTo(TableSource.WriteOutcome.NOT_FOUND);
        assertThat(other.asked()).containsExactly("PATCH /Things(7) If-Match: * {\"name\":\"new\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | 'url' is missing",
                "{ url: 'ftp://x' } | no address",
                "{ url: 'http://user:pw@host/' } | holds a user or a password",
                "{ url: '{{env:MISSING}}' } | MISSING is not set",
                "{ url: 'http://x/', cannot: [fly] } | 'fly'",
                "{ url: 'http://x/', text: loud } | one of exact, unicode, ignore-case",
                "{ url: 'http://x/', zone: Mars } | no time zone",
                "{ url: 'http://x/', colour: red } | 'colour' is not known here"
            })
    void aWrongDeclarationIsToldWithItsPlace(String options, String told) {
        // When
        var declared = SourceFixture.declared(
                folder,
                "Things",
                "source: { odata: " + options + " }\nkey: { name: Id, column: id, type: int32 }\n"
                        + "columns: { Name: { column: name, type: string } }\n");
        // Then
        assertThat(declared.mistakes()).singleElement().asString().contains(told.strip());
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://user:s3cret@host/", "ftp://user:s3cret@host/", "ftp://host/?key=s3cret&x=s3cret"})
    void secretsInAnAddressThatCannotBeUsedAreNotTold(String address) {
        // When
        var declared = SourceFixture.declared(
                folder,
                "Things",
                "source: { odata: { url: '" + address + "' } }\nkey: { name: Id, column: id, type: int32 }\n"
                        + "columns: { Name: { column: name, type: string } }\n");
        // Then
        assertThat(declared.mistakes())
                .singleElement()
                .asString()
                .contains("is no address", "host")
                .doesNotContain("s3cret");
    }

    private TablePage read(VirtualTable table, Filter filter) throws SourceException {
        return open(table).read(query(table, filter), TestCall.patient());
    }

    private TableSource open(VirtualTable table) {
        return new ODataSourceType(services).open(table);
    }

    private static TableQuery query(VirtualTable table, Filter filter) {
        return new TableQuery(
                table,
                Set.copyOf(table.columns()),
                filter,
                List.of(new TableQuery.Order(table.key(), false)),
                0,
                4,
                false,
                Optional.empty());
    }

    private Filter named(String name) {
        VirtualTable table = table("{}");
        return new Filter.Comparison(
                new Operand.Column(table.columns().get(1)),
                Filter.Comparator.EQ,
                new Operand.Literal(table.columns().get(1).type(), name));
    }

    private VirtualTable table(String options) {
        String all = options.equals("{}")
                ? "{ url: '" + other.root() + "' }"
                : options.replaceFirst("\\{", "{ url: '" + other.root() + "',");
        return SourceFixture.table(folder, "Things", """
                source: { odata: %s }
                key: { name: Id, column: id, type: int32 }
                columns: { Name: { column: name, type: string } }
                operations: [read, create, update, delete]
                rowLimit: 3
                """.formatted(all));
    }
}

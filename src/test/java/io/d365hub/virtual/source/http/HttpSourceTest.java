package io.d365hub.virtual.source.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.d365hub.virtual.SourceException;
import io.d365hub.virtual.TablePage;
import io.d365hub.virtual.TableRow;
import io.d365hub.virtual.TableSource;
import io.d365hub.virtual.VirtualColumn;
import io.d365hub.virtual.VirtualTable;
import io.d365hub.virtual.query.Filter;
import io.d365hub.virtual.query.Operand;
import io.d365hub.virtual.query.TableQuery;
import io.d365hub.virtual.source.OtherService;
import io.d365hub.virtual.source.OtherService.Answer;
import io.d365hub.virtual.source.SourceFixture;
import io.d365hub.virtual.source.TestCall;
import io.d365hub.virtual.source.web.WebServices;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpSourceTest {

    private static final String RATES =
            "{'data':{'rates':[{'code':'CHF','rate':0.9371,'day':'2026-01-05','meta':{'bank':'ECB'}},"
                    + "{'code':'USD','rate':1.1,'day':'2026-01-06'}]}}";

    @TempDir
    private Path folder;

    private final OtherService other = new OtherService();
    private final WebServices services = SourceFixture.services();

    @AfterEach
    void close() {
        services.close();
        other.close();
    }

    @Test
    void rowsAndNestedValuesAreFoundByTheirPointers() throws SourceException {
        // Given
        other.answers(Answer.json(RATES));
        // When
        TablePage page = read(rates(""), Filter.ALL);
        // Then
        TableRow first = page.rows().get(0);
        assertThat(first.key()).isEqualTo("CHF");
        assertThat(first.get(column("Rate"))).isEqualTo(new BigDecimal("0.9371"));
        assertThat(first.get(column("Bank"))).isEqualTo("ECB");
        assertThat(first.get(column("Day"))).isEqualTo(Instant.parse("2026-01-05T00:00:00Z"));
        assertThat(page.rows().get(1).get(column("Bank"))).isNull();
    }

    @Test
    void aDeclaredParameterTellsTheServiceWhatIsWanted() throws SourceException {
        // Given a service that pays no attention to it
        other.answers(Answer.json(RATES));
        // When
        TablePage page = read(rates("parameters: { code: Code eq, min: Rate ge },"), is("Code", "USD & x=1"));
        // Then
        assertThat(page.rows()).isEmpty();
        assertThat(other.asked()).containsExactly("GET /rates?v=1&code=USD%20%26%20x%3D1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{ style: page, parameter: page, sizeParameter: per, size: 2 } | GET /rates?v=1&per=2&page=2",
                "{ style: offset, parameter: from, size: 2 } | GET /rates?v=1&from=2",
                "{ style: cursor, parameter: after, pointer: /next } | GET /rates?v=1&after=n%2F2",
                "{ style: link, pointer: /link } | GET /second",
                "{ style: header } | GET /third?a=b"
            })
    void allPagesAreRead(String paging, String second) throws SourceException {
        // Given
        other.answers(asked -> asked.equals(second.strip())
                ? Answer.json("{'data':{'rates':[{'code':'EUR','rate':1}]}}")
                : Answer.json(RATES.replaceFirst("}$", ",'next':'n/2','link':'/second'}"))
                        .with("Link", "<third?a=b>; rel=\"next\""));
        // When
        TablePage page = read(rates("paging: " + paging + ","), Filter.ALL);
        // Then
        assertThat(page.rows()).extracting(TableRow::key).containsExactly("CHF", "EUR", "USD");
    }

    @Test
    void aFeedWithMoreRowsThanTheLimitIsAnError() {
        // Given
        other.answers(
                Answer.json(
                        "{'data':{'rates':[{'code':'A','rate':1},{'code':'B','rate':1},{'code':'C','rate':1},{'code':'D','rate':1}]}}"));
        // When / Then
        assertThatThrownBy(() -> read(rates(""), Filter.ALL)).hasMessageContaining("more than the 3 rows");
    }

    @Test
    void oneRowIsAskedForAtItsOwnAddress() throws SourceException {
        // Given
        other.answers(Answer.json("{'rate':{'code':'A/B','rate':2}}"));
        VirtualTable table = rates("row: '" + other.root() + "rates/{key}', rowAt: /rate,");
        // When
        Optional<TableRow> row = open(table).find("A/B", Set.copyOf(table.columns()), TestCall.patient());
        // Then
        assertThat(row.orElseThrow().key()).isEqualTo("A/B");
        assertThat(other.asked()).containsExactly("GET /rates/A%2FB");
    }

    @Test
    void writesGoToTheAddressOfTheRow() throws SourceException {
        // Given
        other.answers(asked -> asked.startsWith("DELETE") ? Answer.of(404, "") : Answer.of(204, ""));
        VirtualTable table = rates("row: '" + other.root() + "rates/{key}', update: PUT, credentials: known,");
        TableSource source = open(table);
        // When
        source.update("CHF", Map.of(column("Rate"), new BigDecimal("1.5")), Optional.empty(), TestCall.patient());
        TableSource.WriteOutcome deleted = source.delete("CHF", Optional.empty(), TestCall.patient());
        // Then
        assertThat(deleted).isEqualTo(TableSource.WriteOutcome.NOT_FOUND);
        assertThat(other.asked())
                .containsExactly(
                        "PUT /rates/CHF X-Token: " + SourceFixture.TOKEN + " {\"rate\":1.5}",
                        "DELETE /rates/CHF X-Token: " + SourceFixture.TOKEN);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "<html/> | no JSON",
                "{'data':{}} | no list of rows at '/data/rates'",
                "{'data':{'rates':['x']}} | no JSON object",
                "{'data':{'rates':[{'code':'A','rate':'1.5'}]}} | no decimal without loss",
                "{'data':{'rates':[{'code':'A','rate':1e1000000}]}} | more than 400 digits",
                "{'data':{'rates':[{'code':'A','rate':1,'day':'yesterday'}]}} | no datetime without loss",
                "{'data':{'rates':[{'rate':1}]}} | it is the key",
                "{'data':{'rates':[{'code':'A','rate':1},{'code':'A','rate':2}]}} | the same value of its key"
            })
    void wrongDataIsToldAndNothingIsGuessed(String body, String told) {
        // Given
        other.answers(Answer.json(body.strip()));
        // When / Then
        assertThatThrownBy(() -> read(rates(""), Filter.ALL))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining(told);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "parameters: { bank: Bank eq } | would lose rows",
                "parameters: { code: Code gt } | orders texts",
                "parameters: { x: Nothing eq } | Parameter 'x' is wrong",
                "headers: { Authorization: Bearer x } | is a secret",
                "row: 'http://x/rates' | holds no {key}",
                "paging: { style: page } | has no 'size'",
                "paging: { style: link } | has no 'pointer'"
            })
    void aWrongDeclarationIsToldWithItsPlace(String options, String told) {
        // When
        var declared = SourceFixture.declared(folder, "Rates", yaml(options + ","));
        // Then
        assertThat(declared.mistakes()).isNotEmpty().first().asString().contains(told.strip());
    }

    private TablePage read(VirtualTable table, Filter filter) throws SourceException {
        TableQuery query = new TableQuery(
                table,
                Set.copyOf(table.columns()),
                filter,
                List.of(new TableQuery.Order(table.key(), false)),
                0,
                10,
                false,
                Optional.empty());
        return open(table).read(query, TestCall.patient());
    }

    private TableSource open(VirtualTable table) {
        return new HttpSourceType(services).open(table);
    }

    private Filter is(String column, Object value) {
        VirtualColumn of = column(column);
        return new Filter.Comparison(
                new Operand.Column(of), Filter.Comparator.EQ, new Operand.Literal(of.type(), value));
    }

    private VirtualColumn column(String name) {
        return rates("").column(name).orElseThrow();
    }

    private VirtualTable rates(String options) {
        return SourceFixture.table(folder, "Rates", yaml(options));
    }

    private String yaml(String options) {
        return """
                source:
                  http: { %s url: '%srates?v=1', rows: /data/rates, zone: UTC }
                key: { name: RateId, column: code, type: string }
                columns:
                  Code: { column: code, type: string, text: exact }
                  Rate: { column: rate, type: decimal }
                  Bank: { column: /meta/bank, type: string }
                  Day: { column: day, type: datetime }
                operations: [%s]
                rowLimit: 3
                """.formatted(
                        options, other.root(), options.startsWith("row:") ? "read, create, update, delete" : "read");
    }
}

package io.d365hub.virtual.source.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.d365hub.virtual.QueryCases;
import io.d365hub.virtual.SourceException;
import io.d365hub.virtual.TablePage;
import io.d365hub.virtual.TableRow;
import io.d365hub.virtual.TableSource;
import io.d365hub.virtual.VirtualTable;
import io.d365hub.virtual.source.OtherService;
import io.d365hub.virtual.source.OtherService.Answer;
import io.d365hub.virtual.source.SourceFixture;
import io.d365hub.virtual.source.TestCall;
import io.d365hub.virtual.source.web.WebServices;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The questions of all sources, asked of a service that answers JSON and can do nothing itself. */
class HttpQueryCasesTest {

    private static OtherService other;
    private static WebServices services;
    private static VirtualTable table;
    private static TableSource source;

    @BeforeAll
    static void start() {
        other = new OtherService();
        services = SourceFixture.services();
        table = QueryCases.table(
                SourceFixture.source("http", "{ url: '" + other.root() + "things', rows: /things, zone: UTC }"), 100);
        source = new HttpSourceType(services).open(table);
        String things = json();
        other.answers(Answer.of(200, things));
    }

    @AfterAll
    static void stop() {
        services.close();
        other.close();
    }

    private static String json() {
        ArrayNode rows = JsonNodeFactory.instance.arrayNode();
        for (Object[] values : QueryCases.rows()) {
            ObjectNode row = rows.addObject();
            table.columns().forEach(column -> put(row, column.sourceName(), values[column.ordinal()]));
        }
        return JsonNodeFactory.instance
                .objectNode()
                .<ObjectNode>set("things", rows)
                .toString();
    }

    private static void put(ObjectNode row, String name, Object value) {
        if (value instanceof BigDecimal decimal) {
            row.put(name, decimal);
        } else if (value instanceof Double number) {
            row.put(name, number);
        } else if (value instanceof Long number) {
            row.put(name, number);
        } else if (value instanceof Integer number) {
            row.put(name, number);
        } else if (value instanceof Boolean truth) {
            row.put(name, truth);
        } else {
            row.put(name, value == null ? null : value.toString());
        }
    }

    static Stream<QueryCases.Case> cases() {
        return QueryCases.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void theAnswerIsTheOneThatEverySourceGives(QueryCases.Case question) throws SourceException {
        // When
        TablePage page = source.read(QueryCases.query(table, question, 0, 100, Optional.empty()), TestCall.patient());
        // Then
        assertThat(page.rows()).extracting(TableRow::key).isEqualTo(List.copyOf(question.expected()));
        assertThat(page.count()).hasValue(question.expected().size());
    }
}

package io.d365hub.virtual.source.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.d365hub.failure.FailureClassifier;
import io.d365hub.virtual.QueryCases;
import io.d365hub.virtual.SourceException;
import io.d365hub.virtual.SourceException.Kind;
import io.d365hub.virtual.TablePage;
import io.d365hub.virtual.TableRow;
import io.d365hub.virtual.TableSource;
import io.d365hub.virtual.TableSource.WriteOutcome;
import io.d365hub.virtual.VirtualColumn;
import io.d365hub.virtual.VirtualTable;
import io.d365hub.virtual.query.Filter;
import io.d365hub.virtual.source.SourceFixture;
import io.d365hub.virtual.source.TestCall;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A Camel route that answers for a table. */
class RouteSourceTest {

    private static final TableRoutes ROUTES = new TableRoutes();
    private static final VirtualTable TABLE = QueryCases.table(SourceFixture.source("route", "{}"), 100);

    private static DefaultCamelContext context;
    private static TableSource source;
    /** What the route does. */
    private static volatile Processor step;

    @BeforeAll
    static void start() throws Exception {
        context = new DefaultCamelContext();
        context.getRegistry().bind("routes", ROUTES);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("virtual:test/Things").id("things").process(exchange -> step.process(exchange));
            }
        });
        context.start();
        source = new RouteSourceType(ROUTES, new FailureClassifier(List.of())).open(TABLE);
    }

    @AfterAll
    static void stop() {
        context.stop();
    }

    private static List<Map<String, Object>> rows() {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Object[] values : QueryCases.rows()) {
            Map<String, Object> row = new HashMap<>();
            TABLE.columns().forEach(column -> row.put(column.sourceName(), values[column.ordinal()]));
            rows.add(row);
        }
        return rows;
    }

    private static TablePage read(QueryCases.Case question) throws SourceException {
        return source.read(QueryCases.query(TABLE, question, 0, 100, Optional.empty()), TestCall.patient());
    }

    private static QueryCases.Case named(String name) {
        return QueryCases.all()
                .filter(question -> question.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Kind refusal(Processor route) {
        step = route;
        return catchThrowableOfType(SourceException.class, () -> read(named("every row")))
                .kind();
    }

    static Stream<QueryCases.Case> cases() {
        return QueryCases.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void theAnswerIsTheOneThatEverySourceGives(QueryCases.Case question) throws SourceException {
        // Given
        step = exchange -> exchange.getMessage().setBody(rows());
        // When
        TablePage page = read(question);
        // Then
        assertThat(page.rows()).extracting(TableRow::key).isEqualTo(List.copyOf(question.expected()));
        assertThat(page.count()).hasValue(question.expected().size());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    an exact column                        | eq of an exact column does not | {code=A-1}
                    a text that is compared without case   | eq ignores case                | {}
                    a number and another term              | and                            | {active=true}
                    """)
    void aRouteIsToldWhatHasToBeEqualUnlessItCouldLoseRowsByIt(String why, String question, String told)
            throws SourceException {
        // Given
        Map<String, Object> headers = new HashMap<>();
        step = exchange -> {
            headers.putAll(exchange.getMessage().getHeaders());
            exchange.getMessage().setBody(rows());
        };
        // When
        read(named(question));
        // Then
        assertThat(headers.get(VirtualConstants.EQUAL)).as(why).hasToString(told);
        assertThat(headers)
                .containsEntry(VirtualConstants.OPERATION, "read")
                .containsEntry(VirtualConstants.ORDER_BY, "id asc")
                .containsKey(VirtualConstants.FILTER);
    }

    @Test
    void aRouteThatEvaluatedIsBelievedOnlyWhenItsRowsPass() throws SourceException {
        // Given
        step = exchange -> {
            Message answer = exchange.getMessage();
            answer.setBody(rows().subList(0, 1));
            answer.setHeader(VirtualConstants.EVALUATED, true);
            answer.setHeader(VirtualConstants.TOTAL, 1);
        };
        // When
        TablePage right = read(named("a number in a list"));
        // Then
        assertThat(right.rows()).extracting(TableRow::key).containsExactly(1);
        assertThatThrownBy(() -> read(named("a negative number"))).hasMessageContaining("gave rows that it leaves out");
    }

    @Test
    void whatARouteGetsWrongIsToldByItsKind() {
        assertThat(refusal(exchange -> exchange.getMessage().setBody("{broken")))
                .isEqualTo(Kind.WRONG_DATA);
        assertThat(refusal(exchange -> exchange.getMessage().setBody(List.of(7))))
                .isEqualTo(Kind.WRONG_DATA);
        assertThat(refusal(exchange -> exchange.getMessage().setBody(List.of(Map.of("name", "no key")))))
                .isEqualTo(Kind.WRONG_DATA);
        assertThat(refusal(exchange -> {
                    throw new UnsupportedOperationException("This feed has no such rows.");
                }))
                .isEqualTo(Kind.UNSUPPORTED);
        assertThat(refusal(exchange -> {
                    throw new java.net.ConnectException();
                }))
                .isEqualTo(Kind.UNAVAILABLE);
    }

    @Test
    void withoutARouteTheTableIsUnavailable() throws Exception {
        // Given
        context.getRouteController().stopRoute("things");
        // When / Then
        try {
            assertThat(refusal(exchange -> {})).isEqualTo(Kind.UNAVAILABLE);
        } finally {
            context.getRouteController().startRoute("things");
        }
    }

    @ParameterizedTest
    @CsvSource({"done, DONE", "not-found, NOT_FOUND", "other-version, OTHER_VERSION"})
    void writesGoThroughTheRouteWithTheirVersion(String told, WriteOutcome outcome) throws SourceException {
        // Given
        List<String> asked = new ArrayList<>();
        step = exchange -> {
            Message question = exchange.getMessage();
            asked.add(question.getHeader(VirtualConstants.OPERATION) + " " + question.getHeader(VirtualConstants.KEY)
                    + " " + question.getHeader(VirtualConstants.VERSION) + " " + question.getBody());
            question.setHeader(VirtualConstants.OUTCOME, told);
        };
        // When
        WriteOutcome updated = source.update(7, Map.of(column("Seats"), 8), Optional.of("v1"), TestCall.patient());
        WriteOutcome deleted = source.delete(7, Optional.empty(), TestCall.patient());
        // Then
        assertThat(List.of(updated, deleted)).containsOnly(outcome);
        assertThat(asked).containsExactly("update 7 v1 {seats=8}", "delete 7 null null");
    }

    @Test
    void aRowIsFoundAmongWhatTheRouteGives() throws SourceException {
        // Given
        step = exchange -> exchange.getMessage().setBody(rows());
        // When
        Optional<TableRow> found = source.find(9, Set.copyOf(TABLE.columns()), TestCall.patient());
        // Then
        assertThat(found.orElseThrow().get(column("Name"))).isEqualTo("O'Neil & 50%_off");
        assertThat(source.find(99, Set.copyOf(TABLE.columns()), TestCall.patient()))
                .isEmpty();
        assertThat(source.count(Filter.ALL, TestCall.patient())).isEqualTo(10);
    }

    private static VirtualColumn column(String name) {
        return TABLE.column(name).orElseThrow();
    }
}

package io.d365hub.virtual.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.d365hub.virtual.QueryCases;
import io.d365hub.virtual.SourceDeclaration;
import io.d365hub.virtual.SourceException;
import io.d365hub.virtual.TablePage;
import io.d365hub.virtual.TableRow;
import io.d365hub.virtual.VirtualTable;
import io.d365hub.virtual.query.Filter;
import io.d365hub.yaml.YamlValue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EvaluationTest {

    private static final SourceDeclaration SOURCE =
            new SourceDeclaration("none", YamlValue.parse("{}", "none").orElseThrow(), Path.of("none"));

    private final VirtualTable table = QueryCases.table(SOURCE, 1_000);

    static Stream<QueryCases.Case> cases() {
        return QueryCases.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void theAnswerIsTheOneThatEverySourceGives(QueryCases.Case question) throws SourceException {
        // Given
        Evaluation evaluation = over(table, question.filter());
        // When
        TablePage page = evaluation.page(QueryCases.query(table, question, 0, 100, Optional.empty()));
        // Then
        assertThat(keys(page)).isEqualTo(question.expected());
    }

    @Test
    void pagesJoinedByTheirContinuationsHaveEachRowOnce() throws SourceException {
        // Given
        QueryCases.Case all = new QueryCases.Case("all", Filter.ALL, List.of(), List.of());
        List<Object> seen = new ArrayList<>();
        Optional<String> next = Optional.empty();
        // When
        do {
            TablePage page = over(table, Filter.ALL).page(QueryCases.query(table, all, 0, 3, next));
            seen.addAll(keys(page));
            next = page.next();
        } while (next.isPresent());
        // Then
        assertThat(seen).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
    }

    @Test
    void aSkipBeyondTheEndIsAnEmptyLastPageThatStillCounts() throws SourceException {
        // Given
        QueryCases.Case all = new QueryCases.Case("all", Filter.ALL, List.of(), List.of());
        // When
        TablePage page =
                over(table, Filter.ALL).page(QueryCases.query(table, all, Long.MAX_VALUE, 3, Optional.empty()));
        // Then
        assertThat(page.rows()).isEmpty();
        assertThat(page.next()).isEmpty();
        assertThat(page.count()).hasValue(10);
    }

    @Test
    void oneRowMoreThanTheRowLimitIsAnErrorAndNoShorterAnswer() {
        // Given
        VirtualTable narrow = QueryCases.table(SOURCE, 9);
        // When / Then
        assertThatThrownBy(() -> over(narrow, Filter.ALL))
                .isInstanceOfSatisfying(SourceException.class, refused -> assertThat(refused.kind())
                        .isEqualTo(SourceException.Kind.UNSUPPORTED))
                .hasMessageContaining("more than the 9 rows");
    }

    @Test
    void twoRowsOfOneKeyAreRefused() throws SourceException {
        // Given
        Evaluation evaluation = over(table, Filter.ALL);
        TableRow again = QueryCases.rows(table).get(0);
        // When / Then
        assertThatThrownBy(() -> evaluation.add(again))
                .hasMessageContaining("two rows with the same value of its key 'Id'");
    }

    @Test
    void aContinuationThatNobodyGaveOutIsRefused() throws SourceException {
        // Given
        QueryCases.Case all = new QueryCases.Case("all", Filter.ALL, List.of(), List.of());
        Evaluation evaluation = over(table, Filter.ALL);
        // When / Then
        assertThatThrownBy(() -> evaluation.page(QueryCases.query(table, all, 0, 3, Optional.of("-4"))))
                .hasMessageContaining("Ask again from the first page");
    }

    private static Evaluation over(VirtualTable table, Filter filter) throws SourceException {
        Evaluation evaluation = new Evaluation(table, filter);
        for (TableRow row : QueryCases.rows(table)) {
            evaluation.add(row);
        }
        return evaluation;
    }

    private static List<Object> keys(TablePage page) {
        return page.rows().stream().map(TableRow::key).toList();
    }
}

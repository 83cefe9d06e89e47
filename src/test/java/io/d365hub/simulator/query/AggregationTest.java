package io.d365hub.simulator.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Section 6.6 of the fact sheet, on plain values. */
class AggregationTest {

    private record Sale(String city, Integer pieces, BigDecimal amount) {}

    private static final List<Sale> SALES = List.of(
            new Sale("Bonn", 1, new BigDecimal("10.0000")),
            new Sale("bonn", 4, null),
            new Sale("Ulm", 4, new BigDecimal("5.5000")),
            new Sale(null, null, new BigDecimal("1.0000")));

    private static List<Aggregation.Group> groups(
            List<Function<Sale, Object>> keys, Aggregation.Method method, Function<Sale, Object> value) {
        Aggregation<Sale> aggregation =
                new Aggregation<>(keys, List.of(new Aggregation.Measure<>(method, value)), Aggregation.MOST_ROWS);
        SALES.forEach(aggregation::add);
        return aggregation.groups();
    }

    @ParameterizedTest
    @CsvSource({"SUM,9", "AVERAGE,3", "MIN,1", "MAX,4", "COUNT,4", "COUNT_COLUMN,3", "COUNT_DISTINCT,2"})
    @DisplayName("[D] §6.6: nulls count in the number of rows alone")
    void aMeasureLeavesNullsOut(Aggregation.Method method, String expected) {
        // When
        List<Aggregation.Group> groups = groups(List.of(), method, Sale::pieces);
        // Then
        assertThat(groups.get(0).values()).extracting(Object::toString).containsExactly(expected);
    }

    @Test
    @DisplayName("[K] §6.2: texts are grouped without case, in their order, nulls first")
    void textsAreGroupedWithoutCase() {
        // When
        List<Aggregation.Group> groups = groups(List.of(Sale::city), Aggregation.Method.COUNT, null);
        // Then
        assertThat(groups)
                .extracting(Aggregation.Group::keys, Aggregation.Group::values)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(Arrays.asList((Object) null), List.of(1L)),
                        org.assertj.core.groups.Tuple.tuple(List.of("Bonn"), List.of(2L)),
                        org.assertj.core.groups.Tuple.tuple(List.of("Ulm"), List.of(1L)));
    }

    @Test
    @DisplayName("[D] §6.6: more rows than the limit are refused")
    void moreRowsThanTheLimitAreRefused() {
        // Given
        Aggregation<Sale> aggregation = new Aggregation<>(List.of(), List.of(), 1);
        aggregation.add(SALES.get(0));
        // When / Then
        assertThatThrownBy(() -> aggregation.add(SALES.get(1))).isInstanceOf(Aggregation.TooManyRows.class);
    }
}

package io.d365hub.virtual;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ColumnTypeTest {

    @ParameterizedTest
    @MethodSource
    void aNumberBecomesAnotherWhenNoDigitIsLost(ColumnType type, Object value, Object expected) {
        assertThat(type.exact(value)).contains(expected);
    }

    static Stream<Arguments> aNumberBecomesAnotherWhenNoDigitIsLost() {
        return Stream.of(
                Arguments.of(ColumnType.INT32, 7L, 7),
                Arguments.of(ColumnType.INT32, new BigDecimal("7.00"), 7),
                Arguments.of(ColumnType.INT64, (short) 7, 7L),
                Arguments.of(ColumnType.INT64, new BigInteger("9223372036854775807"), Long.MAX_VALUE),
                Arguments.of(ColumnType.DECIMAL, 0.1, new BigDecimal("0.1")),
                Arguments.of(ColumnType.DOUBLE, new BigDecimal("0.1"), 0.1));
    }

    @ParameterizedTest
    @MethodSource
    void whatWouldLoseSomethingIsRefused(ColumnType type, Object value) {
        assertThat(type.exact(value)).isEmpty();
    }

    static Stream<Arguments> whatWouldLoseSomethingIsRefused() {
        return Stream.of(
                Arguments.of(ColumnType.INT32, 3_000_000_000L),
                Arguments.of(ColumnType.INT32, 7.5),
                Arguments.of(ColumnType.INT64, new BigInteger("9223372036854775808")),
                Arguments.of(ColumnType.DOUBLE, Double.NaN),
                Arguments.of(ColumnType.INT32, "7"),
                Arguments.of(ColumnType.BOOLEAN, 1),
                Arguments.of(ColumnType.STRING, 1),
                Arguments.of(ColumnType.DATETIME, LocalDateTime.of(2026, 1, 1, 0, 0)));
    }

    @Test
    void aMomentWithAnOffsetIsTheSameMoment() {
        assertThat(ColumnType.DATETIME.exact(OffsetDateTime.parse("2026-01-01T02:00:00+02:00")))
                .contains(Instant.parse("2026-01-01T00:00:00Z"));
    }
}

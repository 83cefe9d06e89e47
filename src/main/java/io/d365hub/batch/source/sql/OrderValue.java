package io.d365hub.batch.source.sql;

import io.d365hub.batch.source.sql.SqlColumns.Column;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;

/** Values of the columns that rows are ordered by: read, bound, and written into positions without loss. */
final class OrderValue {

    private OrderValue() {}

    /** Whether rows can be ordered by such a column and found again. */
    static boolean serves(ColumnKind kind) {
        return switch (kind) {
            case TEXT, INTEGER, DECIMAL, DATE, TIMESTAMP, TIMESTAMP_WITH_ZONE, BYTES, OTHER -> true;
            default -> false;
        };
    }

    /** The value in the current row, of the type that {@link #parse} gives; null for none. */
    static Object read(ResultSet row, Column column) throws SQLException {
        int i = column.index();
        return switch (column.kind()) {
            case INTEGER -> {
                long value = row.getLong(i);
                yield row.wasNull() ? null : value;
            }
            case DECIMAL -> row.getBigDecimal(i);
            case DATE -> row.getObject(i, LocalDate.class);
            case TIMESTAMP -> row.getObject(i, LocalDateTime.class);
            case TIMESTAMP_WITH_ZONE -> {
                OffsetDateTime value = row.getObject(i, OffsetDateTime.class);
                yield value == null ? null : value.withOffsetSameInstant(ZoneOffset.UTC);
            }
            // SQL Server's rowversion.
            case BYTES -> row.getBytes(i);
            case OTHER -> row.getObject(i);
            default -> row.getString(i);
        };
    }

    static String text(Object value) {
        return value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : String.valueOf(value);
    }

    /**
     * The value that a text stands for.
     *
     * @throws IllegalArgumentException when it stands for none
     */
    static Object parse(Column column, String text) {
        try {
            return switch (column.kind()) {
                case INTEGER -> Long.valueOf(text.strip());
                case DECIMAL -> new BigDecimal(text.strip());
                case DATE -> LocalDate.parse(text.strip());
                case TIMESTAMP -> localTime(text.strip());
                case TIMESTAMP_WITH_ZONE -> instant(text.strip());
                case BYTES -> HexFormat.of().parseHex(text.strip());
                case OTHER -> java.util.UUID.fromString(text.strip());
                default -> text;
            };
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "'%s' is no value of column %s (%s)".formatted(text, column.name(), expected(column.kind())), e);
        }
    }

    private static String expected(ColumnKind kind) {
        return switch (kind) {
            case DATE -> "a date such as 2026-01-31";
            case TIMESTAMP -> "a time such as 2026-01-31T18:00:00";
            case TIMESTAMP_WITH_ZONE -> "a time such as 2026-01-31T18:00:00Z";
            case BYTES -> "hexadecimal digits";
            case OTHER -> "a UUID";
            default -> "a number";
        };
    }

    /** People also write days. */
    private static LocalDateTime localTime(String text) {
        return text.length() <= 10 ? LocalDate.parse(text).atStartOfDay() : LocalDateTime.parse(text.replace(' ', 'T'));
    }

    private static OffsetDateTime instant(String text) {
        return text.length() <= 10
                ? LocalDate.parse(text).atStartOfDay().atOffset(ZoneOffset.UTC)
                : OffsetDateTime.parse(text.replace(' ', 'T')).withOffsetSameInstant(ZoneOffset.UTC);
    }

    /**
     * The value that lies so far before another one.
     *
     * @param overlap as the author wrote it; empty for the default
     * @throws IllegalArgumentException when the overlap does not fit the column
     */
    static Object before(Column column, Object value, String overlap) {
        return switch (column.kind()) {
            case INTEGER -> (Long) value - Long.parseLong(overlap.isEmpty() ? "0" : overlap);
            case DECIMAL -> ((BigDecimal) value).subtract(new BigDecimal(overlap.isEmpty() ? "0" : overlap));
            case TIMESTAMP -> ((LocalDateTime) value).minus(duration(overlap));
            case TIMESTAMP_WITH_ZONE -> ((OffsetDateTime) value).minus(duration(overlap));
            case DATE ->
                ((LocalDate) value).minusDays(Math.max(1, duration(overlap).toDays()));
            default -> value;
        };
    }

    private static Duration duration(String overlap) {
        return Duration.ofMillis(org.apache.camel.util.TimeUtils.toMilliSeconds(overlap.isEmpty() ? "1m" : overlap));
    }

    /** Whether the first value is the larger one; of values without an order never. */
    @SuppressWarnings({"unchecked", "rawtypes"})
    static boolean isAfter(Object value, Object other) {
        return value instanceof Comparable comparable
                && other instanceof Comparable
                && value.getClass() == other.getClass()
                && comparable.compareTo(other) > 0;
    }
}

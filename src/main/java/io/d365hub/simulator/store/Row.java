package io.d365hub.simulator.store;

import io.d365hub.simulator.model.ColumnDefinition;
import java.util.Arrays;
import java.util.UUID;

/**
 * One version of a row. Immutable and thread-safe: a change makes a new row.
 *
 * <p>Values are String, Integer, Long, BigDecimal, Double, Boolean, Instant, LocalDate, UUID, {@link Reference} or null.
 */
public final class Row {

    private final Object[] values;

    /** Takes the array over; the caller must not change it any more. */
    Row(Object[] values) {
        this.values = values;
    }

    public UUID id() {
        return (UUID) values[0];
    }

    /** Grows with every change anywhere in the environment; the number in the row's ETag. */
    public long version() {
        return (Long) values[1];
    }

    /** The value of a column, or null; also null for a column that was added after this row was written. */
    public Object value(ColumnDefinition column) {
        return value(column.ordinal());
    }

    Object value(int ordinal) {
        return ordinal < values.length ? values[ordinal] : null;
    }

    /** A copy of the values by ordinal, with room for {@code size} columns. */
    public Object[] copyValues(int size) {
        return Arrays.copyOf(values, Math.max(size, values.length));
    }

    /** The ETag, such as {@code W/"1234"}. */
    public String etag() {
        return "W/\"" + version() + '"';
    }
}

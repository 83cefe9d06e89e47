package io.d365hub.virtual;

import java.util.Arrays;

/** One row: values in the source types of the table's columns. What was not asked for may be absent. Immutable. */
public final class TableRow {

    private static final Object ABSENT = new Object();

    private final VirtualTable table;
    private final Object[] values;

    private TableRow(VirtualTable table, Object[] values) {
        this.table = table;
        this.values = values;
    }

    public static Builder of(VirtualTable table) {
        return new Builder(table);
    }

    public VirtualTable table() {
        return table;
    }

    /** The key; never null. */
    public Object key() {
        return values[0];
    }

    public boolean has(VirtualColumn column) {
        return values[column.ordinal()] != ABSENT;
    }

    /**
     * The value; may be null.
     *
     * @throws IllegalStateException when it is absent
     */
    public Object get(VirtualColumn column) {
        Object value = values[column.ordinal()];
        if (value == ABSENT) {
            throw new IllegalStateException(table.path() + ": column '" + column.name() + "' was not read");
        }
        return value;
    }

    /** Gathers the values of a row and judges them: for one row, one thread. */
    public static final class Builder {

        private final VirtualTable table;
        private final Object[] values;

        private Builder(VirtualTable table) {
            this.table = table;
            this.values = new Object[table.columns().size()];
            Arrays.fill(values, ABSENT);
        }

        /**
         * Sets a value as the source gave it.
         *
         * @throws SourceException {@link SourceException#wrongData} when it is not of the column's source type without loss,
         *     null in a column that is never null, or longer than declared. Names the column, never the value
         */
        public Builder set(VirtualColumn column, Object value) throws SourceException {
            values[column.ordinal()] = RowValues.judged(table, column, value);
            return this;
        }

        /**
         * The row.
         *
         * @throws SourceException when it has no key
         */
        public TableRow build() throws SourceException {
            if (values[0] == ABSENT) {
                throw RowValues.nullKey(table);
            }
            return new TableRow(table, values);
        }
    }
}

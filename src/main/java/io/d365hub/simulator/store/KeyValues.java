package io.d365hub.simulator.store;

import io.d365hub.simulator.model.AlternateKey;
import io.d365hub.simulator.model.ColumnDefinition;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Brings key values into the form in which they are compared: texts without case, decimals without scale. */
public final class KeyValues {

    private KeyValues() {}

    /** The row's value of the key, or null when a column is null: such a row is not reachable by the key. */
    public static Object of(AlternateKey key, Row row) {
        List<ColumnDefinition> columns = key.columns();
        if (columns.size() == 1) {
            Object value = row.value(columns.get(0));
            return value == null ? null : normalized(value);
        }
        List<Object> values = new ArrayList<>(columns.size());
        for (ColumnDefinition column : columns) {
            Object value = row.value(column);
            if (value == null) {
                return null;
            }
            values.add(normalized(value));
        }
        return values;
    }

    /** The comparable form of values given in the order of the key's columns. */
    public static Object of(List<Object> values) {
        return values.size() == 1
                ? normalized(values.get(0))
                : values.stream().map(KeyValues::normalized).toList();
    }

    /** The comparable form of one value. */
    public static Object normalized(Object value) {
        if (value instanceof String text) {
            return text.toLowerCase(Locale.ROOT);
        }
        if (value instanceof BigDecimal number) {
            return number.stripTrailingZeros();
        }
        if (value instanceof Reference reference) {
            return reference.id();
        }
        return value;
    }
}

package io.d365hub.simulator.odata;

import io.d365hub.simulator.model.ColumnDefinition;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.UUID;

/**
 * A row as a client sent it: only the columns that it named, checked against their types. Filled by
 * {@link RowInputReader}, then only read.
 */
public final class RowInput {

    private final List<ColumnDefinition> columns = new ArrayList<>();
    private final List<Object> values = new ArrayList<>();
    private final List<Binding> bindings = new ArrayList<>(2);
    private final BitSet named = new BitSet();
    private String odataId;

    /** Notes that a column is named; false when it was before. */
    boolean name(ColumnDefinition column) {
        boolean first = !named.get(column.ordinal());
        named.set(column.ordinal());
        return first;
    }

    void add(ColumnDefinition column, Object value) {
        columns.add(column);
        values.add(value);
    }

    void add(Binding binding) {
        bindings.add(binding);
    }

    void odataId(String id) {
        odataId = id;
    }

    public int size() {
        return columns.size();
    }

    public ColumnDefinition column(int index) {
        return columns.get(index);
    }

    public Object value(int index) {
        return values.get(index);
    }

    public List<Binding> bindings() {
        return bindings;
    }

    /** The text of {@code @odata.id}, or null. */
    public String odataId() {
        return odataId;
    }

    /** Whether the client named this column, even with null. */
    public boolean has(ColumnDefinition column) {
        return columns.contains(column);
    }

    /** The value of a column, or null. */
    public Object value(ColumnDefinition column) {
        int index = columns.indexOf(column);
        return index < 0 ? null : values.get(index);
    }

    /** The primary key that the client chose, or null. */
    public UUID id() {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).ordinal() == 0) {
                return (UUID) values.get(i);
            }
        }
        return null;
    }

    /** Whether a text value, or a bound row's key, contains this text. */
    public boolean mentions(String text) {
        for (Object value : values) {
            if ((value instanceof String string && string.contains(text))
                    || (value instanceof UUID id && id.toString().contains(text))) {
                return true;
            }
        }
        return odataId != null && odataId.contains(text);
    }
}

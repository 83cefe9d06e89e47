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
    private List<Nested> nested = List.of();
    private String odataId;

    /** An input that does nothing but set or clear one lookup. */
    public static RowInput of(Binding binding) {
        RowInput input = new RowInput();
        input.add(binding);
        return input;
    }

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

    void add(Nested further) {
        List<Nested> all = new ArrayList<>(nested);
        all.add(further);
        nested = all;
    }

    /** The same input with further bindings, which win over those that it has. */
    public RowInput with(List<Binding> further) {
        RowInput changed = withoutNested(further);
        changed.nested = nested;
        return changed;
    }

    /** The same input with further bindings, and without what it nests. */
    public RowInput withoutNested(List<Binding> further) {
        RowInput changed = new RowInput();
        changed.columns.addAll(columns);
        changed.values.addAll(values);
        changed.bindings.addAll(bindings);
        changed.bindings.addAll(further);
        changed.named.or(named);
        changed.odataId = odataId;
        return changed;
    }

    /** What is to be created together with the row. */
    public List<Nested> nested() {
        return nested;
    }

    /** How many rows it makes, with all that it nests. */
    public int rows() {
        int rows = 1;
        for (Nested further : nested) {
            if (further instanceof Nested.Target target) {
                rows += target.row().rows();
            } else if (further instanceof Nested.Members members) {
                rows += members.rows().stream().mapToInt(RowInput::rows).sum();
            }
        }
        return rows;
    }

    /** Refuses nested rows: only a create takes them. */
    public void refuseNested() {
        if (!nested.isEmpty()) {
            throw new ApiError(ErrorCode.MALFORMED_REQUEST, "Deep update of navigation properties is not allowed.");
        }
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
        return (odataId != null && odataId.contains(text)) || nested.stream().anyMatch(n -> mentions(n, text));
    }

    private static boolean mentions(Nested nested, String text) {
        return nested instanceof Nested.Target target
                ? target.row().mentions(text)
                : nested instanceof Nested.Members members
                        && members.rows().stream().anyMatch(row -> row.mentions(text));
    }
}

package io.d365hub.simulator.model;

import java.util.UUID;

/** Computes {@code fullname} from first and last name, and a user's {@code ownerid}, which is its own id. */
final class FullName implements RowRule {

    @Override
    public void apply(TableDefinition table, Object[] values) {
        String first = (String) values[table.column("firstname").ordinal()];
        String last = (String) values[table.column("lastname").ordinal()];
        String full = ((first == null ? "" : first) + " " + (last == null ? "" : last)).strip();
        values[table.column("fullname").ordinal()] = full.isEmpty() ? null : full;
        ColumnDefinition owner = table.column("ownerid");
        if (owner != null && owner.type() == ColumnType.UNIQUE_IDENTIFIER) {
            UUID id = (UUID) values[0];
            values[owner.ordinal()] = id;
        }
    }
}

package io.d365hub.simulator.odata;

import io.d365hub.simulator.model.ColumnDefinition;
import io.d365hub.simulator.model.ColumnType;
import io.d365hub.simulator.model.TableDefinition;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What of a row is answered.
 *
 * @param table the rows' table
 * @param columns in the order of the answer
 * @param expansions what is nested in the answer of each row
 * @param context the text in parentheses of the context URL, or null when everything is answered
 */
public record Selection(
        TableDefinition table, List<ColumnDefinition> columns, List<Expansion> expansions, String context) {

    /** Everything. */
    public static Selection all(TableDefinition table) {
        return new Selection(table, table.readableColumns(), List.of(), null);
    }

    /** What {@code $select} and {@code $expand} ask for; null for an option that is not given. */
    public static Selection parse(TableDefinition table, String select, List<Expansion> expansions) {
        List<String> context = new ArrayList<>();
        List<ColumnDefinition> columns = table.readableColumns();
        if (select != null && !select.isBlank() && !select.strip().equals("*")) {
            columns = columns(table, select, context);
        }
        for (Expansion expansion : expansions) {
            context.add(expansion.context());
        }
        return new Selection(table, columns, expansions, context.isEmpty() ? null : String.join(",", context));
    }

    /** Whoever asks for a part of an address gets the whole of it, too. */
    private static Optional<ColumnDefinition> composite(TableDefinition table, ColumnDefinition column) {
        int end = column.logicalName().indexOf('_');
        return end < 0 || !column.logicalName().startsWith("address")
                ? Optional.empty()
                : Optional.ofNullable(table.column(column.logicalName().substring(0, end) + "_composite"));
    }

    private static List<ColumnDefinition> columns(TableDefinition table, String select, List<String> context) {
        Set<ColumnDefinition> columns = new LinkedHashSet<>();
        boolean money = false;
        for (String name : select.split(",", -1)) {
            String property = name.strip();
            ColumnDefinition column = table.property(property);
            if (column == null || !column.readable()) {
                TableDefinition.Navigation navigation = table.navigation(property);
                if (navigation == null) {
                    throw ApiError.noProperty(property, table.typeName());
                }
                column = navigation.column();
            }
            columns.add(column);
            context.add(column.propertyName());
            money |= column.type() == ColumnType.MONEY;
            composite(table, column).ifPresent(columns::add);
        }
        ColumnDefinition currency = table.column("transactioncurrencyid");
        if (money && currency != null) {
            columns.add(currency);
        }
        columns.add(table.primaryId());
        return new ArrayList<>(columns);
    }
}

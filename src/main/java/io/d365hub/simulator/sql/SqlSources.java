package io.d365hub.simulator.sql;

import io.d365hub.simulator.model.ColumnDefinition;
import io.d365hub.simulator.model.DataModel;
import io.d365hub.simulator.model.TableDefinition;
import io.d365hub.simulator.odata.ApiError;
import java.util.ArrayList;
import java.util.List;

/** The tables of the FROM clause with their aliases; finds columns in them. */
final class SqlSources {

    private final DataModel model;
    private final List<TableDefinition> tables = new ArrayList<>();
    private final List<String> aliases = new ArrayList<>();

    SqlSources(DataModel model) {
        this.model = model;
    }

    List<TableDefinition> tables() {
        return tables;
    }

    TableDefinition add(String table, String alias) {
        TableDefinition found = model.byLogicalName(table)
                .orElseThrow(() -> SqlTokens.refused("Invalid object name '" + table + "' in the SQL statement."));
        if (aliases.contains(alias)) {
            throw SqlTokens.refused("The name '" + alias + "' stands for two tables in the SQL statement.");
        }
        tables.add(found);
        aliases.add(alias);
        return found;
    }

    /** The column with this name; {@code alias} is null when the statement does not say which table has it. */
    SqlColumn column(String alias, String name) {
        SqlColumn found = null;
        for (int i = 0; i < tables.size(); i++) {
            ColumnDefinition column = alias == null || alias.equals(aliases.get(i)) ? find(tables.get(i), name) : null;
            if (column != null) {
                if (found != null) {
                    throw SqlTokens.refused("Ambiguous column name '" + name + "' in the SQL statement.");
                }
                found = new SqlColumn(i, tables.get(i), column);
            }
        }
        if (found == null) {
            throw unknown(alias, name);
        }
        return found;
    }

    private static ColumnDefinition find(TableDefinition table, String name) {
        ColumnDefinition column = table.column(name);
        ColumnDefinition found = column == null ? table.property(name) : column;
        return found != null && found.readable() ? found : null;
    }

    private static ApiError unknown(String alias, String name) {
        return SqlTokens.refused(
                "Invalid column name '" + (alias == null ? "" : alias + ".") + name + "' in the SQL statement.");
    }
}

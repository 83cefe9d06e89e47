package io.d365hub.virtual.sql;

import io.d365hub.virtual.ColumnType;
import io.d365hub.virtual.Mistakes;
import io.d365hub.virtual.SourceType;
import io.d365hub.virtual.TableOperation;
import io.d365hub.virtual.TableSource;
import io.d365hub.virtual.VirtualTable;
import java.util.Set;
import javax.sql.DataSource;

/** {@code source: { sql: { datasource: erp, table: stock_level } }}: a table or view of a SQL database. */
public final class SqlSourceType implements SourceType {

    private final NamedDataSources databases;

    public SqlSourceType(NamedDataSources databases) {
        this.databases = databases;
    }

    @Override
    public String name() {
        return "sql";
    }

    @Override
    public void check(VirtualTable table, Mistakes mistakes) {
        SqlOptions options = SqlOptions.read(table, mistakes);
        if (!options.dataSource().isEmpty() && !databases.names().contains(options.dataSource())) {
            mistakes.add(
                    table.source()
                            .options()
                            .get("datasource")
                            .orElse(table.source().options()),
                    "There is no data source '" + options.dataSource() + "'.",
                    databases.names().isEmpty()
                            ? "None is set."
                            : "Set are "
                                    + String.join(
                                            ", ",
                                            databases.names().stream().sorted().toList()) + ".",
                    "Set hub.datasource." + options.dataSource() + ".url, or correct the name.");
        }
        boolean counted = table.version()
                .map(column ->
                        Set.of(ColumnType.INT32, ColumnType.INT64).contains(column.sourceType()) || column.readOnly())
                .orElse(true);
        if (!counted && table.allows(TableOperation.UPDATE)) {
            mistakes.add(
                    table.source().options(),
                    "Version column '" + table.version().orElseThrow().name() + "' does not count.",
                    "The hub counts an int32 or int64 up with each update; any other the database has to change itself.",
                    "Declare it with readOnly: true when the database changes it, or use a number.");
        }
    }

    @Override
    public TableSource open(VirtualTable table) {
        SqlOptions options = SqlOptions.read(table, (at, what, why, mend) -> {});
        DataSource database = databases
                .find(options.dataSource())
                .orElseThrow(() -> new IllegalArgumentException(
                        "Virtual table %s names the data source '%s', which is not set. Set hub.datasource.%s.url."
                                .formatted(table.path(), options.dataSource(), options.dataSource())));
        return new SqlSource(table, options, database);
    }
}

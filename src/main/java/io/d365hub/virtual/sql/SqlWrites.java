package io.d365hub.virtual.sql;

import io.d365hub.virtual.ColumnType;
import io.d365hub.virtual.SourceCall;
import io.d365hub.virtual.SourceException;
import io.d365hub.virtual.TableRow;
import io.d365hub.virtual.TableSource.WriteOutcome;
import io.d365hub.virtual.VirtualColumn;
import io.d365hub.virtual.VirtualTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Creates, changes and deletes rows of a SQL table, each in a transaction of its own. Thread-safe. */
final class SqlWrites {

    private final VirtualTable table;

    SqlWrites(VirtualTable table) {
        this.table = table;
    }

    TableRow create(Connection connection, SqlTable sqlTable, Map<VirtualColumn, Object> given, SourceCall call)
            throws SQLException, SourceException {
        Map<VirtualColumn, Object> values = new HashMap<>(given);
        VirtualColumn key = table.key();
        if (values.get(key) == null) {
            values.remove(key);
            if (key.sourceType() == ColumnType.GUID) {
                values.put(key, UUID.randomUUID());
            } else if (key.sourceType() == ColumnType.STRING) {
                throw SourceException.badRequest(
                        "A row of %s needs its key: it is a text, which nobody can make up.".formatted(table.path()),
                        key.name());
            }
        }
        bumped().ifPresent(version -> values.put(version, first(version)));
        SqlStatement sql = insert(sqlTable, values);
        boolean generated = !values.containsKey(key);
        try (PreparedStatement statement = generated
                ? connection.prepareStatement(
                        sql.text(), new String[] {bare(sqlTable.column(key).name())})
                : connection.prepareStatement(sql.text())) {
            sql.setAll(statement);
            executed(statement, call);
            TableRow.Builder row = TableRow.of(table);
            for (Map.Entry<VirtualColumn, Object> value : values.entrySet()) {
                row.set(value.getKey(), value.getValue());
            }
            if (generated) {
                try (ResultSet keys = statement.getGeneratedKeys()) {
                    row.set(key, keys.next() ? keys.getObject(1) : null);
                }
            }
            return row.build();
        }
    }

    private SqlStatement insert(SqlTable sqlTable, Map<VirtualColumn, Object> values) throws SourceException {
        SqlStatement sql =
                new SqlStatement().add("insert into ").add(sqlTable.name()).add(" (");
        List<VirtualColumn> columns = new ArrayList<>(values.keySet());
        columns.sort(java.util.Comparator.comparingInt(VirtualColumn::ordinal));
        String comma = "";
        for (VirtualColumn column : columns) {
            sql.add(comma).add(sqlTable.column(column).name());
            comma = ", ";
        }
        sql.add(") values (");
        comma = "";
        for (VirtualColumn column : columns) {
            sql.add(comma).bind(sqlTable.bound(column, values.get(column)));
            comma = ", ";
        }
        return sql.add(")");
    }

    WriteOutcome update(
            Connection connection,
            SqlTable sqlTable,
            Object key,
            Map<VirtualColumn, Object> values,
            Optional<Object> version,
            SourceCall call)
            throws SQLException, SourceException {
        SqlStatement sql =
                new SqlStatement().add("update ").add(sqlTable.name()).add(" set ");
        String comma = "";
        for (Map.Entry<VirtualColumn, Object> value : values.entrySet()) {
            sql.add(comma).add(sqlTable.column(value.getKey()).name()).add(" = ");
            sql.bind(sqlTable.bound(value.getKey(), value.getValue()));
            comma = ", ";
        }
        Optional<VirtualColumn> bumped = bumped();
        if (bumped.isPresent()) {
            String name = sqlTable.column(bumped.get()).name();
            sql.add(comma).add(name).add(" = ").add(name).add(" + 1");
        } else if (values.isEmpty()) {
            String name = sqlTable.column(table.key()).name();
            sql.add(name).add(" = ").add(name);
        }
        return changed(connection, sqlTable, key, version, sql, call);
    }

    WriteOutcome delete(Connection connection, SqlTable sqlTable, Object key, Optional<Object> version, SourceCall call)
            throws SQLException, SourceException {
        SqlStatement sql = new SqlStatement().add("delete from ").add(sqlTable.name());
        return changed(connection, sqlTable, key, version, sql, call);
    }

    /** One row or none: more is a key that is none, and undone. */
    private WriteOutcome changed(
            Connection connection,
            SqlTable sqlTable,
            Object key,
            Optional<Object> version,
            SqlStatement sql,
            SourceCall call)
            throws SQLException, SourceException {
        where(sqlTable, key, sql);
        if (version.isPresent()) {
            VirtualColumn column = table.version().orElseThrow();
            sql.add(" and ").add(sqlTable.column(column).name()).add(" = ");
            sql.bind(sqlTable.bound(column, version.get()));
        }
        connection.setAutoCommit(false);
        try (PreparedStatement statement = connection.prepareStatement(sql.text())) {
            sql.setAll(statement);
            int rows = executed(statement, call);
            if (rows > 1) {
                throw SourceException.wrongData(
                        "The source of %s has two rows with the same value of the key column '%s'."
                                .formatted(table.path(), table.key().name()));
            }
            WriteOutcome outcome = rows == 1
                    ? WriteOutcome.DONE
                    : version.isPresent() && exists(connection, sqlTable, key)
                            ? WriteOutcome.OTHER_VERSION
                            : WriteOutcome.NOT_FOUND;
            connection.commit();
            return outcome;
        } catch (SQLException | SourceException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private static int executed(PreparedStatement statement, SourceCall call) throws SQLException {
        try (StatementAbort unused = StatementAbort.of(statement, call)) {
            return statement.executeUpdate();
        }
    }

    private boolean exists(Connection connection, SqlTable sqlTable, Object key) throws SQLException {
        SqlStatement sql = new SqlStatement().add("select 1 from ").add(sqlTable.name());
        where(sqlTable, key, sql);
        try (PreparedStatement statement = connection.prepareStatement(sql.text())) {
            sql.setAll(statement);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }

    private void where(SqlTable sqlTable, Object key, SqlStatement sql) {
        sql.add(" where ").add(sqlTable.column(table.key()).name()).add(" = ").bind(key);
    }

    /** The version column that the hub counts up; empty when the source does that itself. */
    private Optional<VirtualColumn> bumped() {
        return table.version().filter(column -> !column.readOnly());
    }

    private static Object first(VirtualColumn version) {
        return version.sourceType() == ColumnType.INT64 ? (Object) 1L : (Object) 1;
    }

    /** As {@code getGeneratedKeys} wants it: without quotes. */
    private static String bare(String quoted) {
        return quoted.substring(1, quoted.length() - 1);
    }
}

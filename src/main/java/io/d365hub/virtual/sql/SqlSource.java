package io.d365hub.virtual.sql;

import io.d365hub.virtual.SourceCall;
import io.d365hub.virtual.SourceException;
import io.d365hub.virtual.TablePage;
import io.d365hub.virtual.TableRow;
import io.d365hub.virtual.TableSource;
import io.d365hub.virtual.VirtualColumn;
import io.d365hub.virtual.VirtualTable;
import io.d365hub.virtual.query.Filter;
import io.d365hub.virtual.query.Operand;
import io.d365hub.virtual.query.TableQuery;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;

/** One table of a SQL database. Thread-safe. Uses a connection of the pool for each question; the pool is not closed. */
final class SqlSource implements TableSource {

    private static final String KEYSET = "k";
    private static final String OFFSET = "o";

    private final VirtualTable table;
    private final SqlOptions options;
    private final DataSource database;
    private final SqlWrites writes;
    /** As the database described it last; null before the first question and after it turned out to be otherwise. */
    private volatile SqlTable described;

    SqlSource(VirtualTable table, SqlOptions options, DataSource database) {
        this.table = table;
        this.options = options;
        this.database = database;
        this.writes = new SqlWrites(table);
    }

    /** Work with a connection and the table as it is. */
    @FunctionalInterface
    private interface Work<T> {
        T run(Connection connection, SqlTable sqlTable) throws SQLException, SourceException;
    }

    @Override
    public void check(TableQuery query) throws SourceException {
        refuseUnsupported(query.filter());
    }

    private static void refuseUnsupported(Filter filter) throws SourceException {
        if (filter instanceof Filter.And and) {
            for (Filter term : and.terms()) {
                refuseUnsupported(term);
            }
        } else if (filter instanceof Filter.Or or) {
            for (Filter term : or.terms()) {
                refuseUnsupported(term);
            }
        } else if (filter instanceof Filter.Not not) {
            refuseUnsupported(not.term());
        } else if (filter instanceof Filter.TextMatch match && !(match.part() instanceof Operand.Literal)) {
            throw SourceException.unsupported(
                    "contains, startswith and endswith take a value as their second argument.", "$filter");
        }
    }

    @Override
    public TablePage read(TableQuery query, SourceCall call) throws SourceException {
        return with(call, (connection, sqlTable) -> {
            OptionalLong count = query.count()
                    ? OptionalLong.of(count(connection, sqlTable, query.filter(), call))
                    : OptionalLong.empty();
            return query.limit() == 0
                    ? new TablePage(List.of(), count, Optional.empty())
                    : page(connection, sqlTable, query, count, call);
        });
    }

    private TablePage page(
            Connection connection, SqlTable sqlTable, TableQuery query, OptionalLong count, SourceCall call)
            throws SQLException, SourceException {
        Keyset keyset = new Keyset(sqlTable, query.order());
        Set<VirtualColumn> wanted = new TreeSet<>(java.util.Comparator.comparingInt(VirtualColumn::ordinal));
        wanted.addAll(query.columns());
        query.order().forEach(term -> wanted.add(term.column()));
        List<VirtualColumn> columns = List.copyOf(wanted);
        Optional<String> after = query.continuation().filter(text -> text.startsWith(KEYSET));
        long offset = query.continuation()
                .filter(text -> text.startsWith(OFFSET))
                .map(text -> Long.parseLong(text.substring(1)))
                .orElse(query.skip());

        SqlStatement sql = select(sqlTable, columns);
        sql.add(" where ");
        new SqlFilter(sqlTable, sql).write(query.filter());
        if (after.isPresent()) {
            sql.add(" and ");
            keyset.write(after.get().substring(1), sql);
        }
        sql.add(" order by ");
        keyset.writeOrder(sql);
        // One more than asked for tells whether there is a next page.
        int most = query.limit() + 1;
        sql.add(sqlTable.dialect().page());
        sql.parameter(sqlTable.dialect().limitFirst() ? (Object) most : offset);
        sql.parameter(sqlTable.dialect().limitFirst() ? offset : (Object) most);

        List<TableRow> rows = rows(connection, sqlTable, columns, sql, call);
        if (rows.size() < most) {
            return new TablePage(rows, count, Optional.empty());
        }
        List<TableRow> page = rows.subList(0, query.limit());
        String next = keyset.behind(page.get(page.size() - 1))
                .map(position -> KEYSET + position)
                .orElse(OFFSET + (offset + query.limit()));
        return new TablePage(page, count, Optional.of(next));
    }

    @Override
    public Optional<TableRow> find(Object key, Set<VirtualColumn> wanted, SourceCall call) throws SourceException {
        return with(call, (connection, sqlTable) -> {
            List<VirtualColumn> columns = wanted.stream()
                    .sorted(java.util.Comparator.comparingInt(VirtualColumn::ordinal))
                    .toList();
            SqlStatement sql = select(sqlTable, columns)
                    .add(" where ")
                    .add(sqlTable.column(table.key()).name())
                    .add(" = ")
                    .bind(key);
            List<TableRow> rows = rows(connection, sqlTable, columns, sql, call).stream()
                    .filter(row -> row.key().equals(key))
                    .toList();
            if (rows.size() > 1) {
                throw SourceException.wrongData(
                        "The source of %s gave two rows with the same value of the key column '%s'."
                                .formatted(table.path(), table.key().name()));
            }
            return rows.stream().findFirst();
        });
    }

    @Override
    public long count(Filter filter, SourceCall call) throws SourceException {
        return with(call, (connection, sqlTable) -> count(connection, sqlTable, filter, call));
    }

    private static long count(Connection connection, SqlTable sqlTable, Filter filter, SourceCall call)
            throws SQLException, SourceException {
        SqlStatement sql = new SqlStatement()
                .add("select count(*) from ")
                .add(sqlTable.name())
                .add(" where ");
        new SqlFilter(sqlTable, sql).write(filter);
        try (PreparedStatement statement = connection.prepareStatement(sql.text())) {
            sql.setAll(statement);
            try (StatementAbort unused = StatementAbort.of(statement, call);
                    ResultSet result = statement.executeQuery()) {
                result.next();
                return result.getLong(1);
            }
        }
    }

    @Override
    public TableRow create(Map<VirtualColumn, Object> values, SourceCall call) throws SourceException {
        return with(call, (connection, sqlTable) -> writes.create(connection, sqlTable, values, call));
    }

    @Override
    public WriteOutcome update(Object key, Map<VirtualColumn, Object> values, Optional<Object> version, SourceCall call)
            throws SourceException {
        return with(call, (connection, sqlTable) -> writes.update(connection, sqlTable, key, values, version, call));
    }

    @Override
    public WriteOutcome delete(Object key, Optional<Object> version, SourceCall call) throws SourceException {
        return with(call, (connection, sqlTable) -> writes.delete(connection, sqlTable, key, version, call));
    }

    private static SqlStatement select(SqlTable sqlTable, List<VirtualColumn> columns) {
        SqlStatement sql = new SqlStatement().add("select ");
        String comma = "";
        for (VirtualColumn column : columns) {
            sql.add(comma).add(sqlTable.column(column).name());
            comma = ", ";
        }
        return sql.add(" from ").add(sqlTable.name());
    }

    private List<TableRow> rows(
            Connection connection, SqlTable sqlTable, List<VirtualColumn> columns, SqlStatement sql, SourceCall call)
            throws SQLException, SourceException {
        try (PreparedStatement statement = connection.prepareStatement(sql.text())) {
            sql.setAll(statement);
            try (StatementAbort unused = StatementAbort.of(statement, call);
                    ResultSet result = statement.executeQuery()) {
                List<TableRow> rows = new ArrayList<>();
                while (result.next()) {
                    TableRow.Builder row = TableRow.of(table);
                    for (int i = 0; i < columns.size(); i++) {
                        row.set(columns.get(i), sqlTable.read(columns.get(i), result, i + 1));
                    }
                    rows.add(row.build());
                }
                return rows;
            }
        }
    }

    private <T> T with(SourceCall call, Work<T> work) throws SourceException {
        try (Connection connection = database.getConnection()) {
            SqlTable sqlTable = described;
            if (sqlTable == null) {
                sqlTable = new SqlTableReader(table, options).read(connection);
                described = sqlTable;
            }
            return work.run(connection, sqlTable);
        } catch (SQLException e) {
            if (SqlFailures.isOtherSchema(e)) {
                described = null;
            }
            throw SqlFailures.of(table, e, call);
        } catch (SourceException e) {
            if (e.kind() == SourceException.Kind.WRONG_DATA) {
                // A column may have another type than it had.
                described = null;
            }
            throw e;
        }
    }

    @Override
    public List<String> capabilities() {
        return List.of(
                "Everything is evaluated by the database: all of $filter, $orderby, pages by key, counts.",
                "contains, startswith and endswith take a value as their second argument.",
                "Texts are compared by the database's lower(); their order is the database's collation.");
    }
}

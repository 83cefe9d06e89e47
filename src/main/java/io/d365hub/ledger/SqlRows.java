package io.d365hub.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** Plain JDBC for many rows at once. */
final class SqlRows {

    private static final int ROWS_PER_BATCH = 1000;

    private SqlRows() {}

    static UUID uuid(ResultSet row, int column) throws SQLException {
        return row.getObject(column, UUID.class);
    }

    /** Fills in the parameters for one row. */
    interface BatchBinder<T> {
        void bind(PreparedStatement statement, T row) throws SQLException;
    }

    static <T> void batch(Connection connection, String sql, Collection<T> rows, BatchBinder<T> binder)
            throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int waiting = 0;
            for (T row : rows) {
                binder.bind(statement, row);
                statement.addBatch();
                if (++waiting == ROWS_PER_BATCH) {
                    statement.executeBatch();
                    waiting = 0;
                }
            }
            if (waiting > 0) {
                statement.executeBatch();
            }
        }
    }

    /** Binds one column of all rows; type as PostgreSQL calls it. */
    static <T> void array(
            PreparedStatement statement, int parameter, String type, List<T> rows, Function<T, Object> column)
            throws SQLException {
        statement.setArray(
                parameter,
                statement
                        .getConnection()
                        .createArrayOf(type, rows.stream().map(column).toArray()));
    }
}

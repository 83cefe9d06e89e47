package io.d365hub.batch.source.sql;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.d365hub.batch.source.sql.SqlColumns.Column;
import io.d365hub.failure.Failure;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.result.ResultIterator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One page of rows while it is read; its connection goes back when it is closed. */
final class SqlPage implements AutoCloseable {

    /**
     * One row.
     *
     * @param columns its values; without those that could not be read
     * @param order what it is ordered by
     * @param failure why it cannot be handed out
     */
    record Row(ObjectNode columns, List<Object> order, Optional<Failure> failure) {}

    private static final Logger LOG = LoggerFactory.getLogger(SqlPage.class);

    private final Handle handle;
    private final ResultIterator<Row> rows;

    private SqlPage(Handle handle, ResultIterator<Row> rows) {
        this.handle = handle;
        this.rows = rows;
    }

    static SqlPage open(Statements statements, SqlColumns columns, SqlText text, SqlRange range, SqlFailures failures)
            throws SQLException {
        SqlSettings settings = statements.settings();
        Handle handle = statements.open();
        try {
            return new SqlPage(
                    handle,
                    statements
                            .query(handle, text.page(range, settings.pageSize()), text.values(range))
                            .map((row, context) -> row(row, columns, text.order(), settings, failures))
                            .iterator());
        } catch (RuntimeException | Error e) {
            handle.close();
            throw e;
        }
    }

    private static Row row(
            ResultSet row, SqlColumns columns, List<Column> order, SqlSettings settings, SqlFailures failures)
            throws SQLException {
        ObjectNode values = JsonNodeFactory.instance.objectNode();
        Optional<Failure> failure = Optional.empty();
        for (Column column : columns.all()) {
            try {
                values.set(column.name(), SqlColumns.value(row, column, settings.zone(), settings.valueLimit()));
            } catch (ValueRefusedException e) {
                failure = Optional.of(failures.row(column.name(), e.getMessage()));
            }
        }
        List<Object> at = new ArrayList<>(order.size());
        for (Column column : order) {
            at.add(OrderValue.read(row, column));
        }
        return new Row(values, at, failure);
    }

    /** Null after the last. */
    Row next() {
        return rows.hasNext() ? rows.next() : null;
    }

    /** Never fails: of a connection that is lost there is nothing left to give back. */
    @Override
    public void close() {
        try (handle) {
            rows.close();
        } catch (JdbiException e) {
            LOG.debug("A page was not closed", e);
        }
    }
}

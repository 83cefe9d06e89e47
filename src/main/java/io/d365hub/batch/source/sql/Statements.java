package io.d365hub.batch.source.sql;

import java.sql.SQLException;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Handles;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.TemplateEngine;

/** Runs statements with named values on a data source, each within the time limit. */
final class Statements {

    /** Fetched at once: a page of wide rows would fill the memory of a driver that fetches all of it. */
    private static final int MOST_FETCHED = 1_000;

    private final Jdbi jdbi;
    private final SqlSettings settings;

    Statements(Jdbi jdbi, SqlSettings settings) {
        this.jdbi = jdbi;
        // Nothing is written: the pool gives each transaction up when its connection comes back.
        jdbi.getConfig(Handles.class).setForceEndTransactions(false);
        this.settings = settings;
    }

    SqlSettings settings() {
        return settings;
    }

    /** A connection in a transaction, without which PostgreSQL's driver fetches everything at once. */
    Handle open() throws SQLException {
        Handle handle = jdbi.open();
        handle.setReadOnly(true);
        handle.begin();
        // Names in angle brackets are comparisons in SQL.
        handle.getConfig(SqlStatements.class).setTemplateEngine(TemplateEngine.NOP);
        return handle;
    }

    Query query(Handle handle, String sql, Map<String, Object> values) {
        Query query = handle.createQuery(sql)
                .setFetchSize(Math.min(settings.pageSize(), MOST_FETCHED))
                .setQueryTimeout((int) Math.min(
                        Integer.MAX_VALUE, Math.max(1, settings.timeout().toSeconds())));
        settings.parameters().forEach(query::bind);
        values.forEach((name, value) -> query.bind(name, asItIs(value)));
        return query;
    }

    /** Drivers know their types best; Jdbi would send times through the machine's time zone. */
    private static Argument asItIs(Object value) {
        return (position, statement, context) -> statement.setObject(position, value);
    }

    long number(String sql, Map<String, Object> values) {
        try (Handle handle = open()) {
            return query(handle, sql, values).mapTo(Long.class).one();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}

package io.d365hub.batch.source.sql;

import io.d365hub.batch.BatchSource;
import io.d365hub.batch.RowReader;
import io.d365hub.batch.RunRequest;
import io.d365hub.batch.SourceException;
import io.d365hub.batch.StartPoint;
import io.d365hub.batch.source.sql.SqlColumns.Column;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Rows of one query. */
final class SqlSource implements BatchSource {

    private static final Logger LOG = LoggerFactory.getLogger(SqlSource.class);

    private final SqlSettings settings;
    private final Supplier<DataSource> dataSource;
    private final SqlFailures failures;

    SqlSource(SqlSettings settings, Supplier<DataSource> dataSource) {
        this.settings = settings;
        this.dataSource = dataSource;
        this.failures = new SqlFailures(settings);
    }

    @Override
    public boolean isIncremental() {
        return settings.watermark().isPresent();
    }

    @Override
    public RowReader open(StartPoint from, RunRequest request) throws SourceException {
        if (request.isRange() && settings.watermark().isEmpty()) {
            throw failures.misconfigured(
                    "A range was asked for, and the batch has no watermark column.",
                    "Start the run without a range, or set 'watermark' in the route.");
        }
        Statements statements = new Statements(Jdbi.create(dataSource.get()), settings);
        try {
            SqlColumns columns;
            SqlText text;
            try (Handle handle = statements.open()) {
                columns = statements
                        .query(handle, SqlText.describing(settings.query()), java.util.Map.of())
                        .scanResultSet((rows, context) -> {
                            try (ResultSet none = rows.get()) {
                                return SqlColumns.of(none.getMetaData());
                            }
                        });
                text = text(handle.getConnection(), columns);
            }
            Optional<SqlPosition> position = position(from, text);
            SqlRange range = range(from, position, request, text);
            if (position.isEmpty()) {
                warnOfRowsWithoutPlace(statements, text);
            }
            return new SqlRowReader(statements, columns, text, range, position, failures);
        } catch (SourceException e) {
            throw e;
        } catch (Exception e) {
            throw failures.of(e, from.kind() == StartPoint.Kind.WITHIN_RUN);
        }
    }

    private SqlText text(Connection connection, SqlColumns columns) throws Exception {
        List<Column> order = new ArrayList<>();
        for (String name : settings.order()) {
            Column column = columns.named(name)
                    .orElseThrow(() -> failures.misconfigured(
                            "Column '" + name + "' is not in the query; it has " + columns.names() + ".",
                            "Correct the options 'key' and 'watermark', or select the column."));
            if (!OrderValue.serves(column.kind())) {
                throw failures.misconfigured(
                        "Rows cannot be ordered by column " + column.name() + " of type " + column.kind() + ".",
                        "Name a column of texts, numbers, dates or times.");
            }
            order.add(column);
        }
        DatabaseMetaData database = connection.getMetaData();
        return new SqlText(
                settings.query(),
                order,
                settings.watermark().isPresent(),
                database.getDatabaseProductName(),
                database.getIdentifierQuoteString());
    }

    private Optional<SqlPosition> position(StartPoint from, SqlText text) throws SourceException {
        if (from.position().isEmpty() || text.order().isEmpty()) {
            return Optional.empty();
        }
        try {
            Optional<SqlPosition> position = SqlPosition.of(from.position().get(), text.order());
            if (position.isEmpty()) {
                LOG.warn(
                        "Batch '{}' is ordered by other columns than when its position was saved; it is read whole",
                        settings.batch());
            }
            return position;
        } catch (IllegalArgumentException e) {
            throw failures.misconfigured(
                    "The saved position does not fit the query any more: " + e.getMessage() + ".",
                    "Start a full reload.");
        }
    }

    private SqlRange range(StartPoint from, Optional<SqlPosition> position, RunRequest request, SqlText text)
            throws SourceException {
        if (text.order().isEmpty()) {
            return SqlRange.ALL;
        }
        try {
            Column first = text.order().get(0);
            Optional<Object> most = request.to().map(value -> OrderValue.parse(first, value));
            if (position.isPresent()) {
                return from.kind() == StartPoint.Kind.WITHIN_RUN
                        ? new SqlRange(position, true, Optional.empty(), most)
                        : afterRun(position.get(), first);
            }
            return new SqlRange(
                    Optional.empty(), true, request.from().map(value -> OrderValue.parse(first, value)), most);
        } catch (IllegalArgumentException e) {
            throw failures.misconfigured(
                    "The range or the overlap cannot be used: " + e.getMessage() + ".",
                    "Correct it, or start a full reload.");
        }
    }

    /** Where nothing can come late the position itself is enough; otherwise a little of what was read is read again. */
    private SqlRange afterRun(SqlPosition last, Column watermark) {
        Object newest = last.values().get(0);
        Object begin = OrderValue.before(watermark, newest, settings.overlap());
        return begin.equals(newest)
                ? new SqlRange(Optional.of(last), false, Optional.empty(), Optional.empty())
                : new SqlRange(Optional.empty(), true, Optional.of(begin), Optional.empty());
    }

    private void warnOfRowsWithoutPlace(Statements statements, SqlText text) {
        if (text.nullable().isEmpty()) {
            return;
        }
        long without = statements.number(text.countNulls(), java.util.Map.of());
        if (without > 0) {
            LOG.warn(
                    "{} rows of data source '{}' have no value in {} and are not read by batch '{}'",
                    without,
                    settings.dataSource(),
                    text.nullable().stream().map(Column::name).toList(),
                    settings.batch());
        }
    }
}

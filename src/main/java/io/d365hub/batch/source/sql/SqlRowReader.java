package io.d365hub.batch.source.sql;

import io.d365hub.batch.Position;
import io.d365hub.batch.RowReader;
import io.d365hub.batch.SourceException;
import io.d365hub.batch.SourceRow;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads rows page after page, in the order of watermark and key. A page begins at the last row of the one before it, that row
 * included: where several rows have the same key none is left out, and those that were handed out already are recognised.
 * Without an order there is one page with everything.
 */
final class SqlRowReader implements RowReader {

    private final Statements statements;
    private final SqlColumns columns;
    private final SqlText text;
    private final SqlRange start;
    private final SqlFailures failures;
    private final Optional<SqlPosition> before;

    private SqlPage page;
    private SqlRange range;
    private int inPage;
    private boolean ended;
    private OptionalLong total = OptionalLong.empty();
    private SqlPosition last;
    /** The rows at {@link #last}, and those of them that this page has not brought again. */
    private final List<SqlPage.Row> atLast = new ArrayList<>();

    private final List<SqlPage.Row> expected = new ArrayList<>();

    SqlRowReader(
            Statements statements,
            SqlColumns columns,
            SqlText text,
            SqlRange start,
            Optional<SqlPosition> before,
            SqlFailures failures) {
        this.statements = statements;
        this.columns = columns;
        this.text = text;
        this.start = start;
        this.range = start;
        this.failures = failures;
        this.before = before;
    }

    @Override
    public SourceRow next() throws SourceException, InterruptedException {
        try {
            while (!ended) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new InterruptedException();
                }
                if (page == null) {
                    page = SqlPage.open(statements, columns, text, range, failures);
                    inPage = 0;
                }
                SqlPage.Row row = page.next();
                if (row == null) {
                    turn();
                } else {
                    inPage++;
                    if (!expected.remove(row)) {
                        return handOut(row);
                    }
                }
            }
            return null;
        } catch (SourceException | InterruptedException e) {
            throw e;
        } catch (Exception e) {
            throw failures.of(e, last != null);
        }
    }

    private void turn() throws SourceException {
        page.close();
        page = null;
        if (text.order().isEmpty() || inPage < statements.settings().pageSize()) {
            ended = true;
            return;
        }
        if (atLast.size() >= inPage) {
            throw failures.misconfigured(
                    "More than %d rows have the same values in %s: they do not name a row."
                            .formatted(
                                    inPage - 1,
                                    last.columns().stream()
                                            .map(SqlColumns.Column::name)
                                            .toList()),
                    "Name a unique key, or raise 'pageSize' above the number of such rows.");
        }
        range = start.startingAt(last);
        expected.clear();
        expected.addAll(atLast);
    }

    private SourceRow handOut(SqlPage.Row row) {
        SqlPosition at = text.order().isEmpty() ? null : new SqlPosition(text.order(), row.order());
        if (at != null) {
            if (last == null || !last.values().equals(at.values())) {
                atLast.clear();
            }
            atLast.add(row);
            last = at;
        }
        return row.failure().isEmpty()
                ? SourceRow.of(row.columns(), "", at)
                : SourceRow.unreadable(
                        row.columns().toString().getBytes(StandardCharsets.UTF_8),
                        "application/json",
                        "",
                        at,
                        row.failure().get());
    }

    @Override
    public OptionalLong total() {
        if (total.isEmpty() && statements.settings().count()) {
            total = OptionalLong.of(statements.number(text.count(start), text.values(start)));
        }
        return total;
    }

    /** The larger one of where the run began and where it ended: overlapped rows may have gone meanwhile. */
    @Override
    public Optional<Position> end() {
        if (!text.watermark()) {
            return Optional.empty();
        }
        if (last == null) {
            return before.map(position -> position);
        }
        return Optional.of(before.filter(position -> OrderValue.isAfter(
                        position.values().get(0), last.values().get(0)))
                .orElse(last));
    }

    @Override
    public void close() {
        if (page != null) {
            page.close();
            page = null;
        }
    }
}

package io.d365hub.simulator.odata;

import io.d365hub.simulator.model.TableDefinition;
import io.d365hub.simulator.query.QueryContext;
import io.d365hub.simulator.store.Row;
import io.d365hub.simulator.store.RowSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Predicate;

/** A query over rows of one table: filter, order, page. Holds one page of rows at most. */
public final class RowQuery {

    /** Counts are not told beyond this. */
    public static final int GREATEST_COUNT = 5000;

    private final TableDefinition definition;
    private final QueryOptions options;
    private final Predicate<Row> filter;
    private final RowOrder order;
    private final PageCookie cookie;
    private final int limit;
    private final boolean paged;

    /** Reads a query; {@code pageSize} is the one that the client prefers, 0 for none. */
    public RowQuery(QueryContext context, TableDefinition definition, QueryOptions options, int pageSize) {
        RowProperties properties = new RowProperties(context, definition);
        this.definition = definition;
        this.options = options;
        this.filter = FilterParser.parse(options, properties);
        this.order = RowOrder.parse(definition, options, properties);
        this.cookie = options.has("$skiptoken") ? PageCookie.parse(options.get("$skiptoken"), order) : null;
        int top = options.top();
        // With a preferred page size $top is ignored; without, it ends the answer and there is no next page.
        this.paged = pageSize > 0 || top < 0;
        this.limit = pageSize > 0
                ? pageSize
                : Math.min(top < 0 ? Preferences.GREATEST_PAGE : top, Preferences.GREATEST_PAGE);
    }

    /**
     * One page.
     *
     * @param rows in order
     * @param token the {@code $skiptoken} of the next page; null on the last page
     */
    public record Page(List<Row> rows, String token) {}

    public Page page(RowSource source) {
        List<Row> rows = order.isNatural() ? inNaturalOrder(source) : inOrder(source);
        if (rows.size() <= limit) {
            return new Page(rows, null);
        }
        List<Row> kept = rows.subList(0, limit);
        return new Page(kept, paged && limit > 0 ? token(kept) : null);
    }

    private String token(List<Row> kept) {
        return PageCookie.encode(
                definition,
                order,
                cookie == null ? 1 : cookie.page(),
                order.position(kept.get(0)),
                order.position(kept.get(kept.size() - 1)));
    }

    /** What to ask for next, relative to the service root; {@code path} is where the rows were found. */
    public String nextLink(String path, String token) {
        String before = options.withoutSkipToken();
        return path + "?" + before + (before.isEmpty() ? "" : "&") + "$skiptoken=" + token;
    }

    /** The same query over a collection, relative to the service root. */
    String sameLink(String path) {
        String before = options.withoutSkipToken();
        return before.isEmpty() ? path : path + "?" + before;
    }

    /** One row more than the limit, when there is one. */
    private List<Row> inNaturalOrder(RowSource source) {
        List<Row> found = new ArrayList<>();
        Iterable<Row> rows =
                cookie == null ? source.rows() : source.rowsAfter(cookie.last().id());
        for (Row row : rows) {
            if (found.size() > limit) {
                break;
            }
            if (filter.test(row)) {
                found.add(row);
            }
        }
        return found;
    }

    private record Placed(RowOrder.Position position, Row row) {}

    /** Keeps only the best, so that memory does not grow with the table. */
    private List<Row> inOrder(RowSource source) {
        Comparator<RowOrder.Position> positions = order.positions();
        Comparator<Placed> best = (a, b) -> positions.compare(a.position(), b.position());
        PriorityQueue<Placed> kept = new PriorityQueue<>(Collections.reverseOrder(best));
        for (Row row : source.rows()) {
            if (!filter.test(row)) {
                continue;
            }
            Placed placed = new Placed(order.position(row), row);
            if (cookie != null && positions.compare(placed.position(), cookie.last()) <= 0) {
                continue;
            }
            kept.add(placed);
            if (kept.size() > limit + 1) {
                kept.poll();
            }
        }
        return kept.stream().sorted(best).map(Placed::row).toList();
    }

    /** How many rows match, up to one more than {@link #GREATEST_COUNT}. */
    public int count(RowSource source) {
        int count = 0;
        for (Row row : source.rows()) {
            if (filter.test(row) && ++count > GREATEST_COUNT) {
                break;
            }
        }
        return count;
    }
}

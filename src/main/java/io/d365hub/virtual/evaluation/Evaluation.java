package io.d365hub.virtual.evaluation;

import io.d365hub.virtual.SourceException;
import io.d365hub.virtual.TablePage;
import io.d365hub.virtual.TableRow;
import io.d365hub.virtual.VirtualTable;
import io.d365hub.virtual.query.Filter;
import io.d365hub.virtual.query.TableQuery;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Answers one query over rows that its source hands in one after the other: filters while they come, then orders and cuts
 * the page. Keeps at most as many rows as the table's row limit. For one query, one thread.
 */
public final class Evaluation {

    private final VirtualTable table;
    private final FilterTest filter;
    private final List<TableRow> passed = new ArrayList<>();
    private final Set<Object> keys = new HashSet<>();
    private int read;

    /** An evaluation that has seen no row. */
    public Evaluation(VirtualTable table, Filter filter) {
        this.table = table;
        this.filter = FilterTest.of(filter);
    }

    /**
     * Takes one row of the source.
     *
     * @param row with at least the columns of filter, order and answer
     * @throws SourceException when it is one more than the table's row limit, or its key came before
     */
    public void add(TableRow row) throws SourceException {
        if (++read > table.rowLimit()) {
            throw SourceException.rowLimit(table);
        }
        if (!keys.add(row.key())) {
            throw twice(table);
        }
        if (filter.test(row)) {
            passed.add(row);
        }
    }

    /** How many of the rows passed the filter. */
    public long count() {
        return passed.size();
    }

    /**
     * The page that the query asks for, out of all rows that were added.
     *
     * @throws SourceException when its continuation is none of ours
     */
    public TablePage page(TableQuery query) throws SourceException {
        passed.sort(new RowOrder(query.order()));
        long from = query.continuation().isPresent()
                ? Offsets.read(query.continuation().get())
                : query.skip();
        int start = (int) Math.min(from, passed.size());
        int end = (int) Math.min((long) start + query.limit(), passed.size());
        return new TablePage(
                passed.subList(start, end),
                query.count() ? OptionalLong.of(passed.size()) : OptionalLong.empty(),
                end < passed.size() ? Optional.of(Offsets.text(end)) : Optional.empty());
    }

    /** Two rows with one key: whoever asks for one of them by its key would get either. */
    public static SourceException twice(VirtualTable table) {
        return SourceException.wrongData(
                "The source of %s gave two rows with the same value of its key '%s'. Declare a key that is unique."
                        .formatted(table.path(), table.key().name()));
    }
}

package io.d365hub.simulator.fetch;

import io.d365hub.simulator.model.TableDefinition;
import io.d365hub.simulator.odata.ApiError;
import io.d365hub.simulator.query.QueryContext;
import java.util.List;

/** A query in FetchXML, read and ready to run. Used by one thread. */
public final class FetchQuery {

    private final FetchPlan plan;
    private final FetchPaging paging;
    private final FetchCursor cursor;

    /**
     * Reads a query.
     *
     * @param xml its text
     * @param skipToken the decoded option of a next link, or null
     * @param preferred the page size that the client prefers where the query names none, 0 for none
     * @throws ApiError when it is malformed, or names what is not there
     */
    public FetchQuery(String xml, QueryContext context, String skipToken, int preferred) {
        this.plan = new FetchPlanner(context).plan(xml);
        this.paging = FetchPaging.of(plan, skipToken, preferred);
        this.cursor = new FetchCursor(plan, context.database());
    }

    /** The table whose rows are asked for. */
    public TableDefinition table() {
        return plan.root().table();
    }

    /** What each row of the answer has, in order. */
    public List<FetchColumn> columns() {
        return plan.columns();
    }

    /** Whether the answer has rows as they are stored, with an ETag each: not sums and not distinct values. */
    public boolean hasWholeRows() {
        return !plan.aggregate() && !plan.distinct();
    }

    /**
     * The page that was asked for.
     *
     * @param most rows are counted up to this many, when the query wants them counted
     * @throws ApiError {@code 0x8004e023} when there are too many rows to sum up
     */
    public FetchPage page(int most) {
        if (plan.aggregate()) {
            return page(FetchSums.of(plan, cursor));
        }
        int skipped = paging.skipped();
        List<FetchCursor.Placed> found = cursor.rows(paging.after(), skipped + paging.size() + 1);
        List<FetchCursor.Placed> kept = slice(found, skipped);
        boolean more = paging.paged() && found.size() > skipped + paging.size();
        String cookie = more && plan.hasCookie() && !kept.isEmpty()
                ? paging.cookie(plan, kept.get(0), kept.get(kept.size() - 1))
                : null;
        int total = plan.fetch().flag("returntotalrecordcount") ? cursor.count(most) : -1;
        return new FetchPage(
                kept.stream().map(placed -> new FetchRow(placed.joined(), null)).toList(),
                cookie,
                paging.number(),
                more,
                total);
    }

    private FetchPage page(List<FetchRow> groups) {
        int skipped = paging.skipped();
        boolean more = paging.paged() && groups.size() > skipped + paging.size();
        return new FetchPage(slice(groups, skipped), null, paging.number(), more, -1);
    }

    private <T> List<T> slice(List<T> rows, int skipped) {
        return rows.subList(Math.min(skipped, rows.size()), Math.min(skipped + paging.size(), rows.size()));
    }
}

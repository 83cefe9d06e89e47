package io.d365hub.virtual.odata;

import io.d365hub.virtual.VirtualColumn;
import io.d365hub.virtual.VirtualTable;
import io.d365hub.virtual.key.GuidKeys;
import io.d365hub.virtual.query.Filter;
import io.d365hub.virtual.query.TableQuery;
import io.d365hub.virtual.query.TableQuery.Order;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.olingo.server.api.uri.UriInfo;
import org.apache.olingo.server.api.uri.UriResourcePrimitiveProperty;
import org.apache.olingo.server.api.uri.queryoption.OrderByItem;
import org.apache.olingo.server.api.uri.queryoption.SelectItem;
import org.apache.olingo.server.api.uri.queryoption.expression.Member;

/** Turns parsed options into a query. Immutable. */
final class QueryReader {

    private static final int MOST_ORDER_TERMS = 10;

    private final GuidKeys keys;
    private final SkipTokens tokens;

    QueryReader(GuidKeys keys, SkipTokens tokens) {
        this.keys = keys;
        this.tokens = tokens;
    }

    /**
     * A query, and what the server needs to go on behind it.
     *
     * @param query what the source is asked
     * @param left how many rows {@code $top} wants from this page on; -1 for all
     * @param fingerprint of what the answer's rows depend on, for next links
     * @param lookUps GUIDs to be looked up before the query is read again; when there are any, the query is not to be used
     */
    record Read(TableQuery query, long left, String fingerprint, Set<GuidKeys.Name> lookUps) {}

    /**
     * Reads them.
     *
     * @param preferredPage the most rows of a page that the caller prefers; empty for the table's own
     */
    Read read(VirtualTable table, UriInfo uri, Optional<Integer> preferredPage) throws ODataFault {
        Set<GuidKeys.Name> lookUps = new HashSet<>();
        Filter filter = filter(table, uri, lookUps);
        List<Order> order = order(table, uri);
        String fingerprint = table.path() + '\n' + filter + '\n' + order;
        long top = uri.getTopOption() == null ? -1 : uri.getTopOption().getValue();
        long skip = uri.getSkipOption() == null ? 0 : uri.getSkipOption().getValue();
        Optional<String> continuation = Optional.empty();
        long left = top;
        if (uri.getSkipTokenOption() != null && lookUps.isEmpty()) {
            if (top >= 0 || skip > 0) {
                throw ODataFault.badRequest(
                        "$skiptoken is not used together with $top or $skip. Follow @odata.nextLink as it is.",
                        "$skiptoken");
            }
            SkipTokens.Position position = tokens.read(uri.getSkipTokenOption().getValue(), fingerprint);
            left = position.left();
            continuation = Optional.of(position.continuation());
        }
        int page = Math.min(
                table.pageSize(), preferredPage.filter(size -> size > 0).orElse(table.pageSize()));
        int limit = left < 0 ? page : (int) Math.min(left, page);
        boolean count = uri.getCountOption() != null && uri.getCountOption().getValue();
        return new Read(
                new TableQuery(table, columns(table, uri), filter, order, skip, limit, count, continuation),
                left,
                fingerprint,
                lookUps);
    }

    private Filter filter(VirtualTable table, UriInfo uri, Set<GuidKeys.Name> lookUps) throws ODataFault {
        if (uri.getFilterOption() == null) {
            return Filter.ALL;
        }
        return new FilterTranslator(table, new Comparisons(table, keys, lookUps))
                .translate(uri.getFilterOption().getExpression());
    }

    /** With the key at the end, which makes it the same for every page. */
    private static List<Order> order(VirtualTable table, UriInfo uri) throws ODataFault {
        List<Order> order = new ArrayList<>();
        if (uri.getOrderByOption() != null) {
            for (OrderByItem item : uri.getOrderByOption().getOrders()) {
                VirtualColumn column = column(table, item);
                if (order.stream().noneMatch(term -> term.column().equals(column))) {
                    order.add(new Order(column, item.isDescending()));
                }
            }
        }
        if (order.size() > MOST_ORDER_TERMS) {
            throw QueryCost.tooCostly("$orderby", "has more than " + MOST_ORDER_TERMS + " terms");
        }
        if (order.stream().noneMatch(term -> term.column().equals(table.key()))) {
            order.add(new Order(table.key(), false));
        }
        return order;
    }

    private static VirtualColumn column(VirtualTable table, OrderByItem item) throws ODataFault {
        if (item.getExpression() instanceof Member member
                && member.getResourcePath().getUriResourceParts().size() == 1
                && member.getResourcePath().getUriResourceParts().get(0)
                        instanceof UriResourcePrimitiveProperty property) {
            VirtualColumn column =
                    table.column(property.getProperty().getName()).orElseThrow();
            if (column.isMintedGuid() && column.sourceType() == io.d365hub.virtual.ColumnType.STRING) {
                throw ODataFault.unsupported(
                        "Rows of %s cannot be sorted by '%s': its GUIDs are made of texts and have another order."
                                .formatted(table.name(), column.name()),
                        "$orderby");
            }
            return column;
        }
        throw ODataFault.unsupported("$orderby of %s takes names of columns only.".formatted(table.name()), "$orderby");
    }

    /** Those wanted, the key, and the version, of which the ETag is made. */
    static Set<VirtualColumn> columns(VirtualTable table, UriInfo uri) {
        if (uri.getSelectOption() == null) {
            return Set.copyOf(table.columns());
        }
        Set<VirtualColumn> columns = new HashSet<>();
        for (SelectItem item : uri.getSelectOption().getSelectItems()) {
            if (item.isStar()) {
                return Set.copyOf(table.columns());
            }
            if (item.getResourcePath() != null) {
                table.column(item.getResourcePath().getUriResourceParts().get(0).getSegmentValue())
                        .ifPresent(columns::add);
            }
        }
        columns.add(table.key());
        table.version().ifPresent(columns::add);
        return columns.stream().collect(Collectors.toUnmodifiableSet());
    }
}

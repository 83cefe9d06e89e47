package io.d365hub.virtual.source.route;

import io.d365hub.failure.Failure;
import io.d365hub.failure.FailureClassifier;
import io.d365hub.virtual.SourceCall;
import io.d365hub.virtual.SourceException;
import io.d365hub.virtual.TablePage;
import io.d365hub.virtual.TableRow;
import io.d365hub.virtual.TableSource;
import io.d365hub.virtual.VirtualColumn;
import io.d365hub.virtual.VirtualTable;
import io.d365hub.virtual.evaluation.Evaluation;
import io.d365hub.virtual.evaluation.FilterTest;
import io.d365hub.virtual.evaluation.Offsets;
import io.d365hub.virtual.evaluation.UsedColumns;
import io.d365hub.virtual.query.Filter;
import io.d365hub.virtual.query.TableQuery;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** A table that a Camel route answers for. */
final class RouteSource implements TableSource {

    private final VirtualTable table;
    private final TableRoutes routes;
    private final FailureClassifier classifier;
    private final RouteRows rows;

    RouteSource(VirtualTable table, TableRoutes routes, FailureClassifier classifier) {
        this.table = table;
        this.routes = routes;
        this.classifier = classifier;
        this.rows = new RouteRows(table);
    }

    /** Whatever the route does not do is done in the hub; only the row limit can stop it. */
    @Override
    public void check(TableQuery query) {}

    @Override
    public TablePage read(TableQuery query, SourceCall call) throws SourceException {
        Set<VirtualColumn> columns = UsedColumns.of(query);
        long skip = query.continuation().isPresent()
                ? Offsets.read(query.continuation().get())
                : query.skip();
        Map<String, Object> headers = headers("read", query.filter(), columns);
        headers.put(
                VirtualConstants.ORDER_BY,
                query.order().stream()
                        .map(term -> term.column().sourceName() + (term.descending() ? " desc" : " asc"))
                        .collect(Collectors.joining(",")));
        headers.put(VirtualConstants.SKIP, skip);
        headers.put(VirtualConstants.TOP, query.limit() + 1);
        headers.put(VirtualConstants.COUNT, query.count());
        Message answer = ask(headers, null, call);
        return isEvaluated(answer)
                ? evaluatedPage(query, columns, skip, answer)
                : evaluation(query.filter(), columns, answer).page(query);
    }

    private TablePage evaluatedPage(TableQuery query, Set<VirtualColumn> columns, long skip, Message answer)
            throws SourceException {
        FilterTest passes = FilterTest.of(query.filter());
        List<TableRow> page = new ArrayList<>();
        Iterator<?> elements = rows.elements(answer);
        while (elements.hasNext() && page.size() <= query.limit()) {
            TableRow row = rows.row(elements.next(), columns);
            if (!passes.test(row)) {
                throw SourceException.wrongData(
                        "The route of %s says that it evaluated the filter, and gave rows that it leaves out."
                                .formatted(table.path()));
            }
            page.add(row);
        }
        boolean more = page.size() > query.limit();
        return new TablePage(
                more ? page.subList(0, query.limit()) : page,
                query.count() ? OptionalLong.of(total(answer)) : OptionalLong.empty(),
                more && query.limit() > 0 ? Optional.of(Offsets.text(skip + query.limit())) : Optional.empty());
    }

    private Evaluation evaluation(Filter filter, Set<VirtualColumn> columns, Message answer) throws SourceException {
        Evaluation evaluation = new Evaluation(table, filter);
        Iterator<?> elements = rows.elements(answer);
        while (elements.hasNext()) {
            evaluation.add(rows.row(elements.next(), columns));
        }
        return evaluation;
    }

    @Override
    public Optional<TableRow> find(Object key, Set<VirtualColumn> columns, SourceCall call) throws SourceException {
        Map<String, Object> headers = headers("find", Filter.ALL, columns);
        headers.put(VirtualConstants.KEY, key);
        headers.put(VirtualConstants.EQUAL, Map.of(table.key().sourceName(), key));
        Iterator<?> elements = rows.elements(ask(headers, null, call));
        // A route may answer with more than the one: the others are not asked for.
        while (elements.hasNext()) {
            TableRow row = rows.row(elements.next(), columns);
            if (row.key().equals(key)) {
                return Optional.of(row);
            }
        }
        return Optional.empty();
    }

    @Override
    public long count(Filter filter, SourceCall call) throws SourceException {
        Set<VirtualColumn> columns = UsedColumns.of(filter);
        columns.add(table.key());
        Map<String, Object> headers = headers("count", filter, columns);
        headers.put(VirtualConstants.COUNT, true);
        Message answer = ask(headers, null, call);
        return isEvaluated(answer)
                ? total(answer)
                : evaluation(filter, columns, answer).count();
    }

    @Override
    public TableRow create(Map<VirtualColumn, Object> values, SourceCall call) throws SourceException {
        Message answer = ask(headers("create", Filter.ALL, table.columns()), body(values), call);
        Iterator<?> elements = rows.elements(answer);
        if (!elements.hasNext()) {
            throw SourceException.wrongData(
                    "The route of %s created a row and did not say which: its body has to be the new row."
                            .formatted(table.path()));
        }
        return rows.row(elements.next(), table.columns());
    }

    @Override
    public WriteOutcome update(Object key, Map<VirtualColumn, Object> values, Optional<Object> version, SourceCall call)
            throws SourceException {
        return change("update", key, body(values), version, call);
    }

    @Override
    public WriteOutcome delete(Object key, Optional<Object> version, SourceCall call) throws SourceException {
        return change("delete", key, null, version, call);
    }

    private WriteOutcome change(String operation, Object key, Object body, Optional<Object> version, SourceCall call)
            throws SourceException {
        Map<String, Object> headers = headers(operation, Filter.ALL, List.of(table.key()));
        headers.put(VirtualConstants.KEY, key);
        version.ifPresent(value -> headers.put(VirtualConstants.VERSION, value));
        Message answer = ask(headers, body, call);
        String outcome = answer.getHeader(VirtualConstants.OUTCOME, "done", String.class);
        return switch (outcome) {
            case "done" -> WriteOutcome.DONE;
            case "not-found" -> WriteOutcome.NOT_FOUND;
            case "other-version" -> WriteOutcome.OTHER_VERSION;
            default ->
                throw SourceException.wrongData("The route of %s set header %s to something unknown."
                        .formatted(table.path(), VirtualConstants.OUTCOME));
        };
    }

    private Map<String, Object> headers(String operation, Filter filter, Iterable<VirtualColumn> columns) {
        Map<String, Object> headers = new HashMap<>();
        headers.put(VirtualConstants.OPERATION, operation);
        headers.put(VirtualConstants.TABLE, table.path());
        headers.put(VirtualConstants.EQUAL, FilterJson.equal(filter));
        if (!filter.equals(Filter.ALL)) {
            headers.put(VirtualConstants.FILTER, FilterJson.tree(filter).toString());
        }
        List<String> names = new ArrayList<>();
        columns.forEach(column -> names.add(column.sourceName()));
        headers.put(VirtualConstants.SELECT, String.join(",", names));
        return headers;
    }

    private static Map<String, Object> body(Map<VirtualColumn, Object> values) {
        Map<String, Object> body = new LinkedHashMap<>();
        values.forEach((column, value) -> body.put(column.sourceName(), value));
        return body;
    }

    private Message ask(Map<String, Object> headers, Object body, SourceCall call) throws SourceException {
        VirtualRouteConsumer route = routes.of(table.path())
                .orElseThrow(() -> SourceException.unavailable(
                        "No route that begins with virtual:%s runs.".formatted(table.path()), Optional.empty(), null));
        headers.put(VirtualConstants.TIMEOUT, call.remaining().toMillis());
        Exchange exchange = route.ask(headers, body, call);
        if (exchange.getException() != null) {
            throw refusal(exchange.getException());
        }
        return exchange.getMessage();
    }

    private SourceException refusal(Exception thrown) {
        if (thrown instanceof UnsupportedOperationException) {
            return SourceException.unsupported(
                    "The route of %s does not support this.".formatted(table.path()), "$filter");
        }
        Failure failure = classifier.classify(thrown);
        return switch (failure.kind()) {
            case THROTTLED, TRANSIENT ->
                SourceException.unavailable(
                        "What the route of %s asks is not there just now.".formatted(table.path()),
                        failure.retryAfter(),
                        thrown);
            case REFUSED -> SourceException.badRequest("The route of %s refuses it.".formatted(table.path()), "");
            case UNREADABLE, MISCONFIGURED, QUARANTINED ->
                SourceException.failed("The route of %s failed.".formatted(table.path()), thrown);
        };
    }

    private static boolean isEvaluated(Message answer) {
        return Boolean.TRUE.equals(answer.getHeader(VirtualConstants.EVALUATED, Boolean.class));
    }

    private long total(Message answer) throws SourceException {
        Long total = answer.getHeader(VirtualConstants.TOTAL, Long.class);
        if (total == null || total < 0) {
            throw SourceException.wrongData("The route of %s evaluates itself and did not set header %s to the count."
                    .formatted(table.path(), VirtualConstants.TOTAL));
        }
        return total;
    }

    @Override
    public List<String> capabilities() {
        return List.of(
                "given to the route virtual:" + table.path() + " as headers: filter, order, page, count",
                "evaluated in the hub (at most " + table.rowLimit() + " rows) unless the route sets "
                        + VirtualConstants.EVALUATED + ": every filter, order, paging, counts");
    }
}

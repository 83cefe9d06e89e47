package io.d365hub.virtual.source.odata;

import io.d365hub.virtual.ColumnType;
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
import io.d365hub.virtual.evaluation.RowOrder;
import io.d365hub.virtual.evaluation.UsedColumns;
import io.d365hub.virtual.query.Filter;
import io.d365hub.virtual.query.TableQuery;
import io.d365hub.virtual.source.web.JsonColumns;
import io.d365hub.virtual.source.web.WebAnswer;
import io.d365hub.virtual.source.web.WebRequest;
import io.d365hub.virtual.source.web.WebService;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A table of another OData v4 service. Where it can evaluate a question wholly, one page is asked for and its rows are
 * believed only when they pass the filter here too. Otherwise as much of the filter as it can do is passed on, and the rest
 * is done here, within the row limit.
 */
final class ODataSource implements TableSource {

    private final VirtualTable table;
    private final ODataSettings settings;
    private final WebService service;
    private final FilterPush push;
    private final ODataRequests requests;
    private final ODataPages pages;
    private final ODataWrites writes;

    ODataSource(VirtualTable table, ODataSettings settings, WebService service) {
        JsonColumns json = new JsonColumns(table, settings.zone());
        this.table = table;
        this.settings = settings;
        this.service = service;
        this.push = new FilterPush(settings);
        this.requests = new ODataRequests(settings);
        this.pages = new ODataPages(table, service, json);
        this.writes = new ODataWrites(table, service, requests, pages, json);
    }

    /** Whatever the service cannot do is done in the hub; only the row limit can stop it. */
    @Override
    public void check(TableQuery query) {}

    @Override
    public TablePage read(TableQuery query, SourceCall call) throws SourceException {
        PushedFilter filter = push.push(query.filter());
        return filter.exact() && canPage(query) ? page(query, filter, call) : evaluated(query, filter, call);
    }

    private boolean canPage(TableQuery query) {
        boolean further = query.skip() > 0 || query.continuation().isPresent() || query.limit() > 0;
        return settings.can(Ability.ORDERBY)
                && (settings.can(Ability.SKIP) || !further)
                && (settings.can(Ability.COUNT) || !query.count())
                && query.order().stream().allMatch(term -> ODataSettings.isProperty(term.column()));
    }

    private TablePage page(TableQuery query, PushedFilter filter, SourceCall call) throws SourceException {
        Set<VirtualColumn> columns = UsedColumns.of(query);
        long skip = query.continuation().isPresent()
                ? Offsets.read(query.continuation().get())
                : query.skip();
        // One more than the page has, to know whether another one follows.
        int wanted = query.limit() == 0 ? 0 : query.limit() + 1;
        List<TableRow> rows = new ArrayList<>();
        OptionalLong count = pages.read(
                requests.part(filter, columns, query.order(), skip, OptionalLong.of(wanted), query.count()),
                columns,
                row -> {
                    rows.add(row);
                    return rows.size() < wanted;
                },
                call);
        if (query.count() && count.isEmpty()) {
            throw SourceException.wrongData(
                    "The source of %s was asked for the count and gave none. Declare cannot: [count]."
                            .formatted(table.path()));
        }
        believe(query, rows);
        boolean more = rows.size() > query.limit();
        return new TablePage(
                more ? rows.subList(0, query.limit()) : rows,
                query.count() ? count : OptionalLong.empty(),
                more && query.limit() > 0 ? Optional.of(Offsets.text(skip + query.limit())) : Optional.empty());
    }

    /** A service that ignores an option, or compares otherwise than declared, must not make a grid lie. */
    private void believe(TableQuery query, List<TableRow> rows) throws SourceException {
        Predicate<TableRow> passes = FilterTest.of(query.filter());
        if (!rows.stream().allMatch(passes)) {
            throw SourceException.wrongData(
                    "The source of %s gave rows that the filter leaves out: it compares otherwise than its declaration says. Correct 'text' or 'cannot' there."
                            .formatted(table.path()));
        }
        // How a service orders texts is its own affair; from the first text on its order is not judged.
        List<TableQuery.Order> judged = query.order().stream()
                .takeWhile(term -> term.column().sourceType() != ColumnType.STRING
                        && term.column().sourceType() != ColumnType.GUID)
                .toList();
        RowOrder order = new RowOrder(judged);
        for (int i = 1; i < rows.size(); i++) {
            if (order.compare(rows.get(i - 1), rows.get(i)) > 0) {
                throw SourceException.wrongData(
                        "The source of %s gave rows in another order than asked for. Declare cannot: [orderby]."
                                .formatted(table.path()));
            }
        }
    }

    private TablePage evaluated(TableQuery query, PushedFilter filter, SourceCall call) throws SourceException {
        return evaluation(query.filter(), filter, UsedColumns.of(query), call).page(query);
    }

    private Evaluation evaluation(Filter filter, PushedFilter pushed, Set<VirtualColumn> columns, SourceCall call)
            throws SourceException {
        Evaluation evaluation = new Evaluation(table, filter);
        pages.read(
                requests.rows(pushed, columns),
                columns,
                row -> {
                    evaluation.add(row);
                    return true;
                },
                call);
        return evaluation;
    }

    @Override
    public Optional<TableRow> find(Object key, Set<VirtualColumn> columns, SourceCall call) throws SourceException {
        if (!settings.can(Ability.KEY)) {
            return searched(key, columns, call);
        }
        WebAnswer answer = service.send(WebRequest.get(requests.row(key, columns)), call);
        if (answer.status() == 404) {
            return Optional.empty();
        }
        if (!answer.isSuccess()) {
            throw service.refusal(answer);
        }
        return Optional.of(pages.single(service.json(answer)));
    }

    private Optional<TableRow> searched(Object key, Set<VirtualColumn> columns, SourceCall call)
            throws SourceException {
        TableQuery query = TableQuery.ofKey(table, key, columns);
        return evaluated(query, push.push(query.filter()), call).rows().stream().findFirst();
    }

    @Override
    public long count(Filter filter, SourceCall call) throws SourceException {
        PushedFilter pushed = push.push(filter);
        if (!pushed.exact() || !settings.can(Ability.COUNT)) {
            Set<VirtualColumn> columns = UsedColumns.of(filter);
            columns.add(table.key());
            return evaluation(filter, pushed, columns, call).count();
        }
        WebAnswer answer = service.send(WebRequest.get(requests.count(pushed)).with("Accept", "text/plain"), call);
        if (!answer.isSuccess()) {
            throw service.refusal(answer);
        }
        // Some begin with a byte order mark.
        String text = new String(answer.body(), StandardCharsets.UTF_8)
                .replace("\uFEFF", "")
                .strip();
        if (!text.matches("\\d{1,18}")) {
            throw SourceException.wrongData(
                    "The source of %s was asked for /$count and gave no number. Declare cannot: [count]."
                            .formatted(table.path()));
        }
        return Long.parseLong(text);
    }

    @Override
    public TableRow create(Map<VirtualColumn, Object> values, SourceCall call) throws SourceException {
        return writes.create(values, call);
    }

    @Override
    public WriteOutcome update(Object key, Map<VirtualColumn, Object> values, Optional<Object> version, SourceCall call)
            throws SourceException {
        return writes.update(key, values, version, call);
    }

    @Override
    public WriteOutcome delete(Object key, Optional<Object> version, SourceCall call) throws SourceException {
        return writes.delete(key, version, call);
    }

    @Override
    public List<String> capabilities() {
        String rows = " (at most " + table.rowLimit() + " rows)";
        String cannot = settings.cannot().stream().map(Ability::word).sorted().collect(Collectors.joining(", "));
        return List.of(
                "passed on to the other OData service: filters by eq, ne, gt, ge, lt, le, in, contains, startswith, endswith,"
                        + " tolower, and, or, not; order, paging, counts"
                        + (cannot.isEmpty() ? "" : "; but not " + cannot),
                "evaluated in the hub" + rows
                        + ": texts by gt, ge, lt, le; toupper, trim, length; one column against another"
                        + (settings.text() == TextRule.EXACT
                                ? "; texts without case whose value is not plain ASCII"
                                : ""),
                "texts are ordered by the other service's own rules");
    }
}

package io.d365hub.simulator.operation;

import io.d365hub.simulator.odata.ApiError;
import io.d365hub.simulator.odata.Json;
import io.d365hub.simulator.odata.QueryOptions;
import io.d365hub.simulator.odata.RowJson;
import io.d365hub.simulator.odata.RowQuery;
import io.d365hub.simulator.odata.Selection;
import io.d365hub.simulator.store.Row;
import io.d365hub.simulator.store.RowSource;
import java.util.List;

/** {@code GET set} and {@code GET set(key)/collection}: a page of rows. */
final class QueryOperation implements Operation {

    private final Environment environment;
    private final ApiRequest request;
    private final QueryOptions options;
    private final Selection selection;
    private final RowQuery query;
    private final QuerySource source;

    /** The operation that answers a query: rows, or groups of them. */
    static Operation of(Environment environment, ApiRequest request, QuerySource source) {
        QueryOptions options = QueryOptions.parse(request.query());
        refuseWhatIsNotSimulated(options);
        if (options.has("sql") && source instanceof QuerySource.Set set) {
            return new SqlOperation(environment, request, set.table(), options);
        }
        return options.has("$apply")
                ? new ApplyOperation(environment, request, source, options)
                : new QueryOperation(environment, request, source, options);
    }

    private QueryOperation(Environment environment, ApiRequest request, QuerySource source, QueryOptions options) {
        this.environment = environment;
        this.request = request;
        this.source = source;
        this.options = options;
        this.selection =
                Selections.parse(environment, request, source.table(), options.get("$select"), options.get("$expand"));
        this.query = new RowQuery(
                environment.queryContext(request.caller()),
                source.table(),
                options,
                request.preferences().maxPageSize());
    }

    static void refuseWhatIsNotSimulated(QueryOptions options) {
        for (String name : List.of("fetchXml", "savedQuery", "userQuery")) {
            if (options.has(name)) {
                throw ApiError.notSimulated("queries with '" + name + "'");
            }
        }
    }

    @Override
    public OperationKind kind() {
        return OperationKind.QUERY;
    }

    @Override
    public boolean mentions(String text) {
        return source.mentions(text);
    }

    @Override
    public Answer run(Execution execution) {
        RowSource found = source.rows(environment);
        RowQuery.Page page = query.page(found);
        int count = options.count() ? query.count(found) : -1;
        RowJson rows = new RowJson(environment.database(), request.preferences(), request.serviceRoot());
        byte[] body = Json.write(json -> {
            json.writeStartObject();
            json.writeStringField(
                    "@odata.context",
                    request.serviceRoot() + "$metadata#" + selection.table().entitySetName()
                            + (selection.context() == null ? "" : "(" + selection.context() + ")"));
            new CountAnnotations(environment.model(), request.preferences()).write(json, count);
            json.writeArrayFieldStart("value");
            for (Row row : page.rows()) {
                rows.item(json, selection, row);
            }
            json.writeEndArray();
            if (page.token() != null) {
                json.writeStringField(
                        "@odata.nextLink", request.serviceRoot() + query.nextLink(request.path(), page.token()));
            }
            json.writeEndObject();
        });
        return Answer.json(200, body)
                .header("Preference-Applied", request.preferences().applied(false, true));
    }
}

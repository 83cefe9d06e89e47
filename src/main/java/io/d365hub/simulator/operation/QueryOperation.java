package io.d365hub.simulator.operation;

import io.d365hub.simulator.model.TableDefinition;
import io.d365hub.simulator.odata.ApiError;
import io.d365hub.simulator.odata.Expansions;
import io.d365hub.simulator.odata.Json;
import io.d365hub.simulator.odata.QueryOptions;
import io.d365hub.simulator.odata.RowJson;
import io.d365hub.simulator.odata.RowQuery;
import io.d365hub.simulator.odata.Selection;
import io.d365hub.simulator.store.Row;
import java.util.List;

/** {@code GET set}: a page of rows. */
final class QueryOperation implements Operation {

    private final Environment environment;
    private final ApiRequest request;
    private final QueryOptions options;
    private final Selection selection;
    private final RowQuery query;

    QueryOperation(Environment environment, ApiRequest request, TableDefinition table) {
        this.environment = environment;
        this.request = request;
        this.options = QueryOptions.parse(request.query());
        refuseWhatIsNotSimulated(options);
        this.selection = Selection.parse(
                table, options.get("$select"), Expansions.parse(environment.model(), table, options.get("$expand")));
        this.query = new RowQuery(
                environment.database(), table, options, request.preferences().maxPageSize());
    }

    static void refuseWhatIsNotSimulated(QueryOptions options) {
        for (String name : List.of("fetchXml", "savedQuery", "userQuery", "sql", "$apply")) {
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
    public Answer run(Execution execution) {
        RowQuery.Page page = query.page();
        int count = options.count() ? query.count() : -1;
        RowJson rows = new RowJson(environment.database(), request.preferences());
        byte[] body = Json.write(json -> {
            json.writeStartObject();
            json.writeStringField(
                    "@odata.context",
                    request.serviceRoot() + "$metadata#" + selection.table().entitySetName()
                            + (selection.context() == null ? "" : "(" + selection.context() + ")"));
            new CountAnnotations(request.preferences()).write(json, count);
            json.writeArrayFieldStart("value");
            for (Row row : page.rows()) {
                rows.item(json, selection, row);
            }
            json.writeEndArray();
            if (page.nextLink() != null) {
                json.writeStringField("@odata.nextLink", request.serviceRoot() + page.nextLink());
            }
            json.writeEndObject();
        });
        return Answer.json(200, body)
                .header("Preference-Applied", request.preferences().applied(false, true));
    }
}

package io.d365hub.simulator.operation;

import io.d365hub.simulator.model.TableDefinition;
import io.d365hub.simulator.odata.Json;
import io.d365hub.simulator.odata.QueryOptions;
import io.d365hub.simulator.odata.RowAddress;
import io.d365hub.simulator.odata.RowJson;
import io.d365hub.simulator.odata.RowQuery;
import io.d365hub.simulator.store.Row;
import java.util.Optional;

/** {@code GET .../lookup/$ref} and {@code GET .../collection/$ref}: URLs of rows, and nothing else of them. */
final class ReferenceReadOperation implements Operation {

    private final Environment environment;
    private final ApiRequest request;
    private final RowLocation single;
    private final QuerySource source;
    private final RowQuery query;

    private ReferenceReadOperation(
            Environment environment, ApiRequest request, RowLocation single, QuerySource source) {
        this.environment = environment;
        this.request = request;
        this.single = single;
        this.source = source;
        this.query = source == null
                ? null
                : new RowQuery(
                        environment.queryContext(request.caller()),
                        source.table(),
                        QueryOptions.parse(request.query()),
                        request.preferences().maxPageSize());
    }

    static Operation ofLookup(
            Environment environment, ApiRequest request, RowLocation from, TableDefinition.Navigation navigation) {
        TableDefinition target = environment.model().table(navigation.property().target());
        return new ReferenceReadOperation(
                environment, request, new RowLocation.LookedUp(from, navigation, target), null);
    }

    static Operation ofCollection(Environment environment, ApiRequest request, QuerySource source) {
        return new ReferenceReadOperation(environment, request, null, source);
    }

    @Override
    public OperationKind kind() {
        return single == null ? OperationKind.QUERY : OperationKind.RETRIEVE;
    }

    @Override
    public boolean mentions(String text) {
        return single == null ? source.mentions(text) : single.mentions(text);
    }

    @Override
    public Answer run(Execution execution) {
        return single == null ? all() : one();
    }

    private Answer one() {
        Optional<Row> row = single.find(environment);
        if (row.isEmpty()) {
            return new Answer(204);
        }
        String url = request.serviceRoot()
                + RowAddress.of(single.table(), row.get().id()).url();
        return Answer.json(200, Json.write(json -> {
            json.writeStartObject();
            json.writeStringField("@odata.context", request.serviceRoot() + "$metadata#$ref");
            json.writeStringField("@odata.id", url);
            json.writeEndObject();
        }));
    }

    private Answer all() {
        RowQuery.Page page = query.page(source.rows(environment));
        RowJson rows = new RowJson(environment.database(), request.preferences(), request.serviceRoot());
        return Answer.json(200, Json.write(json -> {
            json.writeStartObject();
            json.writeStringField("@odata.context", request.serviceRoot() + "$metadata#Collection($ref)");
            json.writeArrayFieldStart("value");
            for (Row row : page.rows()) {
                rows.reference(json, source.table(), row);
            }
            json.writeEndArray();
            if (page.token() != null) {
                json.writeStringField(
                        "@odata.nextLink", request.serviceRoot() + query.nextLink(request.path(), page.token()));
            }
            json.writeEndObject();
        }));
    }
}

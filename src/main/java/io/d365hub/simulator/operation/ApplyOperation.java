package io.d365hub.simulator.operation;

import io.d365hub.simulator.odata.AppliedQuery;
import io.d365hub.simulator.odata.Json;
import io.d365hub.simulator.odata.QueryOptions;
import io.d365hub.simulator.odata.RowJson;
import io.d365hub.simulator.query.Aggregation;
import java.util.List;

/** {@code GET set?$apply=...}: groups of rows with their sums, instead of rows. */
final class ApplyOperation implements Operation {

    private final Environment environment;
    private final ApiRequest request;
    private final QuerySource source;
    private final AppliedQuery query;

    ApplyOperation(Environment environment, ApiRequest request, QuerySource source, QueryOptions options) {
        this.environment = environment;
        this.request = request;
        this.source = source;
        this.query = new AppliedQuery(environment.queryContext(request.caller()), source.table(), options);
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
        List<Aggregation.Group> groups = query.groups(source.rows(environment));
        RowJson rows = new RowJson(environment.database(), request.preferences(), request.serviceRoot());
        byte[] body = Json.write(json -> {
            json.writeStartObject();
            json.writeStringField(
                    "@odata.context",
                    request.serviceRoot() + "$metadata#" + source.table().entitySetName());
            json.writeArrayFieldStart("value");
            for (Aggregation.Group group : groups) {
                json.writeStartObject();
                for (int i = 0; i < query.keys().size(); i++) {
                    AppliedQuery.Key key = query.keys().get(i);
                    Object value = group.keys().get(i);
                    if (value != null) {
                        rows.property(
                                json,
                                key.name(),
                                key.property().table(),
                                null,
                                key.property().column(),
                                value);
                    }
                }
                for (int i = 0; i < query.sums().size(); i++) {
                    AppliedQuery.Sum sum = query.sums().get(i);
                    json.writeFieldName(sum.name());
                    RowJson.value(json, AppliedQuery.shown(sum, group.values().get(i)));
                }
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
        return Answer.json(200, body)
                .header("Preference-Applied", request.preferences().applied(false, false));
    }
}

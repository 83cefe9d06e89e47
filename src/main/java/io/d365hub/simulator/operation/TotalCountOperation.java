package io.d365hub.simulator.operation;

import com.fasterxml.jackson.databind.JsonNode;
import io.d365hub.simulator.function.FunctionArguments;
import io.d365hub.simulator.model.TableDefinition;
import io.d365hub.simulator.odata.ApiError;
import io.d365hub.simulator.odata.ErrorCode;
import io.d365hub.simulator.odata.Json;
import io.d365hub.simulator.odata.PathSegment;
import io.d365hub.simulator.odata.QueryOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code RetrieveTotalRecordCount}: how many rows tables have, without the cap of {@code $count}. */
final class TotalCountOperation implements Operation {

    static final String NAME = "RetrieveTotalRecordCount";

    private final Environment environment;
    private final ApiRequest request;
    private final JsonNode names;

    TotalCountOperation(Environment environment, ApiRequest request, PathSegment segment) {
        this.environment = environment;
        this.request = request;
        this.names = FunctionArguments.of(segment, QueryOptions.parse(request.query()))
                .get("EntityNames");
        if (names == null || !names.isArray()) {
            throw ApiError.noSegment(NAME);
        }
    }

    @Override
    public OperationKind kind() {
        return OperationKind.FUNCTION;
    }

    @Override
    public int rows() {
        return 0;
    }

    @Override
    public Answer run(Execution execution) {
        List<String> keys = new ArrayList<>();
        List<Long> values = new ArrayList<>();
        for (JsonNode name : names) {
            TableDefinition table = environment
                    .model()
                    .byLogicalName(name.asText())
                    .orElseThrow(() -> new ApiError(
                            ErrorCode.INVALID_ARGUMENT,
                            "The entity with a name = '" + name.asText() + "' was not found in the MetadataCache."));
            keys.add(table.logicalName());
            values.add(environment.database().table(table).size());
        }
        Map<String, Object> counts = new LinkedHashMap<>();
        counts.put("Count", keys.size());
        counts.put("IsReadOnly", false);
        counts.put("Keys", keys);
        counts.put("Values", values);
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("@odata.context", request.serviceRoot() + "$metadata#Microsoft.Dynamics.CRM." + NAME + "Response");
        body.put("EntityRecordCountCollection", counts);
        return Answer.json(200, Json.write(json -> Json.writeTree(json, body)));
    }
}

package io.d365hub.simulator.operation;

import io.d365hub.simulator.model.TableDefinition;
import io.d365hub.simulator.odata.Json;

/** {@code GET /}: the names of all entity sets. */
final class ServiceDocumentOperation implements Operation {

    private final Environment environment;
    private final ApiRequest request;

    ServiceDocumentOperation(Environment environment, ApiRequest request) {
        this.environment = environment;
        this.request = request;
    }

    @Override
    public OperationKind kind() {
        return OperationKind.METADATA;
    }

    @Override
    public int rows() {
        return 0;
    }

    @Override
    public Answer run(Execution execution) {
        return Answer.json(200, Json.write(json -> {
            json.writeStartObject();
            json.writeStringField("@odata.context", request.serviceRoot() + "$metadata");
            json.writeArrayFieldStart("value");
            for (TableDefinition table : environment.model().tables()) {
                json.writeStartObject();
                json.writeStringField("name", table.entitySetName());
                json.writeStringField("kind", "EntitySet");
                json.writeStringField("url", table.entitySetName());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }));
    }
}

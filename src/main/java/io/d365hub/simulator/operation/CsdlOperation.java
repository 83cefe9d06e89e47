package io.d365hub.simulator.operation;

import io.d365hub.simulator.event.ExternalEvents;
import io.d365hub.simulator.metadata.Schema;
import java.util.List;

/** {@code GET $metadata}: the model as CSDL. */
final class CsdlOperation implements Operation {

    private final Environment environment;
    private final Schema schema;
    private final boolean annotations;

    CsdlOperation(Environment environment, Schema schema, ApiRequest request) {
        this.environment = environment;
        this.schema = schema;
        String query = request.query();
        this.annotations = (query != null && query.contains("annotations=true"))
                || !request.preferences().annotations().isEmpty();
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
        return new Answer(200).body("application/xml", schema.csdl(annotations, events()));
    }

    private List<ExternalEvents.Bound> events() {
        return environment.dialect().externalEventsOfAllTables()
                ? ExternalEvents.ofAllTables()
                : ExternalEvents.switchedOn(environment.database());
    }
}

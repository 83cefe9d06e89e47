package io.d365hub.simulator.operation;

import io.d365hub.simulator.metadata.Definition;
import io.d365hub.simulator.metadata.Schema;
import io.d365hub.simulator.metadata.SchemaWriter;
import io.d365hub.simulator.odata.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** The unbound actions that concern metadata. Customizations take effect at once, so publishing has nothing to do. */
final class MetadataActionOperation implements Operation {

    private static final Set<String> NAMES =
            Set.of("PublishXml", "PublishAllXml", "ReactivateEntityKey", "CreateEntities", "InsertOptionValue");

    private final ApiRequest request;
    private final SchemaWriter writer;
    private final String name;
    private final Definition parameters;

    MetadataActionOperation(Schema schema, ApiRequest request, String name) {
        this.request = request;
        this.writer = new SchemaWriter(schema);
        this.name = name;
        this.parameters = Definition.parse(request.body());
        if (name.equals("PublishXml")) {
            parameters.required("ParameterXml");
        }
    }

    static boolean exists(String name) {
        return NAMES.contains(name);
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
        switch (name) {
            case "ReactivateEntityKey" ->
                writer.reactivateKey(
                        parameters.required("EntityLogicalName"), parameters.required("EntityKeyLogicalName"));
            case "CreateEntities" -> {
                List<UUID> ids = writer.createTables(parameters.list("Entities"));
                return result("EntityIds", ids.stream().map(UUID::toString).toList());
            }
            case "InsertOptionValue" -> {
                return result("NewOptionValue", writer.insertOption(parameters));
            }
            default -> {}
        }
        return new Answer(204);
    }

    private Answer result(String property, Object value) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("@odata.context", request.serviceRoot() + "$metadata#Microsoft.Dynamics.CRM." + name + "Response");
        body.put(property, value);
        return Answer.json(200, Json.write(json -> Json.writeTree(json, body)));
    }
}

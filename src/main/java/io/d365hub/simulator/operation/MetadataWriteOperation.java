package io.d365hub.simulator.operation;

import io.d365hub.simulator.metadata.Definition;
import io.d365hub.simulator.metadata.Schema;
import io.d365hub.simulator.metadata.SchemaWriter;
import io.d365hub.simulator.metadata.SchemaWriter.Selector;
import io.d365hub.simulator.odata.ApiError;
import io.d365hub.simulator.odata.ErrorCode;
import io.d365hub.simulator.odata.PathSegment;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** {@code POST}, {@code PUT} and {@code DELETE} of tables, columns, keys, relationships and global choices. */
final class MetadataWriteOperation implements Operation {

    private final ApiRequest request;
    private final Schema schema;
    private final SchemaWriter writer;
    private final List<PathSegment> path;
    private final Definition definition;

    MetadataWriteOperation(Schema schema, ApiRequest request, List<PathSegment> path) {
        this.request = request;
        this.schema = schema;
        this.writer = new SchemaWriter(schema);
        this.path = withoutCast(path);
        this.definition = Definition.parse(request.method().equals("DELETE") ? new byte[0] : request.body());
    }

    /** Changes are often sent to the derived type; the names in the path say enough. */
    private static List<PathSegment> withoutCast(List<PathSegment> path) {
        int last = path.size() - 1;
        return path.get(last).name().startsWith("Microsoft.Dynamics.CRM.") ? path.subList(0, last) : path;
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
        Answer answer = changed(execution);
        if (request.method().equals("DELETE")) {
            Set<UUID> left = schema.catalog().ids();
            execution.write(transaction -> {
                SolutionComponents.keep(transaction, left);
                return null;
            });
        }
        return answer;
    }

    private Answer changed(Execution execution) {
        PathSegment root = path.get(0);
        PathSegment last = path.get(path.size() - 1);
        String what = request.method() + " " + root.name() + (path.size() > 1 ? "/" + last.name() : "");
        boolean single = last.hasArguments();
        if (path.size() > 2 || (path.size() == 2 && !root.hasArguments())) {
            throw ApiError.noSegment(last.name());
        }
        switch (what + (single ? "()" : "")) {
            case "POST EntityDefinitions" -> {
                return created(writer.createTable(definition));
            }
            case "PUT EntityDefinitions()" -> writer.updateTable(selector(root), definition, mergesLabels());
            case "DELETE EntityDefinitions()" -> writer.deleteTable(selector(root));
            case "POST EntityDefinitions/Attributes" -> {
                return created(writer.createColumn(selector(root), definition));
            }
            case "PUT EntityDefinitions/Attributes()" ->
                writer.updateColumn(selector(root), selector(last), definition, mergesLabels());
            case "DELETE EntityDefinitions/Attributes()" -> writer.deleteColumn(selector(root), selector(last));
            case "POST EntityDefinitions/Keys" -> {
                boolean byTableId = execution.environment().dialect().keyEntityIdByTableId();
                return created(writer.createKey(selector(root), definition, byTableId));
            }
            case "DELETE EntityDefinitions/Keys()" -> writer.deleteKey(selector(root), selector(last));
            case "POST RelationshipDefinitions" -> {
                return created(writer.createRelationship(
                        definition, execution.environment().dialect().lookupTakesTargets()));
            }
            case "PUT RelationshipDefinitions()" -> writer.updateRelationship(relationship(last), definition);
            case "DELETE RelationshipDefinitions()" -> writer.deleteRelationship(relationship(last));
            case "POST GlobalOptionSetDefinitions" -> {
                return created(writer.createChoice(definition));
            }
            case "PUT GlobalOptionSetDefinitions()" -> writer.updateChoice(selector(last), definition);
            case "DELETE GlobalOptionSetDefinitions()" -> writer.deleteChoice(selector(last));
            default ->
                throw new ApiError(
                        ErrorCode.METHOD_NOT_ALLOWED,
                        "The requested resource does not support http method '" + request.method() + "'.");
        }
        return new Answer(204);
    }

    private String relationship(PathSegment segment) {
        Map<String, Object> found = MetadataOperation.pick(schema.catalog().root("RelationshipDefinitions"), segment);
        return (String) found.get("SchemaName");
    }

    private static Selector selector(PathSegment segment) {
        PathSegment.Argument argument = segment.arguments().get(0);
        return new Selector(
                argument.name() == null ? "MetadataId" : argument.name(),
                argument.value().text());
    }

    private Answer created(String address) {
        String url = request.serviceRoot() + address;
        return new Answer(204).header("Location", url).header("OData-EntityId", url);
    }

    private boolean mergesLabels() {
        return "true".equalsIgnoreCase(request.header("MSCRM.MergeLabels"));
    }
}

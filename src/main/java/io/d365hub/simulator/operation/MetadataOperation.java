package io.d365hub.simulator.operation;

import io.d365hub.simulator.metadata.MetadataCatalog;
import io.d365hub.simulator.metadata.Schema;
import io.d365hub.simulator.odata.ApiError;
import io.d365hub.simulator.odata.ErrorCode;
import io.d365hub.simulator.odata.FilterParser;
import io.d365hub.simulator.odata.Json;
import io.d365hub.simulator.odata.Literal;
import io.d365hub.simulator.odata.PathSegment;
import io.d365hub.simulator.odata.QueryOptions;
import io.d365hub.simulator.odata.TreeProperties;
import io.d365hub.simulator.odata.Values;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;

/** {@code GET EntityDefinitions...}: tables, columns, keys and relationships as metadata shows them. */
final class MetadataOperation implements Operation {

    private static final String CAST = "Microsoft.Dynamics.CRM.";

    private final ApiRequest request;
    private final QueryOptions options;
    private final MetadataView view;
    private final Schema schema;
    private final List<PathSegment> path;

    MetadataOperation(Schema schema, ApiRequest request, List<PathSegment> path) {
        this.schema = schema;
        this.path = path;
        this.request = request;
        this.options = QueryOptions.parse(request.query());
        this.view = new MetadataView(options.get("$select"), options.get("$expand"));
        MetadataMembers.check(path, options.get("$select"));
    }

    @SuppressWarnings("unchecked") // the catalog holds maps and lists of maps only
    private static Object find(MetadataCatalog catalog, List<PathSegment> path) {
        Object at = catalog.root(path.get(0).name());
        for (int i = 0; i < path.size(); i++) {
            PathSegment segment = path.get(i);
            if (i > 0) {
                at = step(at, segment);
            }
            if (segment.hasArguments()) {
                at = pick((List<Map<String, Object>>) at, segment);
            }
        }
        return at;
    }

    @SuppressWarnings("unchecked") // see above
    private static Object step(Object at, PathSegment segment) {
        if (segment.name().startsWith(CAST)) {
            String type = "#" + segment.name();
            if (at instanceof List<?> list) {
                return ((List<Map<String, Object>>) list)
                        .stream()
                                .filter(item -> type.equals(item.get("@odata.type")))
                                .toList();
            }
            return at;
        }
        if (at instanceof Map<?, ?> map
                && (map.get(segment.name()) instanceof List<?> || map.get(segment.name()) instanceof Map<?, ?>)) {
            return map.get(segment.name());
        }
        throw ApiError.noSegment(segment.name());
    }

    /** The item that a segment's key names. */
    static Map<String, Object> pick(List<Map<String, Object>> items, PathSegment segment) {
        PathSegment.Argument argument = segment.arguments().get(0);
        String member = argument.name() == null ? "MetadataId" : argument.name();
        String text = argument.value().text();
        for (Map<String, Object> item : items) {
            Object value = item.get(member);
            if (value instanceof UUID id ? id.equals(Values.uuid(text)) : text.equals(value)) {
                return item;
            }
        }
        throw new ApiError(
                ErrorCode.OBJECT_DOES_NOT_EXIST,
                "Could not find a definition in '" + segment.name() + "' with " + member + " = '" + text + "'.");
    }

    /** The context URL [I]: keys without their names, and none of a definition that stands alone. */
    private String context(boolean single) {
        int last = path.size() - 1;
        while (last > 0 && !path.get(last).hasArguments()) {
            last--;
        }
        StringBuilder context = new StringBuilder(request.serviceRoot()).append("$metadata#");
        for (int i = 0; i < path.size(); i++) {
            PathSegment segment = path.get(i);
            context.append(i == 0 ? "" : "/").append(segment.name());
            if (segment.hasArguments() && !(single && i == last)) {
                Literal key = segment.arguments().get(0).value();
                String quote = key.kind() == Literal.Kind.QUOTED ? "'" : "";
                context.append('(')
                        .append(quote)
                        .append(key.text())
                        .append(quote)
                        .append(')');
            }
        }
        return context.toString();
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
    @SuppressWarnings("unchecked") // see above
    public Answer run(Execution execution) {
        Object found = find(schema.catalog(), path);
        Map<String, Object> body = new LinkedHashMap<>();
        String context = context(!(found instanceof List<?>));
        if (found instanceof List<?> list) {
            Predicate<Map<String, Object>> filter = FilterParser.parse(options, new TreeProperties());
            body.put("@odata.context", context + view.contextSuffix());
            body.put(
                    "value",
                    ((List<Map<String, Object>>) list)
                            .stream().filter(filter).map(view::of).toList());
        } else {
            body.put("@odata.context", context + view.contextSuffix() + "/$entity");
            body.putAll(view.of((Map<String, Object>) found));
        }
        return Answer.json(200, Json.write(json -> Json.writeTree(json, body)));
    }
}

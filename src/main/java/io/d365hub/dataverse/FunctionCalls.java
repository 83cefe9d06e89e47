package io.d365hub.dataverse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.d365hub.dataverse.client.DataverseClient;
import io.d365hub.dataverse.client.Functions;
import io.d365hub.dataverse.client.RowRef;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.camel.Message;

/** Calls functions and actions; the body holds the parameters, and the columns of the row's key if they work on one. */
final class FunctionCalls {

    /** The parameters, and what the call works on. */
    private record Call(Functions.Binding binding, ObjectNode parameters) {}

    private FunctionCalls() {}

    static CompletableFuture<Void> function(DataverseClient client, DataverseEndpoint endpoint, Message message) {
        DataverseConfiguration settings = endpoint.getConfiguration();
        Call call = call(endpoint, message);
        return client.functions()
                .function(
                        RowParts.required("name", settings.getName()),
                        call.binding(),
                        values(settings, call.parameters()),
                        MessageOptions.of(endpoint, message))
                .thenAccept(answer -> {
                    message.setBody(answer.toString());
                    message.setHeader(DataverseConstants.STATUS, 200);
                });
    }

    static CompletableFuture<Void> action(DataverseClient client, DataverseEndpoint endpoint, Message message) {
        DataverseConfiguration settings = endpoint.getConfiguration();
        Call call = call(endpoint, message);
        return client.functions()
                .action(
                        RowParts.required("name", settings.getName()),
                        call.binding(),
                        call.parameters(),
                        MessageOptions.of(endpoint, message),
                        settings.isRepeatable(),
                        RowTarget.wanted(message))
                .thenAccept(answer -> {
                    message.setBody(answer.map(JsonNode::toString).orElse(null));
                    message.setHeader(DataverseConstants.STATUS, answer.isPresent() ? 200 : 204);
                });
    }

    private static Call call(DataverseEndpoint endpoint, Message message) {
        return switch (endpoint.getConfiguration().getBinding()) {
            case NONE -> new Call(Functions.Binding.NONE, parameters(message));
            case TABLE -> new Call(Functions.Binding.to(endpoint.getTable()), parameters(message));
            case ROW -> {
                if (RowTarget.id(message).isPresent()) {
                    RowRef row = RowRef.byId(
                            endpoint.getTable(), RowTarget.id(message).get());
                    yield new Call(Functions.Binding.to(row), parameters(message));
                }
                RowTarget target = RowTarget.addressed(endpoint, message);
                yield new Call(Functions.Binding.to(target.row()), target.columns());
            }
        };
    }

    private static ObjectNode parameters(Message message) {
        Object body = message.getBody();
        boolean none = body == null || (body instanceof String text && text.isBlank());
        return none ? JsonNodeFactory.instance.objectNode() : RowReader.object(message);
    }

    /** Objects that name a row become references; other values are what JSON says, or the option 'parameters'. */
    private static Map<String, Object> values(DataverseConfiguration settings, ObjectNode body) {
        List<KeyColumn> typed = KeyColumn.list(settings.getParameters());
        Map<String, KeyColumn> types = typed.stream().collect(Collectors.toMap(KeyColumn::name, Function.identity()));
        Map<String, Object> values = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> parameter : body.properties()) {
            KeyColumn type = types.get(parameter.getKey());
            JsonNode value = parameter.getValue();
            if (type != null) {
                values.put(parameter.getKey(), type.value(value));
            } else if (value instanceof ObjectNode row && row.has("table")) {
                values.put(parameter.getKey(), RowReader.reference(row, null));
            } else {
                values.put(parameter.getKey(), value);
            }
        }
        return values;
    }
}
